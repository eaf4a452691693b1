"""One signed-in connection to the manager interface. It lives once; `client` opens the next."""

import asyncio
import contextlib
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

from cordboard.engine.ami.events import Event, event_read
from cordboard.engine.ami.framing import FramingBroken, HeaderValue, Message, MessageParser, action_bytes
from cordboard.engine.ami.login import ManagerAccount, login_headers
from cordboard.engine.ami.response import Response, listing_ended
from cordboard.engine.errors import EngineUnreachable, fault_reason

CHUNK = 64 * 1024


@dataclass(slots=True, kw_only=True)
class _Pending:
    """An action that waits for its answer, and for the rows of its listing."""

    action: str
    listing: bool
    answer: asyncio.Future[Response]
    rows: list[Event] = field(default_factory=list)
    response: Response | None = None


class Session:
    """One TCP connection. Use `session_open`; after `closed` is done nothing works any more."""

    def __init__(
        self,
        *,
        account: ManagerAccount,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        on_event: Callable[[Event], None],
    ) -> None:
        self.account = account
        self._reader = reader
        self._writer = writer
        self._on_event = on_event
        self._numbers = itertools.count(1)
        self._pending: dict[str, _Pending] = {}
        self._reason = "the connection was closed"
        self.closed = asyncio.create_task(self._read())

    async def action(self, name: str, headers: dict[str, HeaderValue]) -> Response:
        """The engine's answer, error or not. Raises EngineUnreachable when none comes in time."""
        return (await self._ask(name, headers, listing=False)).answer.result()

    async def listing(self, name: str, headers: dict[str, HeaderValue]) -> tuple[Response, list[Event]]:
        """The answer and the rows of a listing."""
        pending = await self._ask(name, headers, listing=True)
        return pending.answer.result(), pending.rows

    async def close(self) -> None:
        """End the connection; whoever still waits is told."""
        self.closed.cancel()
        await asyncio.wait([self.closed])

    async def _ask(self, name: str, headers: dict[str, HeaderValue], *, listing: bool) -> _Pending:
        action_id = str(next(self._numbers))
        line = action_bytes(name, action_id, headers)
        if self.closed.done():
            raise self._unreachable(self._reason)
        pending = _Pending(action=name, listing=listing, answer=asyncio.get_running_loop().create_future())
        self._pending[action_id] = pending
        try:
            await self._exchange(line, pending)
        finally:
            self._pending.pop(action_id, None)
        return pending

    async def _exchange(self, line: bytes, pending: _Pending) -> None:
        try:
            async with asyncio.timeout(self.account.deadline.total_seconds()):
                self._writer.write(line)
                await self._writer.drain()
                await pending.answer
        except TimeoutError:
            seconds = f"{self.account.deadline.total_seconds():g}"
            raise self._unreachable(f"no answer to {pending.action} within {seconds} s") from None
        except OSError as fault:
            raise self._unreachable(fault_reason(fault)) from fault

    async def _read(self) -> None:
        parser = MessageParser()
        try:
            while received := await self._reader.read(CHUNK):
                for message in parser.feed(received):
                    self._take(message)
            self._reason = "the engine closed the connection"
        except (OSError, FramingBroken) as fault:
            self._reason = fault_reason(fault)
        finally:
            self._end()

    def _end(self) -> None:
        for pending in self._pending.values():
            if not pending.answer.done():
                pending.answer.set_exception(self._unreachable(self._reason))
        with contextlib.suppress(OSError, RuntimeError):
            self._writer.close()

    def _take(self, message: Message) -> None:
        pending = self._pending.get(message.get("ActionID"))
        if message.get("Response"):
            if pending:
                self._take_response(pending, Response(action=pending.action, message=message))
        elif pending and pending.listing:
            self._take_row(pending, message)
        elif message.get("Event"):
            self._on_event(event_read(message))

    def _take_response(self, pending: _Pending, response: Response) -> None:
        pending.response = response
        if (response.refused or not pending.listing) and not pending.answer.done():
            pending.answer.set_result(response)

    def _take_row(self, pending: _Pending, message: Message) -> None:
        if not listing_ended(message):
            pending.rows.append(event_read(message))
        elif pending.response and not pending.answer.done():
            pending.answer.set_result(pending.response)

    def _unreachable(self, reason: str) -> EngineUnreachable:
        return EngineUnreachable(address=self.account.address, reason=reason)


async def session_open(account: ManagerAccount, *, events: str, on_event: Callable[[Event], None]) -> Session:
    """A connection, signed in. Raises EngineUnreachable, or EngineRefused when the password is wrong."""
    session = await _connect(account, on_event)
    try:
        await _sign_in(session, account, events)
    except BaseException:
        await session.close()
        raise
    return session


async def _connect(account: ManagerAccount, on_event: Callable[[Event], None]) -> Session:
    try:
        async with asyncio.timeout(account.deadline.total_seconds()):
            reader, writer = await asyncio.open_connection(account.host, account.port)
    except (OSError, TimeoutError) as fault:
        raise EngineUnreachable(address=account.address, reason=fault_reason(fault)) from None
    return Session(account=account, reader=reader, writer=writer, on_event=on_event)


async def _sign_in(session: Session, account: ManagerAccount, events: str) -> None:
    challenge = (await session.action("Challenge", {"AuthType": "MD5"})).checked()
    headers = dict(login_headers(account, challenge.get("Challenge"), events))
    (await session.action("Login", headers)).checked()
