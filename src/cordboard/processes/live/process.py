"""The live process put together."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from cordboard.base.clock import now
from cordboard.base.configuration import Configuration
from cordboard.base.secrets import Secrets
from cordboard.engine.ami import ManagerConnection
from cordboard.engine.names import MANAGER_USER
from cordboard.processes.live.board import Board
from cordboard.processes.live.mailbox_news import MailboxCourier, MailboxNews
from cordboard.processes.live.server import LiveServer
from cordboard.processes.live.status import socket_path
from cordboard.processes.live.viewers import Viewers
from cordboard.processes.live.watch import EVENT_CLASSES, EVENTS, EngineWatch

log = logging.getLogger(__name__)

TELL_EVERY = timedelta(milliseconds=150)  # changes within it travel together
BEAT_EVERY = timedelta(seconds=15)
SNAPSHOT_DEADLINE = timedelta(seconds=20)  # a listing of 10,000 registrations takes seconds


async def live_run(configuration: Configuration, secrets: Secrets, news: MailboxNews) -> None:
    """Watch the engine and tell viewers until cancelled; engine and database may come and go."""
    board = Board(company_of=company_finder(configuration.data), clock=lambda: int(time.time()))
    viewers, courier, changed = Viewers(), MailboxCourier(news), asyncio.Event()
    server = LiveServer(viewers, key=secrets.live_key, clock=now)
    manager = ManagerConnection(
        port=configuration.ami_port,
        user=MANAGER_USER,
        secret=secrets.ami_password,
        events=EVENT_CLASSES,
        only=EVENTS,
        deadline=SNAPSHOT_DEADLINE,
    )
    watch = EngineWatch(manager=manager, board=board, mailboxes=courier, changed=changed.set)
    async with manager, server.serving(socket_path(configuration.data)), asyncio.TaskGroup() as group:
        log.info("live: viewers are served")
        group.create_task(watch.run())
        group.create_task(courier.run())
        group.create_task(_tell(board, viewers, watch, changed))
        group.create_task(_beat(viewers))


async def _tell(board: Board, viewers: Viewers, watch: EngineWatch, changed: asyncio.Event) -> None:
    while True:
        await changed.wait()
        changed.clear()
        engine = "connected" if watch.engine_answers else "unreachable"
        viewers.tell(engine=engine, changes=board.publish(), states=board.published)
        await asyncio.sleep(TELL_EVERY.total_seconds())


async def _beat(viewers: Viewers) -> None:
    while True:
        await asyncio.sleep(BEAT_EVERY.total_seconds())
        viewers.beat()


def company_finder(data: Path) -> Callable[[str], str]:
    """Tells an endpoint's company from the projection; keys are never reused, so an answer stays true."""
    file = data / "asterisk" / "endpoints.sqlite3"
    known: dict[str, str] = {}

    def company_of(endpoint: str) -> str:
        if endpoint not in known and (company := _company_read(file, endpoint)):
            known[endpoint] = company
        return known.get(endpoint, "")

    return company_of


def _company_read(file: Path, endpoint: str) -> str:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=1)) as projection:
            row = projection.execute(
                "SELECT accountcode FROM ps_endpoints WHERE id = ?", (endpoint,)
            ).fetchone()
    except sqlite3.Error as fault:
        log.warning("the company of an endpoint is not known: %s", fault)
        return ""
    return str(row[0]) if row else ""
