"""`prepare`: everything is set up and nothing is started, for those who start the processes by systemd."""

import argparse
import os

from cordboard.base.configuration import Configuration
from cordboard.processes.cli.exits import Exit
from cordboard.processes.cli.report import Report
from cordboard.processes.cli.up import hand_over, prepare
from cordboard.processes.setup.standing import installation_stands


def run(configuration: Configuration, arguments: argparse.Namespace, report: Report) -> int:
    """The installation stands; its database tables are made by `manage migrate` once the database runs."""
    if not arguments.prepared:
        configuration, program = prepare(configuration, arguments, report)
        if os.geteuid() == 0:
            hand_over(configuration, arguments, program)
    installation_stands(configuration, telling=report)
    report.line(f"Everything in {configuration.data} is ready to be started.")
    return Exit.DONE
