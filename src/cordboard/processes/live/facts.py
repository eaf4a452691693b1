"""What the board holds: legs of calls and registrations, cut to what may be shown.

Names, numbers and user agents come from phones: they are text to be escaped by whoever shows them, bounded here.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any

from cordboard.engine.ami.events import ChannelEvent, ChannelFacts, ContactListed, ContactStatus

LONGEST_TEXT = 120
GONE = frozenset({"Removed"})
REACHABLE = frozenset(
    {"Reachable", "Created", "Updated", "NonQualified"}
)  # registered, and not known to be silent

_BORN = re.compile(r"(\d{9,11})\.\d+$")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_ADDRESS = re.compile(r"@?(\[[^\]]*\](?::\d+)?|[^;@>\[\]]+)(?=$|[;>])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One channel of a call."""

    id: str
    call: str  # id that the legs of a call share
    company: str
    endpoint: str  # empty for a leg that is no phone of ours
    name: str
    number: str
    dialled: str  # what the first leg of a call asked for
    state: str  # Down, Ring, Ringing, Up, Busy…
    bridge: str  # whom it hears; empty for nobody
    since: int  # epoch seconds

    def plain(self) -> dict[str, Any]:
        """The leg as it is told."""
        return {
            "endpoint": self.endpoint,
            "name": self.name,
            "number": self.number,
            "state": self.state.lower(),
            "since": self.since,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One address a phone is registered with."""

    id: str  # tells nothing of the address
    company: str
    endpoint: str
    uri: str
    status: str
    user_agent: str = ""
    address: str = ""
    transport: str = ""
    round_trip_ms: float | None = None
    is_detailed: bool = False  # whether the engine was asked for more than that it is there

    def updated(self, fresh: "Registration") -> "Registration":
        """This registration with the status of a later event, which knows no details."""
        return replace(self, status=fresh.status, round_trip_ms=fresh.round_trip_ms or self.round_trip_ms)

    def with_status_of(self, known: "Registration") -> "Registration":
        """This registration, full of details, with the status known from later events."""
        return replace(self, status=known.status, round_trip_ms=known.round_trip_ms or self.round_trip_ms)

    def plain(self, *, with_address: bool) -> dict[str, Any]:
        """The registration as it is told; the network address only to those allowed."""
        told = {
            "id": self.id,
            "endpoint": self.endpoint,
            "state": "reachable" if self.status in REACHABLE else "unreachable",
            "user_agent": self.user_agent,
            "transport": self.transport,
            "round_trip_ms": self.round_trip_ms,
        }
        return {**told, "address": self.address} if with_address else told


def leg_of(event: ChannelEvent, *, bridge: str, arrived: int) -> Leg:
    """The leg that a channel event describes; `arrived` dates channels whose id tells no time."""
    facts = event.channel
    born = _BORN.search(facts.unique_id)
    return Leg(
        id=facts.unique_id,
        call=facts.linked_id or facts.unique_id,
        company=facts.account_code,
        endpoint=facts.endpoint,
        name=shown(facts.caller_name),
        number=shown(facts.caller_number),
        dialled=dialled_by(facts),
        state=facts.state,
        bridge=bridge,
        since=int(born[1]) if born else arrived,
    )


def dialled_by(facts: ChannelFacts) -> str:
    """What the first leg of a call dialled; other legs run through the dialplan for reasons of their own."""
    is_first = facts.unique_id == facts.linked_id
    return shown(facts.extension) if is_first and facts.extension.strip("0123456789*#+") == "" else ""


def registration_of(event: ContactStatus, company: str) -> Registration:
    """The registration that a contact event describes."""
    return Registration(
        id=registration_id(event),
        company=company,
        endpoint=event.endpoint,
        uri=event.uri,
        status=event.status,
        user_agent=shown(event.user_agent),
        address=shown(event.get("ViaAddress") or address_in(event.uri)),
        transport=transport_in(event.uri),
        round_trip_ms=round_trip_ms(event),
        is_detailed=isinstance(event, ContactListed),
    )


def registration_id(event: ContactStatus) -> str:
    """A name for endpoint and address together that tells neither."""
    return hashlib.blake2b(f"{event.endpoint} {event.uri}".encode(), digest_size=9).hexdigest()


def round_trip_ms(event: ContactStatus) -> float | None:
    """How long the phone took to answer the last probe."""
    return None if event.round_trip_us is None else round(event.round_trip_us / 1000, 1)


def transport_in(uri: str) -> str:
    """How SIP reaches a contact. Source: RFC 3261 section 19.1.1 (udp when not told)."""
    for parameter in uri.lower().split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name == "transport":
            return shown(value.partition(">")[0])
    return "udp"


def address_in(uri: str) -> str:
    """Host and port of a SIP URI."""
    found = _ADDRESS.search(uri.partition("@")[2] or uri.partition(":")[2])
    return found[1] if found else ""


def shown(text: str) -> str:
    """The text without control signs, of bounded length."""
    return _CONTROL.sub(" ", text)[:LONGEST_TEXT]
