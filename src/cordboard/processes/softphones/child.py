"""The process behind a phone, seen from the one who steers it: orders out, answers and reports in."""

import asyncio
import itertools
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from cordboard.processes.softphones.account import Stack
from cordboard.processes.softphones.reports import Report, report_read

LAST_WORD_S = 5.0  # between the end of its orders and the end of the process


class OrderRefused(Exception):  # becomes PhoneBroken, with the order's name
    """The process could not do what it was told, or is gone."""


class Child:
    """A running phone process. `on_report` is awaited for each report, and once with None when the process ended."""

    def __init__(
        self, process: asyncio.subprocess.Process, on_report: Callable[[Report | None], Awaitable[None]]
    ) -> None:
        self.process = process
        self.ended = False
        self._on_report = on_report
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._reader = asyncio.create_task(self._read())

    async def ask(self, order: str, values: Mapping[str, object]) -> Any:
        """The order's result. Raises OrderRefused."""
        number = next(self._numbers)
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            self._send({"id": number, "order": order, **values})
            return await answer
        finally:
            del self._waiting[number]

    async def end(self) -> None:
        """The process is gone: politely, else killed."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            async with asyncio.timeout(LAST_WORD_S):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
        await self._reader

    def _send(self, plain: Mapping[str, object]) -> None:
        if self.ended or self.process.stdin is None:
            raise OrderRefused("its process ended")
        self.process.stdin.write(json.dumps(plain).encode() + b"\n")

    async def _read(self) -> None:
        async for line in self.process.stdout or ():  # type: ignore[union-attr]  # a pipe, asked for at the start
            await self._take(json.loads(line))
        self.ended = True
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(OrderRefused("its process ended"))
        await self._on_report(None)

    async def _take(self, plain: dict[str, Any]) -> None:
        if "report" in plain:
            await self._on_report(report_read(plain))
            return
        answer = self._waiting.get(plain["id"])
        if answer is None or answer.done():
            return
        if "fault" in plain:
            answer.set_exception(OrderRefused(plain["fault"]))
        else:
            answer.set_result(plain["done"])


async def child_start(
    stack: Stack, *, log: Path, on_report: Callable[[Report | None], Awaitable[None]]
) -> Child:
    """The process of a phone on this stack runs; what it complains of goes to `log`."""
    pipe = asyncio.subprocess.PIPE
    module = f"cordboard.processes.softphones.{stack}"
    with log.open("ab") as complaints:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, stdin=pipe, stdout=pipe, stderr=complaints, env=_environment()
        )
    return Child(process, on_report)


def _environment() -> dict[str, str]:
    """The process finds the same packages as this one, wherever they came from."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUNBUFFERED": "1"}
