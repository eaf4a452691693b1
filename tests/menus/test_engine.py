"""A caller goes through a menu of three levels by keys, on a real Asterisk with a real phone."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cordboard.calls.types import CompanySnapshot
from cordboard.menus.types import MenuEntry, MenusPart, NodeEntry
from cordboard.numbering.types import Destination
from cordboard.processes.softphones.tones import tone_write
from kit.exchange import Exchange, phones, running_exchange
from kit.phones import PhoneShelf, phone_shelf

pytestmark = pytest.mark.engine

WELCOME, ENGLISH, FRENCH = 500, 700, 900  # hertz; what the announcements sound like
CAROL = NodeEntry(id="carol", parent="french", leads=Destination("person", "carol"))
NODES = (
    NodeEntry(id="welcome", sound="menu-500", keys={"1": "english", "2": "french"}),
    NodeEntry(id="english", parent="welcome", sound="menu-700", back="*", plays=1, wait=timedelta(seconds=1)),
    NodeEntry(id="french", parent="welcome", sound="menu-900", back="*", keys={"22": "carol"}),
    CAROL,
)


def with_menu(snapshot: CompanySnapshot) -> CompanySnapshot:
    menu = MenuEntry(id="m", name="Welcome", first="welcome", nodes={node.id: node for node in NODES})
    leading = {**snapshot.extensions, "300": Destination("menu", "m")}
    return replace(snapshot, extensions=leading, parts=(*snapshot.parts, MenusPart(menus={"m": menu})))


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """One exchange for all tests here, whose menu 300 announces itself by tones."""
    with running_exchange(tmp_path_factory.mktemp("exchange")) as running:
        for tone in (WELCOME, ENGLISH, FRENCH):
            file = running.engine.home / "lib" / "sounds" / f"menu-{tone}.wav"
            tone_write(file, frequency=tone, duration=timedelta(seconds=20), rate=8000)
        running.server.stop()
        running.server.know(with_menu(running.snapshot))
        running.server.start()
        yield running


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[PhoneShelf]:
    """Phones of one test."""
    async with phone_shelf(tmp_path) as phones:
        yield phones


async def test_keys_lead_down_up_and_to_a_conversation(exchange: Exchange, shelf: PhoneShelf) -> None:
    alice, carol = await phones(exchange, shelf, "101", "103")
    before = len(exchange.engine.records())
    call = await alice.call("300")
    await call.hears(WELCOME)
    await call.press("1")
    await call.hears(ENGLISH)
    await call.press("*")
    await call.hears(WELCOME)
    await call.press("2")
    await call.hears(FRENCH)
    await call.press("22")
    incoming = await carol.incoming()
    await incoming.answer()
    await asyncio.gather(call.audio(), incoming.audio())
    await shelf.hear_each_other(call, incoming)
    await call.hangup()

    record = exchange.record_after(before)
    assert (record.destination, record.rule) == ("person:carol", "menu: chosen by key")
    assert "choices=m%3A1.%2A.2.22" in exchange.engine.records()[-1]
