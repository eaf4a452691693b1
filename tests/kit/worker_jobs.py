"""Run by a test as a process of its own: a worker that knows a job which takes its time, and how to defer it.

`worker` runs the worker; `defer FILE` defers the job, which writes a line to the file, stays for a while, and writes another.
"""

import sys
import threading
from pathlib import Path

import django

STAY_S = 3.0


def dwell(file: str) -> None:
    """Writes that it came and that it went."""
    _line(file, "came")
    threading.Event().wait(STAY_S)
    _line(file, "went")


def _line(file: str, word: str) -> None:
    with Path(file).open("a") as opened:
        opened.write(f"{word}\n")


if __name__ == "__main__":
    django.setup()
    from cordboard.processes.jobs import job
    from cordboard.processes.worker.__main__ import main

    dwell.__module__ = "kit.worker_jobs"
    DWELL = job(dwell, apart_by=("file",))
    if sys.argv[1] == "worker":
        main()
    else:
        DWELL.defer(file=sys.argv[2])
