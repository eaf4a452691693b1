"""Snapshots on disk: what is read back is what was kept; what can not be read is left out."""

import json
import stat
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordboard.calls.types import CallLimits, CompanySnapshot, Person
from cordboard.numbering.types import Destination, FeatureFunction
from cordboard.processes.calls import PARTS
from cordboard.processes.snapshot_store import SnapshotStore
from kit.calling import KEY, company

pytestmark = pytest.mark.pure


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPart:
    """A part of a room that this version does not have."""

    name: ClassVar[str] = "other"


def store(folder: Path) -> SnapshotStore:
    """A store that knows voicemail."""
    return SnapshotStore(folder, parts=PARTS)


def test_a_kept_snapshot_comes_back_as_it_was(tmp_path: Path) -> None:
    limited = company(
        limits=CallLimits(incoming=3), features={"76": Destination(FeatureFunction.ECHO_TEST, "")}
    )
    store(tmp_path).save(limited)

    assert list(store(tmp_path).load()) == [limited]


def test_a_later_snapshot_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    for name in ("Aurora", "Borealis"):
        store(tmp_path).save(company(name=name))

    assert [one.name for one in store(tmp_path).load()] == ["Borealis"]


def test_only_its_owner_reads_a_snapshot(tmp_path: Path) -> None:
    folder = tmp_path / "snapshots"
    store(folder).save(company())

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / f"{KEY}.json").stat().st_mode) == 0o600


def test_a_company_that_is_gone_leaves_no_file(tmp_path: Path) -> None:
    store(tmp_path).save(company())
    store(tmp_path).remove(company())
    store(tmp_path).remove(company())

    assert list(tmp_path.iterdir()) == []


def test_a_part_of_an_unknown_room_is_forgotten(tmp_path: Path) -> None:
    store(tmp_path).save(company(parts=(OtherPart(), *company().parts)))

    assert list(store(tmp_path).load()) == [company()]


kept = {"format": 1, "company": {"id": "1", "key": "t", "name": "n"}, "parts": {}}
UNREADABLE = {
    "half a file": json.dumps(kept)[:-9],
    "no JSON": "\x00\x01",
    "something else": "[]",
    "another version": json.dumps({**kept, "format": 99}),
    "a field of another type": json.dumps({**kept, "company": {"id": 1, "key": "t", "name": "n"}}),
    "a field that is missing": json.dumps({**kept, "company": {"id": "1"}}),
    "a field that is unknown": json.dumps({**kept, "company": {**kept["company"], "more": 1}}),  # type: ignore[dict-item]
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_what_can_not_be_read_is_left_out_and_the_others_are_read(tmp_path: Path, text: str) -> None:
    store(tmp_path).save(company())
    (tmp_path / "a.json").write_text(text)

    assert list(store(tmp_path).load()) == [company()]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
destinations = st.none() | st.builds(Destination, texts, texts)
people = st.builds(
    Person,
    id=texts,
    name=texts,
    extension=texts,
    endpoints=st.lists(texts, max_size=3).map(tuple),
    ring=st.integers(0, 300).map(lambda seconds: timedelta(seconds=seconds)),
    unanswered=destinations,
)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=texts, people=st.dictionaries(texts, people, max_size=3), limit=st.none() | st.integers(0, 9))
def test_any_text_comes_back_as_it_was(
    tmp_path: Path, name: str, people: dict[str, Person], limit: int | None
) -> None:
    odd = CompanySnapshot(id="1", key=KEY, name=name, people=people, limits=CallLimits(combined=limit))
    store(tmp_path).save(odd)

    assert list(store(tmp_path).load()) == [replace(odd)]
