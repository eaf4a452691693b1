"""One leg of a call that an application holds."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from cordboard.base.ids import opaque_id
from cordboard.engine.ari.events import GONE, Channel, Happening
from cordboard.engine.ari.rest import RestConnection
from cordboard.engine.call import HangupCause


class LegEnded(Exception):  # an outcome, not a fault
    """The leg is gone, or left the application; nothing more can be asked of it."""

    def __init__(self, cause: int) -> None:
        super().__init__(f"the leg ended with cause {cause}")
        self.cause = cause


class Leg:
    """A channel in our hands: act on it, wait for what it does. All waits raise LegEnded once it is gone."""

    def __init__(self, rest: RestConnection, channel_id: str) -> None:
        self.id = channel_id
        self.channel: Channel | None = None
        self.entered = False
        self.digits = ""
        self._rest = rest
        self.ended = False
        self._cause = 0
        self._finished: set[str] = set()
        self._news = asyncio.Condition()

    async def answer(self) -> None:
        """The leg is up."""
        await self._rest.post("channels", self.id, "answer")
        await self.up()

    async def dial(self, *, within: timedelta) -> None:
        """A leg made by `Application.leg_create` was rung and answered. Raises LegEnded, or TimeoutError."""
        await self._rest.post("channels", self.id, "dial", timeout=int(within.total_seconds()))
        async with asyncio.timeout(within.total_seconds()):
            await self.up()

    async def up(self) -> None:
        """The leg has been answered."""
        await self.until(lambda: self.channel is not None and self.channel.state == "Up")

    async def play(self, *media: str) -> None:
        """Media (`sound:…`, `recording:…`) were played to the end."""
        playing = opaque_id("p")
        await self._rest.post("channels", self.id, "play", playing, media=",".join(media))
        await self.until(lambda: playing in self._finished)

    async def hangup(self, cause: HangupCause = HangupCause.NORMAL_CLEARING) -> None:
        """The leg is over, whether or not it was before."""
        await self._rest.delete("channels", self.id, reason_code=int(cause))

    async def until(self, true: Callable[[], bool]) -> None:
        """Return once `true`. Raises LegEnded when the leg is gone before."""
        async with self._news:
            await self._news.wait_for(lambda: true() or self.ended)
        if not true():
            raise LegEnded(self._cause)

    async def over(self) -> None:
        """The leg is gone."""
        await self.until(lambda: self.ended)

    async def take(self, event: Happening) -> None:
        """Learn from an event about this leg."""
        async with self._news:
            self._learn(event)
            self._news.notify_all()

    def _learn(self, event: Happening) -> None:
        self.channel = event.channel or self.channel
        self._cause = int(
            event.plain.get("cause") or self._cause
        )  # told by the request to hang up, or by the end
        match event.kind:
            case "StasisStart":
                self.entered = True
            case "ChannelDtmfReceived":
                self.digits += str(event.plain.get("digit", ""))
            case "PlaybackFinished":
                self._finished.add(str(event.plain.get("playback", {}).get("id", "")))
            case kind if kind in GONE:
                self.ended = True
            case _:
                pass
