"""Events of the engine as values. Those Cordboard reads have a class of their own; all others pass as `Event`.

Source: Asterisk 22 documentation, "AMI Events"; header names are theirs, field names are ours.
"""

from dataclasses import dataclass
from typing import Self

from cordboard.engine.ami.framing import Message

UNKNOWN = frozenset({"<unknown>", "<none>"})  # how the engine writes an empty name or number


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in the engine, or one row of a listing."""

    name: str
    message: Message

    def get(self, key: str, default: str = "") -> str:
        """A header of the event."""
        return self.message.get(key, default)

    @classmethod
    def read(cls, message: Message) -> Self:
        """The event in a message."""
        return cls(name=message.get("Event"), message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """What the engine says about one channel wherever it names one."""

    name: str
    unique_id: str
    linked_id: str
    state: str  # Down, Ring, Ringing, Up, Busy…
    caller_name: str
    caller_number: str
    connected_name: str
    connected_number: str
    account_code: str
    context: str
    extension: str

    @property
    def endpoint(self) -> str:
        """The endpoint of a SIP channel `PJSIP/<endpoint>-<serial>`; empty for other channels."""
        technology, _, rest = self.name.partition("/")
        return rest.rpartition("-")[0] if technology == "PJSIP" else ""


def channel_facts(headers: dict[str, str], prefix: str = "") -> ChannelFacts:
    """The channel block of a message; `prefix` is `dest` for the called side of a dial."""

    def text(key: str) -> str:
        value = headers.get(prefix + key, "")
        return "" if value in UNKNOWN else value

    return ChannelFacts(
        name=text("channel"),
        unique_id=text("uniqueid"),
        linked_id=text("linkedid"),
        state=text("channelstatedesc"),
        caller_name=text("calleridname"),
        caller_number=text("calleridnum"),
        connected_name=text("connectedlinename"),
        connected_number=text("connectedlinenum"),
        account_code=text("accountcode"),
        context=text("context"),
        extension=text("exten"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEvent(Event):
    """An event about one channel; after it the channel is as `channel` says."""

    channel: ChannelFacts

    @classmethod
    def read(cls, message: Message) -> Self:
        return cls(name=message.get("Event"), message=message, channel=channel_facts(message.lowered()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Newchannel(ChannelEvent):
    """A channel exists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newstate(ChannelEvent):
    """A channel rings, is answered…"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccountCode(ChannelEvent):
    """A channel belongs to another company from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCallerid(ChannelEvent):
    """A channel shows another caller."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConnectedLine(ChannelEvent):
    """A channel is told of another party at the far end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExten(ChannelEvent):
    """A channel runs another step of the dialplan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreShowChannel(ChannelEvent):
    """A row of the listing `CoreShowChannels`."""

    @property
    def seconds(self) -> int:
        """For how long the channel has existed."""
        hours, _, rest = self.get("Duration", "0:0:0").partition(":")
        minutes, _, seconds = rest.partition(":")
        return int(hours) * 3600 + int(minutes) * 60 + int(seconds)

    @property
    def bridge(self) -> str:
        """The bridge the channel is in; empty outside a bridge."""
        return self.get("BridgeId")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hangup(ChannelEvent):
    """A channel is gone."""

    @property
    def cause(self) -> int:
        """Q.850 number of the reason."""
        return _number(self.get("Cause"))


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeEvent(ChannelEvent):
    """A channel joins or leaves others."""

    @property
    def bridge(self) -> str:
        """The bridge's id."""
        return self.get("BridgeUniqueid")


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeEnter(BridgeEvent):
    """A channel hears those in the bridge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BridgeLeave(BridgeEvent):
    """A channel hears the bridge no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialEvent(Event):
    """One channel calls another. `channel` is empty when the engine itself calls."""

    channel: ChannelFacts
    destination: ChannelFacts

    @classmethod
    def read(cls, message: Message) -> Self:
        headers = message.lowered()
        return cls(
            name=message.get("Event"),
            message=message,
            channel=channel_facts(headers),
            destination=channel_facts(headers, "dest"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DialBegin(DialEvent):
    """The called channel is being rung."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialEnd(DialEvent):
    """Ringing ended; `outcome` is ANSWER, BUSY, NOANSWER, CANCEL, CHANUNAVAIL, CONGESTION…"""

    @property
    def outcome(self) -> str:
        """How it ended, in the engine's word."""
        return self.get("DialStatus")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactStatus(Event):
    """One registered address of an endpoint: a `ContactStatus` event.

    `status` is Created (registered), Removed, Updated, Reachable, Unreachable, NonQualified, Unknown.
    """

    endpoint: str
    aor: str
    uri: str
    status: str
    user_agent: str
    round_trip_us: int | None  # microseconds; None until the contact was probed

    @classmethod
    def read(cls, message: Message) -> Self:
        return cls(
            name=message.get("Event"),
            message=message,
            endpoint=message.get("EndpointName") or message.get("Endpoint"),
            aor=message.get("AOR"),
            uri=message.get("URI"),
            status=message.get("ContactStatus") or message.get("Status"),
            user_agent=message.get("UserAgent"),
            round_trip_us=_microseconds(message.get("RoundtripUsec")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactListed(ContactStatus):
    """A row of `PJSIPShowContacts` or of an endpoint's own listing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceStateChange(Event):
    """A device is idle, ringing, in use…; `device` as the engine names it, e.g. `PJSIP/<endpoint>`."""

    device: str
    state: str

    @classmethod
    def read(cls, message: Message) -> Self:
        name, device, state = message.get("Event"), message.get("Device"), message.get("State")
        return cls(name=name, message=message, device=device, state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWaiting(Event):
    """A mailbox `box@context` changed; counts are messages not yet heard and heard."""

    mailbox: str
    new: int
    old: int

    @classmethod
    def read(cls, message: Message) -> Self:
        return cls(
            name=message.get("Event"),
            message=message,
            mailbox=message.get("Mailbox"),
            new=_number(message.get("New")),
            old=_number(message.get("Old")),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FullyBooted(Event):
    """The engine has loaded everything and takes calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shutdown(Event):
    """The engine is about to stop."""


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _microseconds(text: str) -> int | None:
    return int(text) if text.isdecimal() and int(text) else None


_TYPED: tuple[type[Event], ...] = (
    Newchannel, Newstate, NewAccountCode, NewCallerid, NewConnectedLine, NewExten, CoreShowChannel, Hangup,
    BridgeEnter, BridgeLeave, DialBegin, DialEnd, ContactStatus, DeviceStateChange, MessageWaiting, FullyBooted,
    Shutdown,
)  # fmt: skip
_BY_NAME: dict[str, type[Event]] = {
    **{kind.__name__: kind for kind in _TYPED},
    "ContactStatusDetail": ContactListed,
    "ContactList": ContactListed,
}


def event_read(message: Message) -> Event:
    """The event a message carries, of its own class where Cordboard has one."""
    return _BY_NAME.get(message.get("Event"), Event).read(message)
