"""A connection to the manager interface that comes back by itself."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from types import TracebackType
from typing import Self

from cordboard.base.errors import CordboardError
from cordboard.engine.ami.events import Event
from cordboard.engine.ami.framing import HeaderValue
from cordboard.engine.ami.login import ManagerAccount
from cordboard.engine.ami.response import Response
from cordboard.engine.ami.session import Session, session_open
from cordboard.engine.ami.subscription import Disconnected, Notice, Resynchronised, Subscription
from cordboard.engine.errors import EngineUnreachable

log = logging.getLogger(__name__)

BACK_OFF_FIRST = 0.1  # seconds
BACK_OFF_MOST = 5.0  # seconds
HEARTBEAT = timedelta(seconds=15)
NO_EVENTS = "off"


class ManagerConnection:
    """Signed in whenever the engine is there; used as `async with ManagerConnection(...) as manager`.

    `events` is the event mask of the login (`off`, `on`, or classes such as `call,system`); `only` narrows it to
    events of these names inside the engine, so that the others cost nothing here.
    """

    def __init__(
        self,
        *,
        port: int,
        user: str,
        secret: str,
        host: str = "127.0.0.1",
        events: str = NO_EVENTS,
        only: Sequence[str] = (),
        deadline: timedelta = timedelta(seconds=5),
    ) -> None:
        self._account = ManagerAccount(host=host, port=port, user=user, secret=secret, deadline=deadline)
        self._events = events
        self._only = only
        self._session: Session | None = None
        self._fault: CordboardError | None = None
        self._connected = asyncio.Event()
        self._subscriptions: set[Subscription] = set()
        self._keeper: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._keeper = asyncio.create_task(self._keep(), name="engine manager connection")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._keeper:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        for subscription in self._subscriptions:
            subscription.close()

    @property
    def connected(self) -> bool:
        """Whether the engine could be asked right now."""
        return self._connected.is_set()

    async def ready(self) -> None:
        """Signed in. Raises the last fault (EngineUnreachable, EngineRefused) when that takes longer than the deadline."""
        try:
            async with asyncio.timeout(self._account.deadline.total_seconds()):
                await self._connected.wait()
        except TimeoutError:
            raise self._fault or EngineUnreachable(
                address=self._account.address, reason="no connection yet"
            ) from None

    async def action(self, name: str, **headers: HeaderValue) -> Response:
        """The engine did it. Raises EngineRefused, or EngineUnreachable when the outcome is unknown.

        Lists become repeated headers, None leaves a header out; line breaks in a value raise ValueError.
        """
        session = await self._current()
        return (await session.action(name, headers)).checked()

    async def listing(self, name: str, **headers: HeaderValue) -> list[Event]:
        """The rows of a listing; none when there is nothing to list. Raises as `action` does."""
        session = await self._current()
        response, rows = await session.listing(name, headers)
        if not response.empty:
            response.checked()
        return rows

    @contextlib.contextmanager
    def subscribed(self, *, most: int = 10_000) -> Iterator[Subscription]:
        """Events from now on; the first thing read is always `Resynchronised`, as soon as there is a connection."""
        subscription = Subscription(most=most)
        self._subscriptions.add(subscription)
        if self.connected:
            subscription.put(Resynchronised(reason="subscribed"))
        try:
            yield subscription
        finally:
            self._subscriptions.discard(subscription)

    async def _current(self) -> Session:
        await self.ready()
        if self._session is None:
            raise EngineUnreachable(address=self._account.address, reason="the connection was just lost")
        return self._session

    async def _keep(self) -> None:
        pause = BACK_OFF_FIRST
        while True:
            try:
                self._session = await self._open()
                pause = BACK_OFF_FIRST
                await self._stay(self._session)
            except CordboardError as fault:
                self._note(fault)
            await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311  # spreads reconnections, guards nothing
            pause = min(pause * 2, BACK_OFF_MOST)

    async def _open(self) -> Session:
        session = await session_open(self._account, events=NO_EVENTS, on_event=self._tell)
        try:
            await self._listen(session)
        except BaseException:
            await session.close()
            raise
        return session

    async def _listen(self, session: Session) -> None:
        """Ask for events only once the filters stand, so that nothing else ever travels."""
        if self._events == NO_EVENTS:
            return
        for name in self._only:
            headers: dict[str, HeaderValue] = {
                "Operation": "Add",
                "MatchCriteria": f"action(include),name({name})",
            }
            (await session.action("Filter", headers)).checked()
        (await session.action("Events", {"EventMask": self._events})).checked()

    async def _stay(self, session: Session) -> None:
        self._fault = None
        self._connected.set()
        self._tell(Resynchronised(reason="connected"))
        try:
            await _heartbeat_until_closed(session)
        finally:
            self._connected.clear()
            self._session = None
            self._tell(Disconnected())
            await session.close()

    def _note(self, fault: CordboardError) -> None:
        if type(self._fault) is not type(fault):
            log.warning("engine manager connection: %s", fault)
        self._fault = fault

    def _tell(self, notice: Notice) -> None:
        for subscription in self._subscriptions:
            subscription.put(notice)


async def _heartbeat_until_closed(session: Session) -> None:
    """Return when the connection ends. Raises EngineUnreachable when the engine hangs without closing it."""
    while not session.closed.done():
        done, _ = await asyncio.wait([session.closed], timeout=HEARTBEAT.total_seconds())
        if not done:
            await session.action("Ping", {})
