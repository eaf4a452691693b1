"""`status`: each process, its ports, registrations, calls, versions."""

import argparse
import json
from dataclasses import asdict
from datetime import timedelta

from rich.text import Text

from cordboard.base.configuration import Configuration
from cordboard.processes.cli.exits import Exit
from cordboard.processes.cli.report import Report
from cordboard.processes.overview import Overview, ProcessView, overview


def run(configuration: Configuration, arguments: argparse.Namespace, report: Report) -> int:
    """What runs is shown. DONE when all is well, FAILED when something is not, NOT_RUNNING when nothing runs."""
    seen = overview(configuration)
    if getattr(arguments, "json", False):
        report.console.print_json(json.dumps({"running": seen.running, "well": seen.well, **asdict(seen)}))
    elif not seen.running:
        report.line(
            f"Cordboard in {seen.data} is not running. To start it: ./cordboard up --data {seen.data}"
        )
    else:
        _show(seen, report)
    if not seen.running:
        return Exit.NOT_RUNNING
    return Exit.DONE if seen.well else Exit.FAILED


def _show(seen: Overview, report: Report) -> None:
    rows = [_row(process) for process in seen.processes]
    report.table("", ("process", "state", "says", "up for", "pid", "ports"), rows)
    if seen.engine.registrations >= 0:
        phones, calls = seen.engine.registrations, seen.engine.calls
        report.line(
            f"{phones} {_plural('phone', phones)} registered, {calls} {_plural('call', calls)} in progress."
        )
    report.line(", ".join(f"{name} {version}" for name, version in seen.versions.items()))
    report.line(f"Portal: {seen.address}    Data: {seen.data}")


def _row(process: ProcessView) -> tuple[object, ...]:
    state = (
        Text("well", style="green") if process.well else Text(process.state.lower() or "down", style="red")
    )
    up_for = str(timedelta(seconds=process.up_seconds)) if process.up_seconds else ""
    return process.name, state, process.detail, up_for, process.pid or "", " ".join(process.ports)


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
