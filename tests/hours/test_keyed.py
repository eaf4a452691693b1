"""From a key on a phone to the next call: what is keyed is in the database, on record, and in the next snapshot."""

import asyncio

import pytest

from cordboard.calls import registry
from cordboard.engine.simulator import SimulatedCall, simulated
from cordboard.hours.flows import RingServiceKeys, SwitchKeys
from cordboard.hours.selectors import switch_get
from cordboard.hours.services import line_identify, ring_service_create, switch_create, switch_delete
from cordboard.hours.types import KeyedBy, KeyedOutcome, SwitchState
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM, JournalEntry
from cordboard.numbering.services import extension_create
from cordboard.numbering.types import Destination
from cordboard.processes.keyed import DatabaseKeyedActs
from cordboard.processes.projection import company_snapshot
from kit.calling import KnownPins, directory, pins, told
from kit.companies import Side, TwoCompanies, companies_make

__all__ = ["pins"]
pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def two(pins: KnownPins) -> TwoCompanies:
    """Two companies, and the flows as the call server wires them."""
    acts = DatabaseKeyedActs()
    registry.register("switch", SwitchKeys(acts=acts), takes_entry=True)
    registry.register("ring_service", RingServiceKeys(acts=acts))
    return companies_make()


def call(side: Side, number: str, *, keys: tuple[str, ...] = ()) -> SimulatedCall:
    """A call from the user's phone as it goes with what the database says now."""
    known = directory(company_snapshot(side.company.id))
    return simulated(told(number, endpoint=side.user.device.key, companies=known, keys=keys))


def last_entry(side: Side) -> JournalEntry:
    return journal_page(companies={side.company.id}).entries[0]


def test_a_key_turns_the_switch_of_ones_own_company_on_record(two: TwoCompanies) -> None:
    side, other = two.one, two.two
    made = switch_create(actor=SYSTEM, company=side.company.id, name="Night", number="1")
    others = switch_create(actor=SYSTEM, company=other.company.id, name="Night", number="1")
    call(side, "931")
    assert switch_get(company=side.company.id, switch=made.id).state is SwitchState.ON
    assert switch_get(company=other.company.id, switch=others.id).state is SwitchState.OFF
    entry = last_entry(side)
    assert (entry.kind, entry.facts["state"]) == ("hours.switch_turned", "on")
    assert entry.actor.person == str(side.user.person.id)
    call(side, "931")
    assert switch_get(company=side.company.id, switch=made.id).state is SwitchState.OFF


def test_a_pin_is_asked_and_only_the_right_one_turns(two: TwoCompanies) -> None:
    made = switch_create(actor=SYSTEM, company=two.one.company.id, name="Night", number="1", pin="2846")
    call(two.one, "931", keys=("1", "2", "3"))
    assert switch_get(company=two.one.company.id, switch=made.id).state is SwitchState.OFF
    call(two.one, "931", keys=("2846",))
    assert switch_get(company=two.one.company.id, switch=made.id).state is SwitchState.ON


def test_a_keyed_line_goes_to_the_overflow_and_back(two: TwoCompanies) -> None:
    side = two.one
    company = side.company.id
    overflow = Destination("person", str(side.user.person.id))
    service = ring_service_create(actor=SYSTEM, company=company, name="Rush", overflow=overflow)
    extension_create(
        actor=SYSTEM, company=company, number="801", destination=Destination("ring_service", str(service.id))
    )
    line_identify(actor=SYSTEM, company=company, did=side.did.id, identifier="75")
    reached = []
    for _ in range(3):
        reached.append(company_snapshot(company).numbers[side.did.number])
        call(side, "801", keys=("75",))
    usual, diverted = side.did.destination, Destination("ring_service_overflow", str(service.id))
    assert reached == [usual, diverted, usual]


def test_what_is_gone_meanwhile_is_left_alone(two: TwoCompanies) -> None:
    company = two.one.company.id
    made = switch_create(actor=SYSTEM, company=company, name="Night", number="1")
    switch_delete(actor=SYSTEM, company=company, switch=made.id)
    acts, by = DatabaseKeyedActs(), KeyedBy(person="", name="someone")
    gone = str(made.id)
    asyncio.run(acts.switch_turn(str(company), gone, "on", by))
    asyncio.run(acts.table_force(str(company), gone, "open", by))
    assert not asyncio.run(acts.switch_pin(str(company), gone, "2846"))
    assert asyncio.run(acts.line_toggle(str(company), gone, "75", by)) is KeyedOutcome.UNKNOWN
    assert last_entry(two.one).kind == "hours.switch_deleted"
