"""A group rings real phones on a real Asterisk."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cordboard.calls.types import CompanySnapshot
from cordboard.groups.types import GroupEntry, GroupsPart, MemberEntry, Strategy
from cordboard.numbering.types import Destination
from kit.exchange import Exchange, phones, running_exchange
from kit.phones import PhoneShelf, phone_shelf

pytestmark = pytest.mark.engine

BOTH = (MemberEntry(person="bob"), MemberEntry(person="carol"))
ALL = GroupEntry(id="all", name="Support", members=BOTH, prefix="support")
LINEAR = replace(ALL, id="linear", strategy=Strategy.LINEAR.value, step=timedelta(seconds=5))
FREE = replace(LINEAR, id="free", skip_busy=True)
NUMBERS = {"200": ALL, "201": LINEAR, "202": FREE}


def with_groups(snapshot: CompanySnapshot) -> CompanySnapshot:
    part = GroupsPart(groups={group.id: group for group in NUMBERS.values()})
    leading = {number: Destination("group", group.id) for number, group in NUMBERS.items()}
    return replace(snapshot, extensions={**snapshot.extensions, **leading}, parts=(*snapshot.parts, part))


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """One exchange for all tests here, which has groups of Bob and Carol."""
    with running_exchange(tmp_path_factory.mktemp("exchange")) as running:
        running.server.stop()
        running.server.know(with_groups(running.snapshot))
        running.server.start()
        yield running


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[PhoneShelf]:
    """Phones of one test."""
    async with phone_shelf(tmp_path) as phones:
        yield phones


async def test_all_ring_together_and_the_first_to_answer_talks(exchange: Exchange, shelf: PhoneShelf) -> None:
    alice, bob, carol = await phones(exchange, shelf, "101", "102", "103")
    before = len(exchange.engine.records())
    call = await alice.call("200")
    at_bob, at_carol = await asyncio.gather(bob.incoming(), carol.incoming())
    assert (at_carol.caller_name, at_carol.caller_number) == ('support: Zoë "Q" O\'Brien; ${X}', "101")
    await at_carol.answer()
    await asyncio.gather(call.audio(), at_carol.audio(), at_bob.ended())
    await shelf.hear_each_other(call, at_carol)
    await call.hangup()

    record = exchange.record_after(before)
    assert (record.destination, record.rule) == ("group:all", "group: all")


async def test_one_rings_after_the_other_and_the_second_talks(exchange: Exchange, shelf: PhoneShelf) -> None:
    alice, bob, carol = await phones(exchange, shelf, "101", "102", "103")
    before = len(exchange.engine.records())
    call = await alice.call("201")
    await (await bob.incoming()).ended(timedelta(seconds=8))
    at_carol = await carol.incoming()
    await at_carol.answer()
    await asyncio.gather(call.audio(), at_carol.audio())
    await shelf.hear_each_other(call, at_carol)
    await call.hangup()

    record = exchange.record_after(before)
    assert (record.callee, record.disposition, record.outcome) == ("carol", "ANSWERED", "")


async def test_a_member_who_is_on_the_phone_is_left_out(exchange: Exchange, shelf: PhoneShelf) -> None:
    alice, bob, carol = await phones(exchange, shelf, "101", "102", "103")
    echo = await bob.call("76")
    await echo.answered()
    call = await alice.call("202")
    at_carol = await carol.incoming(timedelta(seconds=4))
    await at_carol.answer()
    await call.audio()
    await call.hangup()
    await echo.hangup()
    assert len(bob.calls) == 1
