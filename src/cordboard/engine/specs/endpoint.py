"""A phone's account as the engine needs it."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from cordboard.engine.names import REALM, CompanyKey, EndpointKey, company_key, endpoint_key
from cordboard.engine.specs import checks

_HEX = {"md5": re.compile(r"[0-9a-f]{32}"), "sha256": re.compile(r"[0-9a-f]{64}")}
_MAILBOX = re.compile(r"[0-9]{1,20}@t[a-z2-9]{16}")


class Codec(StrEnum):
    """Audio and video formats by the engine's names. Source: catalogue SCO-16, SCO-17."""

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


class MediaEncryption(StrEnum):
    """SRTP with keys in the session description, or DTLS for WebRTC. Source: RFC 4568, RFC 5764; SCO-182."""

    REQUIRED = "required"
    OFFERED = "offered"  # used where the other side can, calls stand without
    OFF = "off"


class Transport(StrEnum):
    """How SIP reaches a phone. Source: RFC 3261 section 18, RFC 7118 (WSS)."""

    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"
    WSS = "wss"


@dataclass(frozen=True, slots=True, kw_only=True)
class SipDigests:
    """Proofs of a password in our realm: enough to check a phone. Source: RFC 7616 section 3.4.2 (A1)."""

    md5: str = field(repr=False)
    sha256: str = field(repr=False)

    def __post_init__(self) -> None:
        checks.matches("md5", self.md5, _HEX["md5"], "32 hexadecimal digits")
        checks.matches("sha256", self.sha256, _HEX["sha256"], "64 hexadecimal digits")

    @classmethod
    def of(cls, user: str, password: str) -> "SipDigests":
        """The proofs of a user's password."""
        secret = f"{user}:{REALM}:{password}".encode()
        md5 = hashlib.md5(secret, usedforsecurity=False).hexdigest()
        return cls(md5=md5, sha256=hashlib.sha256(secret).hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSpec:
    """One account that phones register with; `key` is also its SIP user. Several contacts may share it.

    A phone whose transports hold WSS speaks WebRTC: its media is DTLS-SRTP whatever `encryption` says (RFC 8827).
    """

    key: EndpointKey
    company: CompanyKey
    digests: SipDigests
    name: str  # shown to those it calls; filtered when written
    extension: str
    codecs: tuple[Codec, ...]
    encryption: MediaEncryption = MediaEncryption.OFFERED
    transports: frozenset[Transport] = frozenset({Transport.UDP, Transport.TCP, Transport.TLS})
    language: str = "en"
    most_contacts: int = 1
    mailboxes: tuple[str, ...] = ()  # `box@context` whose lamp it shows
    keep_alive: timedelta = timedelta(seconds=60)  # between checks that a contact answers; zero: never

    def __post_init__(self) -> None:
        endpoint_key(self.key)
        company_key(self.company)
        checks.matches("extension", self.extension, checks.EXTENSION, "1 to 20 of 0-9 * #")
        checks.matches("language", self.language, checks.LANGUAGE, "a language such as en")
        checks.within("most_contacts", self.most_contacts, 1, 10)
        checks.within("keep_alive", self.keep_alive.total_seconds(), 0, 3600)
        checks.distinct("codecs", self.codecs)
        if not self.codecs or not self.transports:
            raise ValueError("an endpoint needs at least one codec and one transport")
        self._check_mailboxes()
        self._check_transports()

    @property
    def is_webrtc(self) -> bool:
        """Whether it is a browser."""
        return Transport.WSS in self.transports

    @property
    def is_secure_only(self) -> bool:
        """Whether it may call over TLS, WSS included, and over nothing else."""
        return self.transports <= {Transport.TLS, Transport.WSS}

    def _check_mailboxes(self) -> None:
        for mailbox in self.mailboxes:
            checks.matches("mailboxes", mailbox, _MAILBOX, "box@context")
            if mailbox.partition("@")[2] != self.company:
                raise ValueError(f"mailbox {mailbox} belongs to another company than endpoint {self.key}")

    def _check_transports(self) -> None:
        if self.is_webrtc and len(self.transports) > 1:
            raise ValueError("WSS stands alone: a browser's media cannot be a desk phone's")
