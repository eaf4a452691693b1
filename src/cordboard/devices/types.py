"""What a device is, seen from outside the room."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Transport(StrEnum):
    """How a device reaches us. Source: RFC 3261 section 18, RFC 7118 (WSS)."""

    ANY = "any"  # UDP, TCP or TLS, as the phone chooses
    TLS = "tls"
    WSS = "wss"


class Encryption(StrEnum):
    """Whether audio is encrypted (SRTP). Over TLS and WSS it always is. Source: RFC 4568, RFC 5764; SCO-182."""

    REQUIRED = "required"
    OFFERED = "offered"
    OFF = "off"


class Codec(StrEnum):
    """Audio and video codecs a device may use, in the order of the company's preference. Source: catalogue SCO-16, SCO-17."""

    OPUS = "opus"
    G722 = "g722"
    ALAW = "alaw"
    ULAW = "ulaw"
    GSM = "gsm"
    SPEEX = "speex"
    ILBC = "ilbc"
    G726 = "g726"
    H264 = "h264"
    VP8 = "vp8"


DEFAULT_CODECS = (Codec.OPUS, Codec.G722, Codec.ALAW, Codec.ULAW, Codec.H264, Codec.VP8)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSummary:
    """A device without its secret."""

    id: UUID
    company: UUID
    key: str
    name: str
    person: UUID | None
    person_name: str
    transport: Transport
    encryption: Encryption
    codecs: tuple[Codec, ...]
    issue: str  # which of its accounts this is: another one with each new password, of which it tells nothing
    confirmed: bool  # its owner is known to hold it, so it opens their mailbox without a PIN (ADR 53)
    created: datetime

    @property
    def is_encrypted_only(self) -> bool:
        """Whether its calls are refused when they come over UDP or TCP (ADR 12)."""
        return self.transport is not Transport.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class SipAccount:
    """What a phone needs to register. Held only while it is shown, once; never logged or stored."""

    user: str
    password: str
    domain: str
    transport: Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class SipDigests:
    """Proofs of a password in our realm, enough to check a phone, not to be one. Source: RFC 7616 section 3.4.2."""

    md5: str
    sha256: str
