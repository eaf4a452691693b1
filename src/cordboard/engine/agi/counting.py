"""Turns at a company's call counts, so that two calls arriving together can not both take the last place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class CallCounts:
    """One turn at a time for each company; the counts themselves live in the engine and outlive this process."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}
        self._waiting: dict[str, int] = {}

    @asynccontextmanager
    async def turn(self, company: str) -> AsyncIterator[None]:
        """This company's counts are changed by nobody else meanwhile."""
        lock = self._locks.setdefault(company, asyncio.Lock())
        self._waiting[company] = self._waiting.get(company, 0) + 1
        try:
            async with lock:
                yield
        finally:
            self._leave(company)

    def _leave(self, company: str) -> None:
        self._waiting[company] -= 1
        if not self._waiting[company]:
            del self._waiting[company], self._locks[company]
