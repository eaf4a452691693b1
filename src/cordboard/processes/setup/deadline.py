"""Waits that end: for a process to be gone, for a condition to hold."""

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

LOOK_AGAIN_S = 0.1


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the monotonic clock."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """So many seconds from now."""
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.at - time.monotonic())


def wait_until(holds: Callable[[], bool], *, seconds: float, ended: Callable[[float], bool]) -> bool:
    """Whether it came to hold in time. `ended(s)` waits up to s seconds for the reason to give up (a process's end)."""
    deadline = Deadline.after(seconds)
    while not holds():
        if not deadline.left or ended(min(LOOK_AGAIN_S, deadline.left)):
            return holds()
    return True


class Watched:
    """A process of any parent, held by a descriptor, so that its number can't come to mean another. A context manager."""

    def __init__(self, pid: int) -> None:
        """Raises ProcessLookupError when it has gone."""
        self.pid = pid
        self._descriptor = os.pidfd_open(pid)

    def __enter__(self) -> "Watched":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def ended(self, seconds: float) -> bool:
        """Whether it ended within this time."""
        return bool(select.select([self._descriptor], [], [], seconds)[0])

    def signal(self, number: signal.Signals) -> None:
        """It got the signal, if it is still there."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, number)
