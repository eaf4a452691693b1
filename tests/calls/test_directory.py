"""The directory: immutable, found in constant time, changed one company at a time."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.base.tables import Table
from cordboard.calls.types import CompanySnapshot, Directory
from cordboard.numbering.types import Destination
from cordboard.voicemail.types import VoicemailPart
from kit.calling import company

pytestmark = pytest.mark.pure

PERSON = Destination("person", "p")
keys = st.text(max_size=3)


def numbered(number: int, **changes: object) -> CompanySnapshot:
    """A company with two endpoints and a direct number of its own."""
    plain = CompanySnapshot(
        id=str(number),
        key=f"t{number}",
        name=f"Company {number}",
        endpoints={f"e{number}a": "", f"e{number}b": ""},
        numbers={f"+{number}": PERSON},
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_a_company_is_found_by_its_endpoints_and_direct_numbers() -> None:
    one, two = numbered(1), numbered(2)
    directory = Directory().replaced(one).replaced(two)

    assert directory.company_of_endpoint("e1a") is one
    assert directory.company_of_endpoint("e2b") is two
    assert directory.company_of_number("+2") is two
    assert directory.company_of_endpoint("e3a") is None
    assert directory.company_of_number("") is None


def test_a_newer_snapshot_takes_the_place_of_the_older_one_and_what_it_lost_is_gone() -> None:
    old = Directory().replaced(numbered(1)).replaced(numbered(2))
    newer = numbered(1, endpoints={"e1b": "", "e1c": ""}, numbers={})
    new = old.replaced(newer)

    assert new.company_of_endpoint("e1a") is None
    assert new.company_of_endpoint("e1b") is newer
    assert new.company_of_endpoint("e1c") is newer
    assert new.company_of_number("+1") is None
    assert old.company_of_endpoint("e1a") is not None
    assert old.company_of_number("+1") is not None


def test_a_number_that_moved_to_another_company_leads_there_in_either_order_of_news() -> None:
    before = Directory().replaced(numbered(1)).replaced(numbered(2))
    giver, taker = numbered(1, numbers={}), numbered(2, numbers={"+1": PERSON, "+2": PERSON})

    assert before.replaced(giver).replaced(taker).company_of_number("+1") is taker
    assert before.replaced(taker).replaced(giver).company_of_number("+1") is taker


def test_a_company_that_is_gone_leaves_nothing() -> None:
    directory = Directory().replaced(numbered(1)).replaced(numbered(2)).without("1")

    assert directory.company_of_endpoint("e1a") is None
    assert list(directory.companies) == ["2"]
    assert directory.without("1") is directory


def test_a_company_has_an_empty_part_of_a_room_that_added_nothing() -> None:
    assert company(parts=()).part(VoicemailPart) == VoicemailPart()
    assert company().part(VoicemailPart).boxes["box-bob"].box == "5502"


@given(st.dictionaries(keys, st.integers()), st.lists(keys), st.dictionaries(keys, st.integers()))
def test_a_changed_table_is_what_a_changed_dictionary_would_be(
    start: dict[str, int], without: list[str], including: dict[str, int]
) -> None:
    table = Table(start)
    changed = table.changed(without=without, including=including)

    assert dict(table) == start
    assert dict(changed) == {key: value for key, value in start.items() if key not in without} | including
    assert len(changed) == len(dict(changed))


def test_a_changed_table_shares_what_did_not_change() -> None:
    table = Table({str(number): number for number in range(10_000)})
    changed = table.changed(including={"1": 0})
    shared = sum(old is new for old, new in zip(table._shards, changed._shards, strict=True))

    assert shared == len(table._shards) - 1
