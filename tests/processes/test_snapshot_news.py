"""News of committed changes reach the call server, across a database that goes away and comes back."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from django.db import connection

from cordboard.processes import snapshot_news
from cordboard.processes.snapshot_database import DatabaseSnapshots
from cordboard.processes.snapshot_news import journal_heard
from kit.companies import TwoCompanies, companies_make

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@dataclass(slots=True)
class Notebook:
    """What was told, in order."""

    told: list[str] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def company_changed(self, company: str) -> None:
        """A company changed."""
        self.told.append(company)
        self.arrived.set()

    def everything_changed(self) -> None:
        """Anything may have changed."""
        self.company_changed("everything")

    async def until(self, *expected: str) -> None:
        """These were told last, in this order."""
        async with asyncio.timeout(10):
            while self.told[-len(expected) :] != list(expected):
                self.arrived.clear()
                await self.arrived.wait()


def dsn() -> str:
    """The test database."""
    known: dict[str, Any] = connection.get_connection_params()
    names = ("host", "port", "dbname", "user", "password")
    return psycopg.conninfo.make_conninfo(**{name: known[name] for name in names if known.get(name)})


@contextlib.asynccontextmanager
async def hearing() -> AsyncIterator[Notebook]:
    """A notebook that hears the journal."""
    notebook = Notebook()
    task = asyncio.create_task(journal_heard(dsn(), notebook))
    try:
        await notebook.until("everything")
        yield notebook
    finally:
        task.cancel()
        await asyncio.wait([task])


def committed() -> TwoCompanies:
    """Two companies, made in a thread that leaves no connection behind."""
    try:
        return companies_make()
    finally:
        connection.close()


async def notify(payload: str) -> None:
    """A notice is committed."""
    async with await psycopg.AsyncConnection.connect(dsn(), autocommit=True) as other:
        await other.execute("SELECT pg_notify(%s, %s)", [snapshot_news.CHANNEL, payload])


async def test_an_act_is_told_by_the_companys_id() -> None:
    async with hearing() as notebook:
        companies = await asyncio.to_thread(committed)

        await notebook.until(str(companies.two.company.id))
        assert str(companies.one.company.id) in notebook.told


async def test_notices_of_the_platform_and_garbage_are_passed_over() -> None:
    async with hearing() as notebook:
        for payload in ("garbage", '{"company": null, "kind": "k", "id": 1}', '{"company": "a"}'):
            await notify(payload)

        await notebook.until("everything", "a")


async def test_a_database_that_went_away_is_heard_again_and_then_anything_may_have_changed() -> None:
    async with hearing() as notebook:
        async with await psycopg.AsyncConnection.connect(dsn(), autocommit=True) as other:
            await other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cordboard calls'"
            )
        await notebook.until("everything", "everything")
        await notify('{"company": "b"}')

        await notebook.until("b")


async def test_a_database_that_is_not_there_is_awaited() -> None:
    notebook = Notebook()
    task = asyncio.create_task(journal_heard("host=/nonexistent dbname=x", notebook))
    await asyncio.sleep(0.5)
    task.cancel()
    await asyncio.wait([task])

    assert notebook.told == []


def test_snapshots_come_from_the_rooms() -> None:
    companies = companies_make()
    source = DatabaseSnapshots()
    snapshot = source.company(str(companies.one.company.id))

    assert set(source.companies()) == {str(companies.one.company.id), str(companies.two.company.id)}
    assert snapshot is not None
    assert snapshot.key == companies.one.company.key
    assert {"101", "102"} <= set(snapshot.extensions)
    assert snapshot.numbers == {"+442079460001": companies.one.did.destination}
    assert companies.two.user.device.key not in snapshot.endpoints


def test_a_company_that_is_gone_has_no_snapshot() -> None:
    assert DatabaseSnapshots().company("00000000-0000-4000-8000-000000000000") is None
