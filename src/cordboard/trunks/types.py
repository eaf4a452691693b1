"""Lines to the outside: as calls see them, and as pages do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar
from uuid import UUID


class Side(StrEnum):
    """Who proves to whom who he is. Source: catalogue WDX-145, WDX-146, EXC-35."""

    REGISTERS = "registers"  # we register with the carrier
    REGISTERED = "registered"  # the other side registers with us
    TRUSTED = "trusted"  # the other side is known by its addresses


class Transport(StrEnum):
    """How SIP reaches the other side."""

    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"


class Encryption(StrEnum):
    """SRTP on the line. Source: RFC 4568."""

    OFF = "off"
    OFFERED = "offered"
    REQUIRED = "required"


class Dtmf(StrEnum):
    """How keys travel. Source: RFC 4733, RFC 6086."""

    RFC4733 = "rfc4733"
    INFO = "info"
    INBAND = "inband"
    AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkEntry:
    """A trunk as calls see it."""

    id: str
    name: str
    key: str  # its endpoint
    caller: str = ""  # number it presents when the caller has none that it may present
    callers: tuple[
        str, ...
    ] = ()  # numbers that it may present besides; empty: the company's own direct numbers
    most_calls: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunksPart:
    """What calls need to know of it: the room's part of a company's snapshot."""

    name: ClassVar[str] = "trunks"

    trunks: Mapping[str, TrunkEntry] = field(default_factory=dict)  # by id


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkSettings:
    """A trunk as its administrator settles it. Source: catalogue WDX-145."""

    name: str
    side: Side = Side.REGISTERS
    host: str = ""
    port: int = 5060
    user: str = ""
    from_user: str = ""
    domain: str = ""
    outbound_proxy: str = ""
    addresses: tuple[str, ...] = ()
    transport: Transport = Transport.UDP
    encryption: Encryption = Encryption.OFF
    codecs: tuple[str, ...] = ("alaw", "ulaw")
    dtmf: Dtmf = Dtmf.RFC4733
    trusts_identity: bool = False
    caller: str = ""
    callers: tuple[str, ...] = ()
    most_calls: int | None = None
    keep_alive: int = 60  # seconds; 0: never


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkSummary:
    """A trunk, without its password."""

    id: UUID
    key: str
    settings: TrunkSettings
