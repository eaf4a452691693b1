"""Callers go through menus on the simulated engine. The bilingual example is the catalogue's WDX-180."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cordboard.calls import registry
from cordboard.calls.types import CallContext, Directory
from cordboard.engine.call import Call
from cordboard.engine.simulator import SimulatedCall, simulated
from cordboard.menus.flows import MOST_CHOICES, menu_run
from cordboard.menus.types import MenuEntry, MenusPart, NodeEntry
from cordboard.numbering.types import Destination
from kit.calling import KnownPins, acts, company, directory, pins, told

__all__ = ["pins"]

pytestmark = pytest.mark.flow

OPERATOR = Destination("arrived", "operator")


@pytest.fixture(autouse=True)
def menus(pins: KnownPins) -> None:
    """Menus are served, and a place where one can see that a call arrived."""
    registry.register("menu", menu_run)
    registry.register("arrived", arrived)


async def arrived(call: Call, context: CallContext, place: str) -> None:
    """The call got there."""
    await call.play(f"arrived-{place}")
    await call.hangup()


def submenu(name: str, parent: str = "", *, keys: dict[str, str], **settings: object) -> NodeEntry:
    after = OPERATOR if not parent else None
    node = NodeEntry(id=name, parent=parent, sound=f"say-{name}", after=after, keys=keys, back="*")
    return replace(node, **settings)  # type: ignore[arg-type]


def action(place: str, parent: str, *, kind: str = "arrived") -> NodeEntry:
    return NodeEntry(id=place, parent=parent, leads=Destination(kind, place))


def bilingual() -> tuple[NodeEntry, ...]:
    """1 English or 2 French, then 1 support or 2 sales: extensions in English, numbers of a procedure in French."""
    return (
        submenu("welcome", keys={"1": "english", "2": "french"}),
        submenu("english", "welcome", keys={"1": "123", "2": "224"}),
        submenu("french", "welcome", keys={"1": "ivr:111", "2": "ivr:222"}),
        action("123", "english"),
        action("224", "english"),
        action("ivr:111", "french", kind="procedure"),
        action("ivr:222", "french", kind="procedure"),
    )


def with_menu(*nodes: NodeEntry) -> Directory:
    """300 leads to the menu of these nodes, the first one first."""
    menu = MenuEntry(id="m", name="Main", first=nodes[0].id, nodes={node.id: node for node in nodes})
    small = company()
    extensions = {**small.extensions, "300": Destination("menu", "m")}
    return directory(
        replace(small, extensions=extensions, parts=(*small.parts, MenusPart(menus={"m": menu})))
    )


def call_of(companies: Directory, *keys: str) -> SimulatedCall:
    return simulated(told("300", companies=companies, keys=keys))


def heard(call: SimulatedCall) -> list[str]:
    """Every sound in order."""
    return [sound for step in call.steps if step.act in {"play", "read_digits"} for sound in step.detail]


@pytest.mark.parametrize(
    ("keys", "sounds"),
    [
        (("1", "1"), ["say-welcome", "say-english", "arrived-123"]),
        (("1", "2"), ["say-welcome", "say-english", "arrived-224"]),
        (("2", "1"), ["say-welcome", "say-french", "arrived-ivr:111"]),
        (("2", "2"), ["say-welcome", "say-french", "arrived-ivr:222"]),
    ],
)
def test_all_four_paths_of_the_bilingual_example(keys: tuple[str, ...], sounds: list[str]) -> None:
    registry.register("procedure", arrived)
    call = call_of(with_menu(*bilingual()), *keys)
    assert heard(call) == sounds
    assert call.record["choices"] == f"m:{'.'.join(keys)}"
    assert call.record["rule"] == "menu: chosen by key"


def test_a_tree_of_five_levels_is_walked_to_its_end_and_back() -> None:
    levels = [submenu("l1", keys={"1": "l2"})]
    levels += [submenu(f"l{level}", f"l{level - 1}", keys={"1": f"l{level + 1}"}) for level in range(2, 6)]
    companies = with_menu(*levels, action("l6", "l5"))
    assert heard(call_of(companies, *"11111")) == [*(f"say-l{level}" for level in range(1, 6)), "arrived-l6"]
    up_and_down = call_of(companies, "1", "1", "*", "1", "1", "1", "1")
    assert heard(up_and_down) == [f"say-l{level}" for level in (1, 2, 3, 2, 3, 4, 5)] + ["arrived-l6"]
    assert up_and_down.record["choices"] == "m:1.1.*.1.1.1.1"


def test_a_wrong_key_is_told_and_the_announcement_comes_again() -> None:
    call = call_of(with_menu(*bilingual()), "9", "1", "1")
    assert heard(call) == ["say-welcome", "conf-errormenu", "say-welcome", "say-english", "arrived-123"]
    assert call.record["choices"] == "m:1.1"


def test_who_presses_nothing_hears_it_as_often_as_set_and_goes_where_the_menu_sends_him() -> None:
    welcome, *rest = bilingual()
    call = call_of(with_menu(replace(welcome, plays=2, wait=timedelta(seconds=7)), *rest))
    assert heard(call) == ["say-welcome", "say-welcome", "arrived-operator"]
    assert call.steps[-2].after == timedelta(seconds=2 * (2 + 7))
    assert call.record["rule"] == "menu: nothing chosen"
    assert "choices" not in call.record


def test_wrong_keys_all_the_time_end_like_none() -> None:
    call = call_of(with_menu(*bilingual()), "7", "8", "9")
    assert heard(call)[-2:] == ["conf-errormenu", "arrived-operator"]


def test_a_submenu_without_a_place_to_go_says_goodbye() -> None:
    call = call_of(with_menu(*bilingual()), "1")
    assert heard(call)[-2:] == ["say-english", "vm-goodbye"]
    assert acts(call)[-1] == "hangup"


def test_keys_of_several_signs_are_read_whole() -> None:
    companies = with_menu(submenu("welcome", keys={"10": "ten", "21": "more"}), action("ten", "welcome"))
    assert heard(call_of(companies, "10"))[-1] == "arrived-ten"
    assert heard(call_of(companies, "1", "10"))[1] == "conf-errormenu"


def test_the_key_that_leads_up_repeats_the_first_menu() -> None:
    call = call_of(with_menu(*bilingual()), "*", "1", "1")
    assert heard(call) == ["say-welcome", "say-welcome", "say-english", "arrived-123"]


def test_a_caller_who_walks_for_ever_is_let_go() -> None:
    call = call_of(with_menu(*bilingual()), *("1", "*") * MOST_CHOICES)
    assert len(heard(call)) == MOST_CHOICES + 1
    assert call.over


def test_a_menu_that_is_gone_is_an_unknown_number() -> None:
    small = company()
    extensions = {**small.extensions, "300": Destination("menu", "gone")}
    call = call_of(directory(replace(small, extensions=extensions)))
    assert call.record["rule"] == "number unknown"


def test_a_caller_who_leaves_in_the_menu_ends_it() -> None:
    leaving = told("300", companies=with_menu(*bilingual()), leaves_after=timedelta(seconds=3))
    assert acts(simulated(leaving)) == ("answer", "read_digits", "left")
