"""Processes that a killed supervisor left behind: found by marks no other process has, and ended."""

import contextlib
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cordboard.processes.setup.deadline import Watched
from cordboard.processes.setup.programs import MARK
from cordboard.processes.setup.supervisor_file import PID_FILE, SOCKET

PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """A process of this installation without a supervisor."""

    name: str
    pid: int


def leftovers_find(data: Path) -> tuple[Leftover, ...]:
    """The processes that this installation's supervisor started, known by what it put into their environment."""
    return tuple(_found(data))


def leftovers_end(data: Path) -> tuple[Leftover, ...]:
    """None is left, nor the files they held; returns those that were ended. Only when no supervisor answers."""
    found = leftovers_find(data)
    for leftover in sorted(found, key=lambda one: one.name == "db"):  # the database last
        _end(leftover)
    for stale in (data / "run" / SOCKET, data / "run" / PID_FILE):
        stale.unlink(missing_ok=True)
    _postmaster_file_check(data / "postgres")
    return found


def _found(data: Path) -> Iterator[Leftover]:
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        if pid != os.getpid() and (name := _name(folder, data)):
            yield Leftover(name=name, pid=pid)


def _name(folder: Path, data: Path) -> str:
    """The process's name in this installation; empty for everyone else's and for those that ended meanwhile.

    PostgreSQL's own children write over their environment, but they end with their parent.
    """
    try:
        variables = (folder / "environ").read_bytes().split(b"\0")
    except OSError:
        return ""
    if f"CORDBOARD_DATA={data}".encode() not in variables:
        return ""
    marks = [variable for variable in variables if variable.startswith(f"{MARK}=".encode())]
    return marks[0].partition(b"=")[2].decode() if marks else ""


def _end(leftover: Leftover) -> None:
    with contextlib.suppress(ProcessLookupError), Watched(leftover.pid) as process:
        process.signal(signal.SIGINT if leftover.name == "db" else signal.SIGTERM)
        if not process.ended(PATIENCE_S):
            process.signal(signal.SIGKILL)
            process.ended(PATIENCE_S)


def _postmaster_file_check(cluster: Path) -> None:
    """The server's lock file has gone when the process it names is not this cluster's: numbers come round again."""
    file = cluster / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, ValueError):
        pid = int(file.read_text().split("\n")[0])
        place = Path(f"/proc/{pid}/cwd")
        if not place.exists() or place.readlink() != cluster:
            file.unlink()
