"""Tickets by which `web`, which knows who a browser is, tells `live` what that browser may see."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

LIFE = timedelta(seconds=60)
LONGEST = 64 * 1024  # signs


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveTicket:
    """What its holder may see. A ticket opens one connection; the connection may outlive it."""

    companies: frozenset[str] | None  # keys `t…`; None: every company
    endpoints: frozenset[str] | None = None  # keys `e…` the view is narrowed to; None: all of these companies
    person: str | None = None  # who looks, for the log
    addresses: bool = False  # whether the network addresses of phones are shown
    expires: datetime


class TicketRefused(ValueError):
    """The ticket is not ours, was altered, or is too old. The text says which and may be shown."""


def live_ticket_make(
    *,
    key: str,
    moment: datetime,
    companies: frozenset[str] | None,
    endpoints: frozenset[str] | None = None,
    person: str | None = None,
    addresses: bool = False,
) -> str:
    """A ticket that is good for 60 seconds from `moment`."""
    claims = {
        "companies": "all" if companies is None else sorted(companies),
        "endpoints": "all" if endpoints is None else sorted(endpoints),
        "person": person,
        "addresses": addresses,
        "expires": int((moment + LIFE).timestamp()),
    }
    body = _text(json.dumps(claims, separators=(",", ":")).encode())
    return f"{body}.{_signature(key, body)}"


def live_ticket_verify(ticket: str, *, key: str, moment: datetime) -> LiveTicket:
    """What the ticket grants. Raises TicketRefused; nothing in a ticket is looked at before its signature holds."""
    body, _, signature = ticket.partition(".")
    expected = _signature(key, body)
    if len(ticket) > LONGEST or not hmac.compare_digest(expected.encode(), signature.encode()):
        raise TicketRefused("the ticket is not from this installation")
    granted = _granted(json.loads(_bytes(body)))
    if granted.expires <= moment:
        raise TicketRefused("the ticket has expired: ask for a new one")
    return granted


def _granted(claims: dict[str, Any]) -> LiveTicket:
    return LiveTicket(
        companies=_keys(claims["companies"]),
        endpoints=_keys(claims["endpoints"]),
        person=claims["person"],
        addresses=bool(claims["addresses"]),
        expires=datetime.fromtimestamp(claims["expires"], UTC),
    )


def _keys(claim: str | list[str]) -> frozenset[str] | None:
    return None if claim == "all" else frozenset(claim)


def _signature(key: str, body: str) -> str:
    return _text(hmac.digest(f"live ticket {key}".encode(), body.encode(), hashlib.sha256))


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
