"""Keys of a menu are told apart, whatever is typed."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cordboard.menus.errors import KeyHidden, KeyInvalid, KeyTaken
from cordboard.menus.rules import back_check, key_check, node_troubles, plays_check, wait_check
from cordboard.menus.types import NodeKind, NodeSettings, NodeTrouble
from cordboard.tenancy.errors import FieldInvalid

pytestmark = pytest.mark.pure


@given(some.lists(some.text("012*", min_size=1, max_size=4), max_size=8))
def test_of_accepted_keys_none_begins_with_another(typed: list[str]) -> None:
    accepted: dict[str, str] = {}
    for key in typed:
        try:
            accepted[key_check(key, taken=accepted)] = "x"
        except (KeyTaken, KeyHidden):
            continue
    assert not [(one, two) for one in accepted for two in accepted if one != two and two.startswith(one)]


@pytest.mark.parametrize("key", ["", "#", "1#", "a", "1234567", "１", "1 2"])
def test_what_no_caller_can_press_is_no_key(key: str) -> None:
    with pytest.raises(KeyInvalid):
        key_check(key, taken={})


def test_a_taken_key_is_named_with_what_it_leads_to() -> None:
    with pytest.raises(KeyTaken) as taken:
        key_check(" 1 ", taken={"1": "Sales"})
    assert taken.value.values() == {"key": "1", "title": "Sales"}


@pytest.mark.parametrize(("key", "other"), [("1", "12"), ("12", "1")])
def test_a_key_that_hides_another_is_named_with_it(key: str, other: str) -> None:
    with pytest.raises(KeyHidden) as hidden:
        key_check(key, taken={other: "Sales"})
    assert hidden.value.values() == {"short": "1", "long": "12"}


def test_the_key_that_leads_up_is_one_sign_or_none() -> None:
    assert back_check("", taken={"1": "Sales"}) == ""
    assert back_check("*", taken={"1": "Sales"}) == "*"
    for back in ("12", "#"):
        with pytest.raises(KeyInvalid):
            back_check(back, taken={})
    with pytest.raises(KeyTaken):
        back_check("1", taken={"1": "Sales"})


def test_repetitions_and_waiting_have_bounds() -> None:
    assert (plays_check(1), wait_check(timedelta(seconds=60))) == (1, timedelta(seconds=60))
    for plays in (0, 11):
        with pytest.raises(FieldInvalid):
            plays_check(plays)
    for seconds in (0.5, 61):
        with pytest.raises(FieldInvalid):
            wait_check(timedelta(seconds=seconds))


def test_dead_ends_are_named() -> None:
    submenu, spoken = NodeSettings(title="Sales"), NodeSettings(title="Sales", sound="some")
    assert node_troubles(submenu, below=0) == {NodeTrouble.NO_KEYS, NodeTrouble.SILENT}
    assert node_troubles(spoken, below=1) == frozenset()
    assert node_troubles(NodeSettings(title="Bob", kind=NodeKind.ACTION), below=0) == frozenset()
