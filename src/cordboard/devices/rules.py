"""Pure decisions about devices."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from cordboard.devices.errors import CodecsMissing
from cordboard.devices.types import Codec, Encryption, SipDigests, Transport
from cordboard.journal.types import Actor

REALM = "cordboard"
_VIDEO = frozenset({Codec.H264, Codec.VP8})


def issue_of(sealed: str) -> str:
    """Which account a sealed password makes; passwords are sealed with new chance each time, so none comes twice."""
    return hashlib.sha256(sealed.encode()).hexdigest()[:16]


def is_owner(actor: Actor, owner: UUID | None) -> bool:
    """Whether the actor is this person and sits there alone: nobody acts for them."""
    return owner is not None and actor.person == str(owner) and actor.on_behalf_of is None


def encryption_in_force(*, chosen: Encryption, transport: Transport) -> Encryption:
    """Required over TLS and WSS, whatever was chosen: a key exchanged in the clear protects nothing, one in TLS does."""
    return Encryption.REQUIRED if transport in {Transport.TLS, Transport.WSS} else chosen


def codecs_check(codecs: Iterable[Codec]) -> list[Codec]:
    """The codecs in order, each once. Raises CodecsMissing when none carries audio."""
    ordered = list(dict.fromkeys(codecs))
    if not set(ordered) - _VIDEO:
        raise CodecsMissing
    return ordered


def digests_of(*, user: str, password: str) -> SipDigests:
    """The digests Asterisk checks a phone by. Source: RFC 7616 section 3.4.2 (HA1)."""
    text = f"{user}:{REALM}:{password}".encode()
    return SipDigests(
        md5=hashlib.md5(text, usedforsecurity=False).hexdigest(),  # what every phone on the market speaks
        sha256=hashlib.sha256(text).hexdigest(),
    )
