"""`down`: everything has stopped."""

import argparse

from cordboard.base.configuration import Configuration
from cordboard.processes.cli.exits import Exit
from cordboard.processes.cli.report import Report
from cordboard.processes.overview import overview
from cordboard.processes.setup.errors import SupervisedElsewhere
from cordboard.processes.setup.leftovers import leftovers_end
from cordboard.processes.setup.supervision import Supervision


def run(configuration: Configuration, arguments: argparse.Namespace, report: Report) -> int:
    """Nothing of this installation runs any more, last started first stopped."""
    supervision = Supervision(configuration.data)
    if supervision.pid():
        with report.step("Stopping everything"):
            supervision.shutdown()
        return Exit.DONE
    if leftovers_end(configuration.data):
        report.line("The supervisor was gone; what it had left behind was ended.")
        return Exit.DONE
    if overview(configuration).running:
        raise SupervisedElsewhere
    report.line(f"Cordboard in {configuration.data} is not running.")
    return Exit.DONE
