"""`logs`: what the processes wrote."""

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from cordboard.base.configuration import Configuration
from cordboard.processes.cli.exits import Exit
from cordboard.processes.cli.report import Report
from cordboard.processes.setup.programs import NAMES


def run(configuration: Configuration, arguments: argparse.Namespace, report: Report) -> int:
    """The last lines were shown; with `--follow`, new ones as they are written, until Ctrl-C."""
    logs = _logs(configuration, arguments.process)
    if logs:
        _tail(logs, arguments)
    report.line(f"There are no logs in {configuration.data / 'log'} yet.")
    return Exit.DONE


def _tail(logs: Sequence[Path], arguments: argparse.Namespace) -> NoReturn:
    following = ["-F"] if arguments.follow else []  # F: go on when a log is rotated
    words = ["tail", f"--lines={arguments.lines}", *following, *(str(log) for log in logs)]
    os.execvp("tail", words)  # noqa: S606  # no shell


def _logs(configuration: Configuration, process: str | None) -> Sequence[Path]:
    """Raises ValueError for a process that does not exist."""
    known = (*NAMES, "supervisor")
    if process and process not in known:
        raise ValueError(f"there is no process {process!r}: choose one of {', '.join(known)}")
    folder = configuration.data / "log"
    named = [folder / f"{name}.log" for name in ([process] if process else known)]
    return [log for log in named if log.exists()]
