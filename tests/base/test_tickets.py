"""A live ticket grants what it says, for a minute, and nothing when touched."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordboard.base.tickets import LiveTicket, TicketRefused, live_ticket_make, live_ticket_verify

pytestmark = pytest.mark.pure

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = "one installation's key"
NAMES = st.frozensets(st.text(alphabet="abcxyz23", min_size=1, max_size=17), max_size=5)


@settings(deadline=None)
@given(
    companies=st.none() | NAMES,
    endpoints=st.none() | NAMES,
    person=st.none() | st.text(),
    addresses=st.booleans(),
)
def test_a_ticket_grants_what_it_was_made_for(
    companies: frozenset[str] | None, endpoints: frozenset[str] | None, person: str | None, addresses: bool
) -> None:
    ticket = live_ticket_make(
        key=KEY, moment=NOW, companies=companies, endpoints=endpoints, person=person, addresses=addresses
    )
    assert live_ticket_verify(ticket, key=KEY, moment=NOW) == LiveTicket(
        companies=companies,
        endpoints=endpoints,
        person=person,
        addresses=addresses,
        expires=NOW + timedelta(seconds=60),
    )


def test_a_ticket_dies_after_a_minute() -> None:
    ticket = live_ticket_make(key=KEY, moment=NOW, companies=None)
    assert live_ticket_verify(ticket, key=KEY, moment=NOW + timedelta(seconds=59))
    with pytest.raises(TicketRefused, match="expired"):
        live_ticket_verify(ticket, key=KEY, moment=NOW + timedelta(seconds=60))


def test_a_ticket_of_another_installation_is_refused() -> None:
    ticket = live_ticket_make(key="another key", moment=NOW, companies=None)
    with pytest.raises(TicketRefused, match="not from this installation"):
        live_ticket_verify(ticket, key=KEY, moment=NOW)


@settings(deadline=None)
@given(st.text() | st.from_regex(r"[A-Za-z0-9_\-]*\.[A-Za-z0-9_\-]*"))
def test_whatever_else_is_sent_is_refused(text: str) -> None:
    with pytest.raises(TicketRefused):
        live_ticket_verify(text, key=KEY, moment=NOW)


def test_changed_claims_are_refused() -> None:
    small = live_ticket_make(key=KEY, moment=NOW, companies=frozenset({"t1"}))
    large = live_ticket_make(key="x", moment=NOW, companies=None)
    forged = large.partition(".")[0] + "." + small.partition(".")[2]
    with pytest.raises(TicketRefused):
        live_ticket_verify(forged, key=KEY, moment=NOW)
