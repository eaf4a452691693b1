"""What is keyed: switches and time tables by 93, lines by ring services, and where diverted lines go."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from cordboard.calls import registry
from cordboard.engine.simulator import SimulatedCall
from cordboard.hours import flows
from cordboard.hours.flows import RingServiceKeys, SwitchKeys, line_overflow, switch_pass, time_table_pass
from cordboard.hours.selectors import SWITCH, TIME_TABLE
from cordboard.hours.types import (
    HoursPart,
    KeyedBy,
    KeyedOutcome,
    RingServiceEntry,
    SwitchEntry,
    TimeTable,
    Ways,
)
from cordboard.numbering.types import Destination
from kit.calling import ALICE, DID, TRUNK, KnownPins, company, directory, pins, told
from kit.engine import engine_root_for_tests

__all__ = ["pins"]
pytestmark = pytest.mark.flow

SOUND_FOLDERS = ("en_US_f_Allison", "fr_CA_f_June", "es_MX_f_Allison")
NIGHT = SwitchEntry(id="night", name="Night", number="1", states=2, state="off")
MODE = SwitchEntry(id="mode", name="Mode", number="2", states=3, state="on", guarded=True)
OFFICE = TimeTable(id="office", name="Office", number="30")
SERVICE = RingServiceEntry(id="rush", name="Rush", overflow=Destination("person", "carol"))
PART = HoursPart(
    switches={"night": NIGHT, "mode": MODE},
    time_tables={"office": OFFICE},
    ring_services={
        "rush": SERVICE,
        "safe": RingServiceEntry(id="safe", name="Safe", overflow=Destination("person", "bob"), guarded=True),
    },
)


@dataclass(slots=True)
class KnownActs:
    """Keeps what was keyed; the PIN of everything is 2846, the one line is 75."""

    done: list[tuple[str, str, str]] = field(default_factory=list)
    diverted: bool = False
    away: bool = False

    def _here(self) -> None:
        if self.away:
            raise ConnectionRefusedError

    async def switch_pin(self, company: str, switch: str, pin: str) -> bool:
        self._here()
        return pin == "2846"

    async def switch_turn(self, company: str, switch: str, state: str, by: KeyedBy) -> None:
        self._here()
        self.done.append((switch, state, by.name))

    async def table_force(self, company: str, table: str, state: str, by: KeyedBy) -> None:
        self._here()
        self.done.append((table, state, by.name))

    async def service_pin(self, company: str, service: str, pin: str) -> bool:
        self._here()
        return pin == "2846"

    async def line_toggle(self, company: str, service: str, identifier: str, by: KeyedBy) -> KeyedOutcome:
        self._here()
        if identifier != "75":
            return KeyedOutcome.UNKNOWN
        self.diverted = not self.diverted
        return KeyedOutcome.DONE if self.diverted else KeyedOutcome.RESTORED


@pytest.fixture
def acts(pins: KnownPins) -> KnownActs:
    known = KnownActs()
    registry.register("switch", SwitchKeys(acts=known), takes_entry=True)
    registry.register("ring_service", RingServiceKeys(acts=known))
    registry.register("ring_service_overflow", line_overflow)
    return known


def heard(call: SimulatedCall) -> list[str]:
    """Every sound, in order."""
    return [sound for step in call.steps if step.act in {"play", "read_digits"} for sound in step.detail]


async def dialled(number: str, **script: object) -> SimulatedCall:
    """A call in a company with switches, and ring services at 801 and 802."""
    small = company()
    own = replace(
        small,
        parts=(*small.parts, PART),
        features={**small.features, "93": Destination("switch", "")},
        extensions={
            **small.extensions,
            "801": Destination("ring_service", "rush"),
            "802": Destination("ring_service", "safe"),
        },
        numbers={DID: Destination("ring_service_overflow", "rush")},
    )
    return await told(number, companies=directory(own), **{"endpoint": ALICE, **script})


async def test_a_key_turns_a_switch_to_its_next_state_and_tells_it(acts: KnownActs) -> None:
    call = await dialled("931")
    assert acts.done == [("night", "on", "Alice")]
    assert heard(call) == ["digits/1", "letters/equals", "digits/1"]
    assert (call.record["outcome"], call.record["rule"]) == ("answered", "Night: on")


async def test_the_code_alone_asks_for_the_number_and_the_state(acts: KnownActs) -> None:
    call = await dialled("93", keys=("1", "1"))
    assert acts.done == [("night", "on", "Alice")]
    assert heard(call)[:5] == ["vm-toenternumber", "vm-then-pound", "digits/1", "letters/equals", "digits/0"]
    assert heard(call)[5:9] == ["vm-changeto", "vm-press", "digits/0", "digits/1"]


async def test_a_switch_of_three_states_takes_its_pin_first(acts: KnownActs) -> None:
    call = await dialled("932", keys=("1111", "2846"))
    assert acts.done == [("mode", "additional", "Alice")]
    assert heard(call).count("vm-incorrect") == 1
    refused = await dialled("932", keys=("1", "2", "3", "2846"))
    assert len(acts.done) == 1
    assert (refused.record["outcome"], refused.record["rule"]) == ("refused", "PIN")


async def test_a_time_table_is_forced_by_its_key(acts: KnownActs) -> None:
    await dialled("9330")
    await dialled("93", keys=("30", "2"))
    assert acts.done == [("office", "open", "Alice"), ("office", "closed", "Alice")]


async def test_a_state_that_does_not_exist_changes_nothing(acts: KnownActs) -> None:
    await dialled("93", keys=("1", "7"))
    assert acts.done == [("night", "off", "Alice")]


async def test_three_unknown_numbers_end_with_a_goodbye(acts: KnownActs) -> None:
    call = await dialled("9399", keys=("98", "", "1"))
    assert acts.done == []
    assert heard(call).count("vm-incorrect") == 3
    assert heard(call)[-1] == "vm-goodbye"


@pytest.mark.parametrize("number", ["931", "801"])
async def test_while_the_database_is_away_the_caller_is_told_to_try_again(
    acts: KnownActs, number: str
) -> None:
    acts.away = True
    call = await dialled(number, keys=("75",))
    assert acts.done == []
    assert call.record["outcome"] == "refused"
    assert call.steps[-2].detail == ("beeperr", "please-try-again")


async def test_a_line_is_toggled_by_its_identifier(acts: KnownActs) -> None:
    first, second = await dialled("801", keys=("75",)), await dialled("801", keys=("74", "75"))
    assert heard(first)[-4:] == ["digits/7", "digits/5", "letters/equals", "digits/1"]
    assert heard(second)[-4:] == ["digits/7", "digits/5", "letters/equals", "digits/0"]
    assert first.record["rule"] == "ring service Rush: done"


async def test_a_guarded_ring_service_refuses_a_wrong_pin(acts: KnownActs) -> None:
    await dialled("802", keys=("1", "2", "3", "75"))
    assert not acts.diverted
    await dialled("802", keys=("2846", "75"))
    assert acts.diverted


@pytest.mark.usefixtures("acts")
async def test_a_diverted_line_rings_where_its_service_says() -> None:
    call = await dialled(DID, endpoint=TRUNK, arriving=True)
    assert call.record["rule"] == "ring service Rush"
    assert call.record["destination"] == "person:carol"


@pytest.mark.parametrize("folder", SOUND_FOLDERS)
def test_every_sound_exists_in_every_language_of_prompts(folder: str) -> None:
    named = (*flows.WHICH_NUMBER, *flows.PIN, *flows.CHANGE, flows.WRONG, flows.GOODBYE, flows.IS_NOW)
    sounds = Path(engine_root_for_tests()) / "usr/share/asterisk/sounds" / folder
    assert [one for one in (*named, *flows.NOT_NOW.sounds) if not list(sounds.glob(f"{one}.*"))] == []


WAYS = {"open": Destination("person", "bob"), "closed": Destination("person", "carol")}
TURNS = {"off": Destination("person", "bob"), "on": Destination("time_table", "office")}


async def led(number: str, *, table: str = "open", switch: str = "off", ways: Ways = WAYS) -> SimulatedCall:
    """A call to a time table at 810 or a switch at 811, that stand so."""
    registry.register(TIME_TABLE, time_table_pass)
    registry.register(SWITCH, switch_pass)
    office = replace(OFFICE, state=table, ways=ways)
    part = replace(
        PART, time_tables={"office": office}, switches={"night": replace(NIGHT, state=switch, ways=TURNS)}
    )
    small = company()
    places = {"810": Destination(TIME_TABLE, "office"), "811": Destination(SWITCH, "night")}
    own = replace(small, parts=(*small.parts, part), extensions={**small.extensions, **places})
    return await told(number, companies=directory(own), endpoint=ALICE)


@pytest.mark.parametrize(("state", "person"), [("open", "bob"), ("closed", "carol")])
async def test_a_call_goes_where_the_time_table_sends_it(acts: KnownActs, state: str, person: str) -> None:
    call = await led("810", table=state)
    assert call.record["callee"] == person


async def test_a_call_goes_where_the_switch_sends_it_which_may_be_a_time_table(acts: KnownActs) -> None:
    assert (await led("811")).record["callee"] == "bob"
    assert (await led("811", switch="on", table="closed")).record["callee"] == "carol"


async def test_a_state_without_a_way_lets_the_caller_go(acts: KnownActs) -> None:
    call = await led("810", table="closed", ways={"open": WAYS["open"]})
    assert (call.record["outcome"], call.record["rule"]) == ("refused", "time table Office: forced closed")
