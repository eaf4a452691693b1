"""The FastAGI server: one task a call, as many as were agreed, none left behind."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from types import TracebackType
from typing import Self

from cordboard.engine.agi.body import AgiCall
from cordboard.engine.agi.connection import QUICK, AgiConnection
from cordboard.engine.agi.counting import CallCounts
from cordboard.engine.agi.protocol import LONGEST_LINE, MalformedTalk
from cordboard.engine.call import Call, CallEnded, HangupCause

log = logging.getLogger(__name__)

Script = Callable[[Call], Awaitable[None]]
_Decision = Callable[[AgiCall, str], Awaitable[None]]

_BACKLOG = 1024
_REFUSALS_AT_ONCE = 200


class AgiServer:
    """Answers the engine for every call; used as `async with AgiServer(...)`.

    `scripts` maps the path of the agi:// address to the flow that decides the call. A flow that returns ends the
    call. A flow that fails leaves the call alive to the engine's own plan, which then rings the dialled extension.
    `most` calls are decided at a time; `deadline` is how long the engine may take to answer what waits for nobody.
    """

    def __init__(
        self,
        *,
        scripts: Mapping[str, Script],
        port: int,
        host: str = "127.0.0.1",
        most: int = 2000,
        deadline: timedelta = QUICK,
    ) -> None:
        self._scripts = scripts
        self._deadline = deadline
        self._address = (host, port)
        self._most = most
        self._counts = CallCounts()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.answered = 0  # calls decided since the start
        self.refused = 0  # calls beyond the limit

    async def __aenter__(self) -> Self:
        host, port = self._address
        self._server = await asyncio.start_server(
            self.accept, host, port, limit=LONGEST_LINE, backlog=_BACKLOG
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.drain(timedelta(0))

    @property
    def healthy(self) -> bool:
        """Whether a new call would be decided here."""
        return self._server is not None and self._server.is_serving() and self.calls < self._most

    @property
    def calls(self) -> int:
        """Calls in hand."""
        return len(self._tasks)

    @property
    def port(self) -> int:
        """The port in use, also when 0 was asked for."""
        if self._server is None or not self._server.sockets:
            return self._address[1]
        return int(self._server.sockets[0].getsockname()[1])

    async def drain(self, grace: timedelta) -> None:
        """No call is accepted any more; those in hand had `grace` to end, the others were left to the engine.

        A conversation goes on without us: the engine holds it.
        """
        if self._server:
            self._server.close()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace.total_seconds())
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A connection of the engine was taken in hand."""
        if self.calls >= self._most + _REFUSALS_AT_ONCE:
            writer.close()
            return
        decide = self._decide if self.calls < self._most else self._refuse
        connection = AgiConnection(reader, writer, deadline=self._deadline)
        task = asyncio.create_task(self._serve(connection, decide), name="call")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, connection: AgiConnection, decide: _Decision) -> None:
        try:
            opening = await connection.opening()
            await decide(AgiCall(connection, opening, self._counts), opening.script)
        except (MalformedTalk, TimeoutError, EOFError, OSError):
            log.warning("a connection that does not speak FastAGI was closed")
        finally:
            await connection.close()

    async def _refuse(self, call: AgiCall, _: str) -> None:
        self.refused += 1
        log.warning("a call was refused: as many calls as agreed are in hand")
        await call.hangup(HangupCause.CONGESTION)

    async def _decide(self, call: AgiCall, script: str) -> None:
        flow = self._scripts.get(script)
        if flow is None:
            log.error("the engine asked for a script that does not exist; its own plan takes the call")
            return
        self.answered += 1
        try:
            with contextlib.suppress(CallEnded):
                await flow(call)
                await call.hangup()
        except Exception:
            log.exception("a call flow failed; the engine's own plan takes the call")
        finally:
            await call.finish()
