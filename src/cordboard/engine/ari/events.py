"""What the REST interface tells, as values. Source: Asterisk 22, rest-api/api-docs/events.json."""

from dataclasses import dataclass
from typing import Any, Self

GONE = frozenset({"ChannelDestroyed", "StasisEnd"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One leg of a call as the engine described it."""

    id: str
    name: str
    state: str  # Down, Ring, Ringing, Up, Busy…
    caller_name: str
    caller_number: str
    account_code: str
    language: str

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Self:
        """The channel that an event or an answer described."""
        caller = plain.get("caller", {})
        return cls(
            id=plain["id"],
            name=plain.get("name", ""),
            state=plain.get("state", ""),
            caller_name=caller.get("name", ""),
            caller_number=caller.get("number", ""),
            account_code=plain.get("accountcode", ""),
            language=plain.get("language", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event: its kind, the channel it is about (if any), and all of it."""

    kind: str
    channel: Channel | None
    plain: dict[str, Any]

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Self:
        """The event in a message; one without a known shape is read as an event about nothing."""
        about = plain.get("channel") or plain.get("peer")
        return cls(
            kind=str(plain.get("type", "")),
            channel=Channel.read(about) if isinstance(about, dict) and "id" in about else None,
            plain=plain,
        )

    @property
    def arguments(self) -> tuple[str, ...]:
        """What the dialplan handed to the application with the call."""
        return tuple(self.plain.get("args", ()))

    @property
    def subject(self) -> str:
        """Id of the channel that an event is about, also when it tells of it by an address only (playbacks)."""
        if self.channel:
            return self.channel.id
        target = self.plain.get("playback", {}).get("target_uri", "")
        return str(target).removeprefix("channel:") if str(target).startswith("channel:") else ""
