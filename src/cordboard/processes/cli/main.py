"""Finds the command, reads its options, runs it, and turns every fault into words and an exit status."""

import argparse
import importlib
import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cordboard.base.errors import CordboardError
from cordboard.processes.cli.exits import Exit
from cordboard.processes.cli.options import configuration_of, options_add
from cordboard.processes.cli.report import Report
from cordboard.processes.setup.errors import InstallationBusy, NotRunning, SetupError


class Command(NamedTuple):
    """A command: its help line, and whether what follows its name belongs to another program."""

    help: str
    passes_on: bool = False


COMMANDS = {
    "up": Command("Set up what is missing, start everything, show it, and stay until Ctrl-C."),
    "down": Command("Stop everything cleanly."),
    "status": Command("Each process, its ports, registrations, calls, versions."),
    "logs": Command("What the processes wrote."),
    "doctor": Command("Check this machine and this installation; name the cure for each fault."),
    "demo-call": Command("Make the demonstration call again, for all to hear and see."),
    "shell": Command("A Python prompt inside the application."),
    "manage": Command("Django's management commands.", passes_on=True),
    "test": Command("Set up what is missing and run every tier of tests.", passes_on=True),
    "prepare": Command("Set up what is missing and start nothing (for systemd)."),
    "run": Command("Become one process, in the foreground (for systemd)."),
}


def main(arguments: Sequence[str]) -> int:
    """The exit status of the command."""
    parsed = parse(arguments)
    report = Report()
    try:
        return _faults_told(report, lambda: _run(parsed, report))
    except KeyboardInterrupt:
        report.line("Interrupted. Nothing half-made was kept: run the same command again to go on.")
        return Exit.INTERRUPTED


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The command and its options. Ends the program with a usage message when they are wrong."""
    ours, rest = _split(list(arguments))
    return _parser().parse_args(ours, argparse.Namespace(rest=rest))


def _run(parsed: argparse.Namespace, report: Report) -> int:
    module = importlib.import_module(f"cordboard.processes.cli.{parsed.command.replace('-', '_')}")
    status: int = module.run(configuration_of(parsed), parsed, report)
    return status


def _faults_told(report: Report, work: Callable[[], int]) -> int:
    try:
        return work()
    except SetupError as fault:
        report.fault(fault.text % fault.values(), fault.advice())
        return _status_of(fault)
    except CordboardError as fault:
        report.fault(fault.text % fault.values())
    except ValueError as fault:
        report.fault(str(fault), "./cordboard up --help lists every setting.")
        return Exit.USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader has left: there is nobody to tell
    except OSError as fault:
        report.fault(
            f"{fault.strerror or fault}{f': {fault.filename}' if fault.filename else ''}", _os_cure(fault)
        )
    return Exit.FAILED


def _status_of(fault: SetupError) -> Exit:
    if isinstance(fault, InstallationBusy):
        return Exit.BUSY
    return Exit.NOT_RUNNING if isinstance(fault, NotRunning) else Exit.FAILED


def _os_cure(fault: OSError) -> str:
    cures = {
        "No space left on device": "Make room on that disk, then run the same command again: it goes on where it stopped.",
        "Permission denied": "Run this as the owner of the installation, or as root.",
    }
    return cures.get(fault.strerror or "", "Run `./cordboard doctor`, which checks each part by itself.")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./cordboard", description="Cordboard, an open multi-tenant phone system."
    )
    options_add(parser)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        one = commands.add_parser(name, help=command.help, description=command.help)
        options_add(one)
        if name in _OWN:
            _OWN[name](one)
    return parser


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The words for us, and those that follow a command that passes them on."""
    for place, word in enumerate(arguments):
        value = place > 0 and arguments[place - 1].startswith("--") and "=" not in arguments[place - 1]
        if word in COMMANDS and not value:
            end = place + 1 if COMMANDS[word].passes_on else len(arguments)
            return arguments[:end], arguments[end:]
    return arguments, []


def _up(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--detach", action="store_true", help="Return once everything is up.")
    parser.add_argument("--prepared", action="store_true", help=argparse.SUPPRESS)  # set when root hands over


def _prepare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--prepared", action="store_true", help=argparse.SUPPRESS)


def _status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="For programs.")


def _logs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("process", nargs="?", help="Only this process.")
    parser.add_argument("--follow", "-f", action="store_true", help="Go on as lines are written.")
    parser.add_argument("--lines", "-n", type=int, default=40, help="How many of the last lines (40).")


def _process(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("process", help="db, engine, calls, live, web or worker")


_OWN: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "up": _up, "status": _status, "logs": _logs, "run": _process, "prepare": _prepare,
}  # fmt: skip
