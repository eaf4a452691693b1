"""An event loop whose time jumps to the next timer, so that a minute of ringing costs no waiting."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

DEADLOCK_AFTER = 5.0  # real seconds in which a thread may still report


class JumpingLoop(asyncio.SelectorEventLoop):
    """Time stands still while anything can run, and jumps to the next timer when nothing can.

    Sockets and threads do not make time pass: such a loop is for coroutines that wait for each other and for time.
    """

    def __init__(self) -> None:
        self._moment = 0.0
        super().__init__(_JumpingSelector(self))

    def time(self) -> float:
        """Seconds of simulated time since the loop was made."""
        return self._moment

    def jump(self, seconds: float) -> None:
        """So much later."""
        self._moment += seconds


class _JumpingSelector(selectors.DefaultSelector):
    """Where the loop would sleep, it jumps; where it would sleep for ever, it fails, for nothing could wake it."""

    def __init__(self, loop: JumpingLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            ready = super().select(DEADLOCK_AFTER)
            if not ready:
                raise RuntimeError("everything waits and no timer is set: this would wait for ever")
            return ready
        ready = super().select(0)
        if not ready and timeout > 0:
            self._loop.jump(timeout)
        return ready


def simulated(story: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns, told on a loop of its own whose time jumps. Not to be called inside a loop."""
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(story)
