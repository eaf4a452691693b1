"""Waiting for what other processes do, by PostgreSQL's notifications rather than by sleeping and looking."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
from django.conf import settings

from cordboard.calls.selectors import CallWindow, calls_page
from cordboard.calls.types import CallFilter, CallSummary
from cordboard.journal.services import CHANNEL


@contextmanager
def journal_awaited(kind: str, *, company: UUID, within: timedelta) -> Iterator[None]:
    """After the block, returns once the journal got an entry of this kind for the company since the block began.

    Raises TimeoutError saying what did not come.
    """
    with psycopg.connect(settings.CORDBOARD.database, autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        yield
        for notice in connection.notifies(timeout=within.total_seconds()):
            heard = json.loads(notice.payload)
            if heard["kind"] == kind and heard["company"] == str(company):
                return
    seconds = within.total_seconds()
    raise TimeoutError(
        f"no {kind} within {seconds:g} s: is the worker alive? `./cordboard status` and `./cordboard logs worker` tell"
    )


def records_awaited(
    count: int, *, company: UUID, since: datetime, within: timedelta
) -> tuple[CallSummary, ...]:
    """The company's calls since a moment, oldest first, once there are at least `count`. Raises TimeoutError.

    Records come from a file that rings no bell, so this looks five times a second.
    """
    deadline = time.monotonic() + within.total_seconds()
    while time.monotonic() < deadline:
        page = calls_page(
            company=company, wanted=CallFilter(since=since), window=CallWindow(newest_first=False)
        )
        if len(page.rows) >= count:
            return page.rows
        threading.Event().wait(0.2)
    raise TimeoutError(
        f"{count} call records were awaited, {len(page.rows)} came: `./cordboard logs worker` tells what holds them up"
    )
