"""`demo-call`: two softphones of the demonstration company call each other again."""

import argparse
import os

from cordboard.base.configuration import Configuration
from cordboard.processes.cli.becoming import become
from cordboard.processes.cli.exits import Exit
from cordboard.processes.cli.report import Report
from cordboard.processes.cli.showing import demonstration_show
from cordboard.processes.setup.errors import NotRunning
from cordboard.processes.setup.supervision import Supervision


def run(configuration: Configuration, arguments: argparse.Namespace, report: Report) -> int:
    """The calls were made and their records shown. Raises NotRunning when there is no engine to call through."""
    if not Supervision(configuration.data).pid():
        raise NotRunning(folder=str(configuration.data))
    if os.geteuid() == 0:
        become(configuration, ["-m", "cordboard.processes.cli", "demo-call"])
    demonstration_show(configuration, report)
    return Exit.DONE
