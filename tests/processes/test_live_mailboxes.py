"""News of mailboxes reach the worker once, in spite of a dead database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from cordboard.processes.live.mailbox_news import MailboxCourier
from kit.eventually import eventually

pytestmark = pytest.mark.pure


class Worker:
    """Writes down what it is told; while `dead`, raises as a database connection would."""

    def __init__(self) -> None:
        self.told: list[tuple[str, ...]] = []
        self.dead = False
        self.tried = 0

    def mailbox_changed(self, context: str, box: str) -> None:
        self._take((context, box))

    def mailboxes_unwatched(self) -> None:
        self._take(("all",))

    def _take(self, news: tuple[str, ...]) -> None:
        self.tried += 1
        if self.dead:
            raise OSError("the database is gone")
        self.told.append(news)


@asynccontextmanager
async def courier_for(worker: Worker) -> AsyncIterator[MailboxCourier]:
    courier = MailboxCourier(worker, pause=timedelta(milliseconds=20), retry_first=0.01)
    running = asyncio.create_task(courier.run())
    try:
        yield courier
    finally:
        running.cancel()
        await asyncio.wait([running])


async def test_changes_of_one_box_are_told_once_and_in_order() -> None:
    worker = Worker()
    async with courier_for(worker) as courier:
        for _ in range(50):
            courier.mailbox_changed("1@ta")
            courier.mailbox_changed("2@tb")
        await eventually(lambda: len(worker.told) == 2)
        courier.mailbox_changed("1@ta")
        await eventually(lambda: len(worker.told) == 3)
    assert worker.told == [("ta", "1"), ("tb", "2"), ("ta", "1")]


async def test_nothing_is_lost_while_the_database_is_gone() -> None:
    worker = Worker()
    worker.dead = True
    async with courier_for(worker) as courier:
        courier.mailbox_changed("1@ta")
        await eventually(lambda: worker.tried > 2)
        courier.mailbox_changed("2@tb")
        worker.dead = False
        await eventually(lambda: len(worker.told) == 2)
    assert sorted(worker.told) == [("ta", "1"), ("tb", "2")]


async def test_after_a_time_unwatched_one_word_stands_for_all_boxes() -> None:
    worker = Worker()
    worker.dead = True
    async with courier_for(worker) as courier:
        courier.mailbox_changed("1@ta")
        courier.mailboxes_unwatched()
        courier.mailbox_changed("2@tb")
        await eventually(lambda: worker.tried > 1)
        worker.dead = False
        await eventually(lambda: worker.told == [("all",)])
        courier.mailbox_changed("3@tc")
        await eventually(lambda: worker.told == [("all",), ("tc", "3")])


async def test_what_is_no_mailbox_is_told_to_nobody() -> None:
    worker = Worker()
    async with courier_for(worker) as courier:
        for name in ("", "@", "1@", "@ta", "1"):
            courier.mailbox_changed(name)
        courier.mailbox_changed("1@ta")
        await eventually(lambda: bool(worker.told))
    assert worker.told == [("ta", "1")]
