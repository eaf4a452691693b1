"""A Stasis application: calls the dialplan hands to Cordboard, and calls that Cordboard makes itself.

Two bounds keep an overload from growing: calls beyond `most_calls` are refused at once, and channels that no coroutine
of ours holds are hung up by a sweep. A call's legs never outlive its coroutine. Source: docs/adr/0027.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

from cordboard.base.errors import CordboardError
from cordboard.base.ids import opaque_id
from cordboard.engine.ari.events import Channel, Happening
from cordboard.engine.ari.leg import Leg, LegEnded
from cordboard.engine.ari.rest import RestConnection
from cordboard.engine.ari.stream import events_of
from cordboard.engine.call import HangupCause

log = logging.getLogger(__name__)

SWEEP = timedelta(seconds=15)
Flow = Callable[[Leg, tuple[str, ...]], Awaitable[None]]


class Application:
    """Registered with the engine for as long as the block runs, and again after every interruption.

    `flow` is run for each call that enters from the dialplan, with the arguments given there.
    """

    def __init__(
        self, rest: RestConnection, *, name: str, flow: Flow, most_calls: int = 50, sweep: timedelta = SWEEP
    ) -> None:
        self.name = name
        self._rest = rest
        self._flow = flow
        self._most_calls = most_calls
        self._sweep_every = sweep
        self._legs: dict[str, Leg] = {}
        self._calls: set[asyncio.Task[None]] = set()
        self._connected = asyncio.Event()
        self._keepers: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._keepers = [asyncio.create_task(self._listen()), asyncio.create_task(self._sweep())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        ending = [*self._keepers, *self._calls]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)

    async def ready(self) -> None:
        """Calls reach this application from now on."""
        await self._connected.wait()

    @property
    def connected(self) -> bool:
        """Whether the engine hands calls to this application right now."""
        return self._connected.is_set()

    @property
    def calls(self) -> int:
        """Calls in flight."""
        return len(self._calls)

    @contextlib.asynccontextmanager
    async def leg_create(
        self, target: str, *, caller_name: str = "", caller_number: str = ""
    ) -> AsyncIterator[Leg]:
        """A new leg to a device of the engine, not yet rung; hung up at the end of the block, whatever happened.

        The leg is in our hands (StasisStart seen) before the block begins, so that `dial` cannot race it.
        """
        channel = opaque_id("c")
        with self._held(channel) as leg:
            try:
                await self._rest.post("channels", "create", endpoint=target, app=self.name, channelId=channel)
                await leg.until(lambda: leg.entered)
                await self._show(leg, caller_name, caller_number)
                yield leg
            finally:
                await self._let_go(leg)

    @contextlib.asynccontextmanager
    async def bridge(self, *legs: Leg) -> AsyncIterator[str]:
        """The legs hear each other for as long as the block runs; the bridge's id."""
        bridge = opaque_id("b")
        await self._rest.post("bridges", bridge, type="mixing")
        try:
            channels = ",".join(leg.id for leg in legs)
            await self._rest.post("bridges", bridge, "addChannel", channel=channels)
            yield bridge
        finally:
            await self._rest.delete("bridges", bridge)

    async def _show(self, leg: Leg, name: str, number: str) -> None:
        for variable, value in (("CALLERID(name)", name), ("CALLERID(num)", number)):
            if value:
                await self._rest.post("channels", leg.id, "variable", variable=variable, value=value)

    @contextlib.contextmanager
    def _held(self, channel: str) -> Iterator[Leg]:
        leg = self._legs[channel] = Leg(self._rest, channel)
        try:
            yield leg
        finally:
            del self._legs[channel]

    async def _let_go(self, leg: Leg) -> None:
        if leg.ended:
            return
        try:
            await leg.hangup()
        except CordboardError as fault:
            log.warning("a leg of %s is left to the sweep: %s", self.name, fault)

    async def _listen(self) -> None:
        async for event in events_of(self._rest.account, self.name, self._connected):
            await self._take(event)

    async def _take(self, event: Happening) -> None:
        leg = self._legs.get(event.subject)
        if leg:
            await leg.take(event)
        elif event.kind == "StasisStart" and event.channel:
            self._enter(event, event.channel)

    def _enter(self, event: Happening, channel: Channel) -> None:
        full = len(self._calls) >= self._most_calls
        act = self._refuse(channel) if full else self._call(event, channel)
        task = asyncio.create_task(act)
        if not full:
            self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _refuse(self, channel: Channel) -> None:
        log.warning("application %s refuses a call: %s are in flight", self.name, len(self._calls))
        await Leg(self._rest, channel.id).hangup(HangupCause.CONGESTION)

    async def _call(self, event: Happening, channel: Channel) -> None:
        with self._held(channel.id) as leg:
            await leg.take(event)
            try:
                await self._flow(leg, event.arguments)
            except LegEnded:
                log.debug("the caller left application %s", self.name)
            except CordboardError as fault:
                log.error("a call in application %s ended early: %s", self.name, fault)
            except Exception:  # a fault of one flow must not be silent, nor touch other calls
                log.exception("a call in application %s failed", self.name)
            finally:
                await self._let_go(leg)

    async def _sweep(self) -> None:
        """Hang up channels that nobody holds in two looks in a row: left by a crash, a lost event or a restart."""
        suspects: set[str] = set()
        while True:
            await asyncio.sleep(self._sweep_every.total_seconds())
            with contextlib.suppress(CordboardError):
                stale = await self._unheld()
                for channel in stale & suspects:
                    log.warning("application %s hangs up a channel that nobody holds", self.name)
                    await self._rest.delete("channels", channel)
                suspects = stale

    async def _unheld(self) -> set[str]:
        held: dict[str, Any] = await self._rest.get("applications", self.name)
        return set(held.get("channel_ids", ())) - self._legs.keys()
