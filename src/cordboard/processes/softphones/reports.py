"""What a phone reports by itself, as values; one JSON line each."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """The server holds a registration for `expires` more seconds."""

    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotRegistered:
    """The server holds no registration: unregistered (200) or refused."""

    status: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A call comes in and rings."""

    call: int
    name: str
    number: str
    headers: dict[str, str]  # of the INVITE, names in lower case, first value each (PJSIP only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """The far end rings."""

    call: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The call is up."""

    call: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """Audio flows."""

    call: int
    codec: str  # as in SDP: PCMA, G722, opus
    encrypted: bool
    recording: str  # path of the WAV that what is heard goes to


@dataclass(frozen=True, slots=True, kw_only=True)
class Digit:
    """The far end pressed a key."""

    call: int
    digit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferProgress:
    """What became of a transfer asked for; `final` when nothing more will come."""

    call: int
    status: int
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagesWaiting:
    """The lamp. Source: RFC 3842."""

    waiting: bool
    new: int
    old: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The call is over; a status of 200 means that it was up and somebody hung up."""

    call: int
    status: int
    reason: str


Report = (
    Registered | NotRegistered | Incoming | Ringing | Answered | Media | Digit | TransferProgress | MessagesWaiting | Ended
)  # fmt: skip
_BY_NAME: dict[str, type[Report]] = {
    kind.__name__: kind
    for kind in (
        Registered, NotRegistered, Incoming, Ringing, Answered, Media, Digit, TransferProgress, MessagesWaiting, Ended,
    )
}  # fmt: skip


def report_plain(report: Report) -> dict[str, Any]:
    """The report as JSON can carry it."""
    return {"report": type(report).__name__, **asdict(report)}


def report_read(plain: dict[str, Any]) -> Report:
    """The report that `plain` carried."""
    values = dict(plain)
    return _BY_NAME[values.pop("report")](**values)


def messages_waiting_read(body: str) -> MessagesWaiting:
    """The lamp in the body of a NOTIFY. Source: RFC 3842 section 5.2."""
    lines = dict(line.lower().split(":", 1) for line in body.splitlines() if ":" in line)
    new, _, old = lines.get("voice-message", "0/0").split("(")[0].strip().partition("/")
    return MessagesWaiting(
        waiting=lines.get("messages-waiting", "").strip() == "yes", new=_count(new), old=_count(old)
    )


def _count(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0
