"""Files that would only grow: the engine's log and its spool of call records are begun anew, and what is old goes.

The other processes' logs are kept short by their supervisor (`setup.supervisor_file`).
"""

import contextlib

from django.conf import settings

from cordboard.engine.errors import EngineUnreachable
from cordboard.engine.log import LARGE, log_turn
from cordboard.processes.overview import manager_account
from cordboard.processes.worker.aside import spool_folder
from cordboard.processes.worker.intake import spool_turn


def files_turn_daily() -> None:
    """Log and spool begin anew; the intake removes an old spool once it has read it."""
    spool_turn(spool_folder(settings.CORDBOARD.data))
    _log_turn(above=0)


def log_watch() -> None:
    """A log that has grown large within the day begins anew."""
    _log_turn(above=LARGE)


def _log_turn(*, above: int) -> None:
    configuration = settings.CORDBOARD
    with contextlib.suppress(EngineUnreachable):  # one that does not run writes nothing
        log_turn(
            account=manager_account(configuration),
            folder=configuration.data / "asterisk" / "log",
            above=above,
        )
