"""`doctor`: looks at everything, changes nothing, and names the cure for each fault."""

import argparse

from rich.text import Text

from cordboard.base.configuration import Configuration
from cordboard.processes.cli.exits import Exit
from cordboard.processes.cli.report import Report
from cordboard.processes.diagnosis import Finding, Grade, diagnosis

SIGNS = {Grade.GOOD: ("✓", "green"), Grade.NOTE: ("!", "yellow"), Grade.FAULT: ("✗", "bold red")}


def run(configuration: Configuration, arguments: argparse.Namespace, report: Report) -> int:
    """Every finding was shown. FAILED when one of them is a fault."""
    report.line(f"Installation in {configuration.data}")
    grades = [_show(finding, report) for finding in diagnosis(configuration)]
    return Exit.FAILED if Grade.FAULT in grades else Exit.DONE


def _show(finding: Finding, report: Report) -> Grade:
    sign, style = SIGNS[finding.grade]
    report.tell(Text.assemble("  ", (sign, style), f" {finding.subject}: {finding.seen}"))
    if finding.cure:
        report.line(f"    To do: {finding.cure}")
    return finding.grade
