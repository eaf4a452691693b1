"""Run by a test as a process of its own: takes a spool in and kills itself at one statement after another.

For each statement the intake sends to the database there is a child that dies just before it, and one that dies just
after it. Prints how many children were killed; the one that was not has finished the work.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from django.db import connection

Execute = Callable[..., Any]


class Death:
    """Kills the process at the `number`th statement, before it is sent or after it was answered."""

    def __init__(self, number: int, *, after: bool) -> None:
        self.left = number
        self.after = after

    def __call__(self, execute: Execute, sql: str, params: Any, many: bool, context: Any) -> Any:
        """The statement's answer, be it a fault, if one lives to see it."""
        self.left -= 1
        if self.left == 0 and not self.after:
            os.kill(os.getpid(), signal.SIGKILL)
        try:
            return execute(sql, params, many, context)
        finally:
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def main(folder: Path) -> None:
    """Children die, each a little later than the one before, until one does not."""
    killed = 0
    for number in range(1, 1000):
        survived = [_child(folder, Death(number, after=after)) for after in (False, True)]
        killed += survived.count(False)
        if survived[0]:
            print(killed)  # noqa: T201
            return


def _child(folder: Path, death: Death) -> bool:
    child = os.fork()
    if child == 0:
        from cordboard.processes.worker.intake import Intake

        with connection.execute_wrapper(death):
            Intake(folder=folder).take()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]))
