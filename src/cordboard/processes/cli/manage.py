"""`manage`: Django's management commands, as the installation's account."""

import argparse

from cordboard.base.configuration import Configuration
from cordboard.processes.cli.becoming import become
from cordboard.processes.cli.report import Report


def run(configuration: Configuration, arguments: argparse.Namespace, report: Report) -> int:
    """This process becomes the command."""
    become(configuration, ["-m", "django", *arguments.rest])
