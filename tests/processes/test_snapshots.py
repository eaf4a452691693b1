"""The directory follows the database, survives without it, and never loses a change."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from cordboard.calls.types import CompanySnapshot
from cordboard.processes import snapshots
from cordboard.processes.calls import PARTS
from cordboard.processes.snapshot_news import company_in
from cordboard.processes.snapshot_store import SnapshotStore
from cordboard.processes.snapshots import SnapshotKeeper
from kit.calling import company

pytestmark = pytest.mark.pure

ONE = company()
TWO = replace(ONE, id="2", key="ttwo", name="Borealis", endpoints={"etwo": ""}, numbers={})


@dataclass(slots=True)
class ScriptedSource:
    """A database of a few companies that counts what it was asked, can be away, and can be slow."""

    held: dict[str, CompanySnapshot] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    away: bool = False
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    def companies(self) -> Sequence[str]:
        """Ids of all companies."""
        self._reached()
        return list(self.held)

    def company(self, id: str) -> CompanySnapshot | None:  # noqa: A002
        """The company as it is now."""
        self.asked.append(id)
        found = self.held.get(id)
        assert self.gate.wait(5)
        self._reached()
        return found

    def _reached(self) -> None:
        if self.away:
            raise ConnectionRefusedError


@contextlib.asynccontextmanager
async def keeping(source: ScriptedSource, folder: Path) -> AsyncIterator[SnapshotKeeper]:
    """A keeper at work on that folder."""
    store = SnapshotStore(folder, parts=PARTS)
    keeper = SnapshotKeeper(source, store, debounce=timedelta(0))
    await keeper.restore()
    task = asyncio.create_task(keeper.run())
    yield keeper
    task.cancel()
    await asyncio.wait([task])


async def until(condition: object) -> None:
    """The condition (a function) is true."""
    async with asyncio.timeout(5):
        while not condition():  # type: ignore[operator]  # noqa: ASYNC110  # nobody announces it
            await asyncio.sleep(0.005)


async def test_everything_is_read_at_the_start_and_kept_on_disk(tmp_path: Path) -> None:
    async with keeping(ScriptedSource(held={"1": ONE, "2": TWO}), tmp_path) as keeper:
        assert not keeper.ready.is_set()
        keeper.everything_changed()
        await asyncio.wait_for(keeper.ready.wait(), 5)

        assert set(keeper.directory.companies) == {"1", "2"}
        await until(lambda: len(list(tmp_path.iterdir())) == 2)


async def test_a_change_of_one_company_reads_that_company_only(tmp_path: Path) -> None:
    source = ScriptedSource(held={"1": ONE, "2": TWO})
    async with keeping(source, tmp_path) as keeper:
        keeper.everything_changed()
        await until(keeper.ready.is_set)
        source.asked.clear()
        source.held["2"] = newer = replace(TWO, name="Borealis AS")
        for _ in range(5):
            keeper.company_changed("2")
        await until(lambda: keeper.directory.companies["2"] is newer)

        assert source.asked == ["2"]
        assert keeper.directory.companies["1"] is ONE


async def test_a_company_that_is_gone_is_forgotten_in_memory_and_on_disk(tmp_path: Path) -> None:
    source = ScriptedSource(held={"1": ONE, "2": TWO})
    async with keeping(source, tmp_path) as keeper:
        keeper.everything_changed()
        await until(keeper.ready.is_set)
        del source.held["2"]
        keeper.company_changed("2")
        await until(lambda: len(list(tmp_path.iterdir())) == 1)

        assert set(keeper.directory.companies) == {"1"}


async def test_a_company_that_went_while_nobody_listened_is_forgotten_too(tmp_path: Path) -> None:
    source = ScriptedSource(held={"1": ONE, "2": TWO})
    async with keeping(source, tmp_path) as keeper:
        keeper.everything_changed()
        await until(keeper.ready.is_set)
        del source.held["2"]
        keeper.everything_changed()
        await until(lambda: set(keeper.directory.companies) == {"1"})


async def test_a_restart_without_a_database_decides_from_what_the_last_run_left(tmp_path: Path) -> None:
    async with keeping(ScriptedSource(held={"1": ONE}), tmp_path) as keeper:
        keeper.everything_changed()
        await until(keeper.ready.is_set)
    async with keeping(ScriptedSource(away=True), tmp_path) as keeper:
        assert keeper.ready.is_set()
        assert keeper.directory.companies["1"] == ONE


async def test_a_start_without_database_and_without_anything_kept_is_not_ready(tmp_path: Path) -> None:
    async with keeping(ScriptedSource(away=True), tmp_path) as keeper:
        keeper.everything_changed()
        await asyncio.sleep(0.05)

        assert not keeper.ready.is_set()


async def test_a_change_that_could_not_be_read_is_read_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "RETRY", timedelta(milliseconds=20))
    source = ScriptedSource(held={"1": ONE})
    async with keeping(source, tmp_path) as keeper:
        keeper.everything_changed()
        await until(keeper.ready.is_set)
        source.held["1"] = newer = replace(ONE, name="Aurora AS")
        source.away = True
        keeper.company_changed("1")
        await until(lambda: source.asked.count("1") > 2)
        assert keeper.directory.companies["1"] is ONE
        source.away = False
        await until(lambda: keeper.directory.companies["1"] is newer)


async def test_a_change_while_a_company_is_read_is_read_again(tmp_path: Path) -> None:
    source = ScriptedSource(held={"1": ONE})
    async with keeping(source, tmp_path) as keeper:
        source.gate.clear()
        keeper.company_changed("1")
        await until(lambda: source.asked == ["1"])
        source.held["1"] = newer = replace(ONE, name="Aurora AS")
        keeper.company_changed("1")
        source.gate.set()
        await until(lambda: keeper.directory.companies.get("1") is newer)


async def test_a_changed_company_does_not_wait_behind_a_look_at_all(tmp_path: Path) -> None:
    many = {str(number): replace(TWO, id=str(number), key=f"t{number}", endpoints={}) for number in range(50)}
    source = ScriptedSource(held=many)
    async with keeping(source, tmp_path) as keeper:
        source.gate.clear()
        keeper.everything_changed()
        await until(lambda: len(source.asked) == 1)
        keeper.company_changed("49")
        source.gate.set()
        await until(keeper.ready.is_set)

    assert source.asked[1] == "49"


async def test_a_full_disk_costs_the_copy_and_not_the_change(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    async with keeping(ScriptedSource(held={"1": ONE}), blocked / "snapshots") as keeper:
        keeper.everything_changed()
        await until(keeper.ready.is_set)

        assert keeper.directory.companies["1"] is ONE


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ('{"company": "c", "kind": "k", "id": 1}', "c"),
        ('{"company": null}', None),
        ("{}", None),
        ("[]", None),
        ("\x00", None),
        ("", None),
        ('{"company": 5}', None),
    ],
)
def test_a_notice_names_its_company_or_is_none(payload: str, found: str | None) -> None:
    assert company_in(payload) == found
