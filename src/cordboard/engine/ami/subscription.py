"""What happened in the engine, in order, with a notice wherever something may have been missed."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Self

from cordboard.engine.ami.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Resynchronised:
    """From here on events are complete again: read a snapshot now, then apply what follows.

    Events that follow may tell again what the snapshot already holds; apply them so that twice does no harm.
    """

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnected:
    """The engine is not connected; `Resynchronised` follows once it is again."""


Notice = Event | Resynchronised | Disconnected


class Subscription:
    """An asynchronous iterator over events; holds at most `most` of them.

    A reader too slow for that loses all that waited and gets `Resynchronised` in their place.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._waiting: deque[Notice] = deque()
        self._arrived = asyncio.Event()
        self._closed = False

    def put(self, notice: Notice) -> None:
        """Queue one notice for the reader."""
        if not isinstance(notice, Event):
            self._waiting.clear()  # what happened before the snapshot is in the snapshot, or lost with the engine
        elif len(self._waiting) >= self._most:
            self._waiting.clear()
            notice = Resynchronised(reason=f"more than {self._most} events waited for the reader")
        self._waiting.append(notice)
        self._arrived.set()

    def close(self) -> None:
        """End the iteration after what already waits."""
        self._closed = True
        self._arrived.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Notice:
        while not self._waiting:
            if self._closed:
                raise StopAsyncIteration
            self._arrived.clear()
            await self._arrived.wait()
        return self._waiting.popleft()
