"""News from the journal over PostgreSQL's notifications: which company changed, told as soon as it is committed."""

import asyncio
import json
import logging
from typing import Protocol

import psycopg

log = logging.getLogger(__name__)

CHANNEL = "cordboard_journal"
BACK_OFF_FIRST = 0.2  # seconds
BACK_OFF_MOST = 10.0  # seconds
PROBE_AFTER = 20.0  # seconds of silence; then the connection is asked whether it still lives
CONNECT_WITHIN = 5  # seconds


class NewsTaker(Protocol):
    """Who wants to know. Neither method may wait."""

    def company_changed(self, company: str) -> None:
        """Something of the company with this id changed."""

    def everything_changed(self) -> None:
        """Nobody listened for a while: anything may have changed."""


async def journal_heard(dsn: str, taker: NewsTaker) -> None:
    """The taker is told for ever; a database that goes away is awaited, and what it says first is `everything_changed`."""
    pause = BACK_OFF_FIRST
    while True:
        try:
            async with await _connected(dsn) as connection:
                taker.everything_changed()
                pause = BACK_OFF_FIRST
                await _listen(connection, taker)
        except (psycopg.Error, OSError):
            log.warning("the database is away; calls go on from what is known, next attempt in %.1f s", pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, BACK_OFF_MOST)


def company_in(payload: str) -> str | None:
    """The company a notice names; None for notices of the platform, and for what is no notice."""
    try:
        company = json.loads(payload)["company"]
    except (ValueError, TypeError, KeyError):
        return None
    return company if isinstance(company, str) else None


async def _connected(dsn: str) -> psycopg.AsyncConnection[tuple[object, ...]]:
    connection = await psycopg.AsyncConnection.connect(
        dsn, autocommit=True, connect_timeout=CONNECT_WITHIN, application_name="cordboard calls"
    )
    try:
        await connection.execute(f"LISTEN {CHANNEL}")
    except BaseException:
        await connection.close()
        raise
    return connection


async def _listen(connection: psycopg.AsyncConnection[tuple[object, ...]], taker: NewsTaker) -> None:
    while True:
        async for notice in connection.notifies(timeout=PROBE_AFTER):
            if company := company_in(notice.payload):
                taker.company_changed(company)
        await connection.execute("SELECT 1")
