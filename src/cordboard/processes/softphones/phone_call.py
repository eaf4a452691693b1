"""One call of a software phone, as whoever steers the phone sees it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from cordboard.processes.softphones.account import PhoneAccount
from cordboard.processes.softphones.errors import CallFailed
from cordboard.processes.softphones.reports import (
    Answered,
    Digit,
    Ended,
    Incoming,
    Media,
    Report,
    Ringing,
    TransferProgress,
)

PATIENCE = timedelta(seconds=10)


class Steered(Protocol):
    """The phone a call belongs to."""

    account: PhoneAccount

    async def order(
        self,
        order: str,
        values: Mapping[str, object] | None = None,
        *,
        awaited: str = "",
        within: timedelta = PATIENCE,
    ) -> Any:
        """An order was carried out; its result."""

    async def until(self, true: Callable[[], bool], awaited: str, within: timedelta = PATIENCE) -> None:
        """Return once `true`."""


class PhoneCall:
    """One call of a phone; what is known of it grows as the phone reports."""

    def __init__(self, phone: Steered, number: int) -> None:
        self._phone = phone
        self.number = number
        self.coming: Incoming | None = None
        self.rang = False
        self.up = False
        self.media: Media | None = None
        self.digits = ""
        self.transfer_progress: list[TransferProgress] = []
        self.end: Ended | None = None

    @property
    def caller_name(self) -> str:
        """The name an incoming call showed."""
        return self.coming.name if self.coming else ""

    @property
    def caller_number(self) -> str:
        """The number an incoming call showed."""
        return self.coming.number if self.coming else ""

    @property
    def recording(self) -> Path:
        """What this call heard, as a WAV file. Raises ValueError before audio flows."""
        if self.media is None:
            raise ValueError("this call has no audio yet: await `audio()` first")
        return Path(self.media.recording)

    async def answer(self) -> None:
        """The call is accepted, and up."""
        await self._order("answer")
        await self.answered()

    async def refuse(self, status: int = 486) -> None:
        """The call is refused with a SIP status; the baresip stack knows 486 only."""
        await self._order("refuse", status=status)

    async def hangup(self) -> Ended:
        """The call is over."""
        await self._order("hangup")
        return await self.ended()

    async def hold(self) -> None:
        """The far end is being held."""
        await self._order("hold")

    async def resume(self) -> None:
        """The far end is held no more."""
        await self._order("resume")

    async def press(self, digits: str) -> None:
        """Keys are pressed. Source: RFC 4733."""
        await self._order("digits", digits=digits)

    async def play(self, wav: Path, *, again: bool = True) -> None:
        """A WAV file (mono, 16 bit) is sent, over and over unless told once."""
        await self._order("play", wav=str(wav), again=again)

    async def silence(self) -> None:
        """Nothing is sent any more."""
        await self._order("silence")

    async def transfer(self, target: str) -> None:
        """The far end was asked to call `target` (blind transfer)."""
        await self._order("transfer", target=target)

    async def transfer_to(self, other: "PhoneCall") -> None:
        """The far end was asked to talk to the far end of `other` (attended transfer)."""
        await self._order("transfer_to", other=other.number)

    async def ringing(self, within: timedelta = PATIENCE) -> None:
        """The far end rings (or already answered)."""
        await self._until(lambda: self.rang or self.up, "ringing", within)

    async def answered(self, within: timedelta = PATIENCE) -> None:
        """The call is up. Raises CallFailed when it ended instead."""
        await self._until(lambda: self.up, "an answer", within)

    async def audio(self, within: timedelta = PATIENCE) -> Media:
        """How audio flows, once it does."""
        await self._until(lambda: self.media is not None, "audio", within)
        assert self.media is not None  # noqa: S101  # just waited for
        return self.media

    async def hears(self, frequency: float, within: timedelta = PATIENCE) -> None:
        """A tone of this frequency is heard from now on. Raises NothingHappened when it is not in time."""
        await self._listen(frequency, f"a tone of {frequency:g} Hz", within)

    async def hears_sound(self, within: timedelta = PATIENCE) -> None:
        """Anything but silence is heard from now on."""
        await self._listen(None, "any sound", within)

    async def pressed(self, digits: str, within: timedelta = PATIENCE) -> None:
        """The far end has pressed these keys, in this order."""
        await self._until(lambda: digits in self.digits, f"keys {digits}", within)

    async def transferred(self, within: timedelta = PATIENCE) -> TransferProgress:
        """The last word on a transfer asked for."""
        await self._phone.until(
            lambda: any(one.final for one in self.transfer_progress), "a transfer", within
        )
        return self.transfer_progress[-1]

    async def ended(self, within: timedelta = PATIENCE) -> Ended:
        """How the call ended, once it has."""
        await self._phone.until(lambda: self.end is not None, "the end of a call", within)
        assert self.end is not None  # noqa: S101  # just waited for
        return self.end

    def take(self, report: Report) -> None:
        """Learn from a report about this call."""
        match report:
            case Incoming():
                self.coming = report
            case Ringing():
                self.rang = True
            case Answered():
                self.up = True
            case Media():
                self.media = report
            case Digit():
                self.digits += report.digit
            case TransferProgress():
                self.transfer_progress.append(report)
            case Ended():
                self.end = report
            case _:
                pass

    async def _order(self, order: str, **values: object) -> None:
        await self._phone.order(order, {"call": self.number, **values})

    async def _listen(self, frequency: float | None, awaited: str, within: timedelta) -> None:
        await self.audio(within)
        values = {"call": self.number, "frequency": frequency}
        await self._phone.order("hear", values, awaited=awaited, within=within)

    async def _until(self, true: Callable[[], bool], awaited: str, within: timedelta) -> None:
        await self._phone.until(lambda: true() or self.end is not None, awaited, within)
        if not true() and self.end is not None:
            user = self._phone.account.user
            raise CallFailed(user=user, awaited=awaited, status=self.end.status, reason=self.end.reason)
