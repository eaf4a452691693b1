"""`up`: everything is set up, runs, and was seen to work."""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from cordboard.base.configuration import Configuration, configuration_load
from cordboard.processes.cli import status
from cordboard.processes.cli.becoming import root_give_up
from cordboard.processes.cli.exits import Exit
from cordboard.processes.cli.options import given
from cordboard.processes.cli.report import Report
from cordboard.processes.cli.showing import demonstration_show, first_link_show
from cordboard.processes.setup.account import Account
from cordboard.processes.setup.engine_fetch import engine_choose
from cordboard.processes.setup.errors import SupervisionLost
from cordboard.processes.setup.kept import installation_lock, settings_keep
from cordboard.processes.setup.leftovers import leftovers_end
from cordboard.processes.setup.places import cache
from cordboard.processes.setup.preflight import preflight
from cordboard.processes.setup.standing import folder_stands, installation_stands, machine_stands
from cordboard.processes.setup.starting import everything_start
from cordboard.processes.setup.supervision import Supervision, ended

SHOWN = "first-start.done"  # in the data folder once the demonstration went well
LOOK_S = 3600.0


def run(configuration: Configuration, arguments: argparse.Namespace, report: Report) -> int:
    """Everything runs; stays until Ctrl-C or `down`, or returns at once with `--detach`."""
    if Supervision(configuration.data).pid():
        report.line(f"Cordboard in {configuration.data} is already up:")
        return status.run(configuration, arguments, report)
    if not arguments.prepared:
        configuration, program = prepare(configuration, arguments, report)
        if os.geteuid() == 0:
            hand_over(configuration, arguments, program)
    return _stand_up(configuration, arguments, report)


def prepare(
    configuration: Configuration, arguments: argparse.Namespace, report: Report
) -> tuple[Configuration, Path]:
    """All that may need root is done: the configuration to go on with, and the folder of the program."""
    account = folder_stands(configuration)
    with installation_lock(configuration.data, account=account):
        _leftovers_tell(configuration, report)
        preflight(configuration, account=account, cache=cache())
        configuration = _settings_keep(configuration, arguments, account)
        return configuration, machine_stands(configuration, account=account, telling=report)


def hand_over(configuration: Configuration, arguments: argparse.Namespace, program: Path) -> None:
    """Root is given up for good: this process goes on as the account that owns the installation. Does not return."""
    root_give_up(Account.named(configuration.user))
    os.chdir(configuration.data)
    words = [arguments.command, "--prepared", *(["--detach"] if getattr(arguments, "detach", False) else [])]
    interpreter = str(program / ".venv" / "bin" / "python")
    environment = {**os.environ, "HOME": str(configuration.data), "CORDBOARD_DATA": str(configuration.data)}
    sys.stdout.flush()
    os.execve(interpreter, [interpreter, "-m", "cordboard.processes.cli", *words], environment)  # noqa: S606  # no shell


def _settings_keep(
    configuration: Configuration, arguments: argparse.Namespace, account: Account
) -> Configuration:
    """What was given is kept for later commands, the choice of the engine included."""
    chosen = engine_choose(configuration)
    engine = {"engine_root": chosen} if chosen != configuration.engine_root else {}
    settings_keep(configuration.data, {**given(arguments), **engine}, account=account)
    return configuration_load(data=configuration.data, options=given(arguments))


def _leftovers_tell(configuration: Configuration, report: Report) -> None:
    found = leftovers_end(configuration.data)
    if found:
        listed = ", ".join(f"{one.name} ({one.pid})" for one in found)
        report.warn(f"A supervisor was killed and left these behind; they were ended: {listed}.")


def _stand_up(configuration: Configuration, arguments: argparse.Namespace, report: Report) -> int:
    with installation_lock(configuration.data, account=Account.own()):
        parts = installation_stands(configuration, telling=report)
        supervisor = everything_start(configuration, parts, report)
        try:
            _show(configuration, report)
        except BaseException:
            Supervision(configuration.data).shutdown()
            raise
    if arguments.detach:
        return Exit.DONE
    return _stay(configuration, supervisor, report)


def _show(configuration: Configuration, report: Report) -> None:
    """On the first start the demonstration runs; on every start, the address is told."""
    done = configuration.data / SHOWN
    if configuration.demo and not done.exists():
        demonstration_show(configuration, report)
        done.touch()
    first_link_show(configuration, report)
    report.line(f"Everything lies in {configuration.data}; ./cordboard status shows each process.")


def _stay(configuration: Configuration, supervisor: "subprocess.Popen[bytes]", report: Report) -> int:
    """Until somebody asks to stop, here or by `down`. Raises SupervisionLost when the supervisor ended by itself."""
    report.line("Ctrl-C stops everything.")
    with _stop_asked():
        try:
            while not ended(supervisor, LOOK_S):
                pass
        except _Stop:
            return _stop(configuration, supervisor, report)
    if supervisor.returncode == 0:
        report.line("Cordboard was stopped by another command.")
        return Exit.DONE
    outcome = (
        f"signal {-supervisor.returncode}" if supervisor.returncode < 0 else f"status {supervisor.returncode}"
    )
    raise SupervisionLost(outcome=outcome, log=str(Supervision(configuration.data).log))


class _Stop(Exception):  # a request, not a fault
    """Somebody asked this process to stop."""


@contextlib.contextmanager
def _stop_asked() -> Iterator[None]:
    """Ctrl-C, a closed terminal and a polite kill all mean the same."""

    def stop(*_: object) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)  # once is enough
        raise _Stop

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in numbers:
        signal.signal(number, stop)
    yield


def _stop(configuration: Configuration, supervisor: "subprocess.Popen[bytes]", report: Report) -> int:
    report.console.print()
    with report.step("Stopping everything"):
        Supervision(configuration.data).shutdown()
        supervisor.wait()
    return Exit.DONE
