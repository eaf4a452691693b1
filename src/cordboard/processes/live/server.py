"""The unix socket on which `web` (for browsers) and the command line (for itself) ask for the board.

The first message decides: a ticket opens a view, `{"type": "status"}` is answered once. Whoever may open the socket
file may ask for the status; `web` therefore sends its ticket first, and passes on a browser's messages only then.
"""

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, unix_serve
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode

from cordboard.base.tickets import TicketRefused, live_ticket_verify
from cordboard.processes.live.viewers import Viewer, Viewers
from cordboard.processes.live.views import View, counts

FIRST_MESSAGE_S = 5.0
LARGEST_MESSAGE = 64 * 1024  # bytes from a viewer
PING_S = 20.0
LAST_WORD_S = 5.0
TICKET_REFUSED = 4401  # close codes of our own, read by the page
TOO_SLOW = 4408
LONGEST_PATH = 107  # bytes of a unix socket's path. Source: unix(7)


class LiveServer:
    """Answers on the socket for as long as `serving` runs."""

    def __init__(self, viewers: Viewers, *, key: str, clock: Callable[[], datetime]) -> None:
        self._viewers = viewers
        self._key = key
        self._clock = clock

    @contextlib.asynccontextmanager
    async def serving(self, path: Path) -> AsyncIterator[Server]:
        """The socket file exists, for its owner only, and is answered. Raises ValueError when its path is too long."""
        _path_prepare(path)
        before = os.umask(0o177)
        try:
            server = await unix_serve(
                self._serve,
                str(path),
                max_size=LARGEST_MESSAGE,
                compression=None,
                ping_interval=PING_S,
                close_timeout=1,
            )
        finally:
            os.umask(before)
        async with server:
            yield server

    async def _serve(self, connection: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            try:
                first = await asyncio.wait_for(connection.recv(), FIRST_MESSAGE_S)
            except TimeoutError:
                await connection.close(CloseCode.POLICY_VIOLATION, "the ticket did not come in time")
                return
            await self._answer(connection, _message(first))

    async def _answer(self, connection: ServerConnection, message: dict[str, Any]) -> None:
        if message.get("type") == "status":
            await connection.send(json.dumps(self.status()))
            return
        try:
            ticket = live_ticket_verify(str(message.get("ticket", "")), key=self._key, moment=self._clock())
        except TicketRefused as refused:
            await connection.close(TICKET_REFUSED, str(refused))
            return
        viewer = self._viewers.enter(View(ticket=ticket))
        try:
            await self._show(connection, viewer)
        finally:
            self._viewers.leave(viewer)

    async def _show(self, connection: ServerConnection, viewer: Viewer) -> None:
        """Tell until the viewer leaves, or falls too far behind."""
        await _first_of(
            self._tell(connection, viewer), self._listen(connection, viewer), viewer.too_slow.wait()
        )
        self._viewers.leave(viewer)
        if viewer.too_slow.is_set():
            await _cut(connection)

    async def _tell(self, connection: ServerConnection, viewer: Viewer) -> None:
        while True:
            await connection.send(await viewer.messages.get())

    async def _listen(self, connection: ServerConnection, viewer: Viewer) -> None:
        """A viewer that missed something asks for a snapshot; nothing else is expected of it."""
        async for received in connection:
            if _message(received).get("type") == "snapshot":
                self._viewers.snapshot(viewer)

    def status(self) -> dict[str, Any]:
        """Counts by company and in all."""
        companies = {company: counts(state) for company, state in sorted(self._viewers.states.items())}
        return {
            "type": "status",
            "engine": self._viewers.engine,
            "viewers": len(self._viewers),
            "calls": sum(one["calls"] for one in companies.values()),
            "registrations": sum(one["registrations"] for one in companies.values()),
            "companies": companies,
        }


async def _cut(connection: ServerConnection) -> None:
    """The viewer is told why, if it reads on soon; it is cut off anyhow."""
    try:
        await asyncio.wait_for(connection.close(TOO_SLOW, "too slow: ask again for a snapshot"), LAST_WORD_S)
    except TimeoutError:
        connection.transport.abort()


async def _first_of(*acts: Awaitable[object]) -> None:
    """Return when the first is done; the others are cancelled."""
    tasks = [asyncio.ensure_future(act) for act in acts]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        with contextlib.suppress(ConnectionClosed):
            task.result()


def _message(received: str | bytes) -> dict[str, Any]:
    """The object in a message; an empty one when there is none."""
    try:
        plain = json.loads(received)
    except ValueError:
        return {}
    return plain if isinstance(plain, dict) else {}


def _path_prepare(path: Path) -> None:
    if len(os.fsencode(path)) > LONGEST_PATH:
        raise ValueError(f"{path} is too long for a unix socket: choose a data folder with a shorter path")
    if _answers(path):
        raise ValueError(f"another live process answers at {path}: stop it first")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0
