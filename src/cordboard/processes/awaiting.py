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
from cordboard.processes.applying import engine_drift

APPLIED = "deployment.company_applied"


@contextmanager
def company_applied(*, company: UUID, within: timedelta) -> Iterator[None]:
    """After the block, returns once the engine runs all that the block changed of the company.

    An apply that is told of may have begun before the last change, so the node is looked at each time. Raises TimeoutError.
    """
    with psycopg.connect(settings.CORDBOARD.database, autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        yield
        for notice in connection.notifies(timeout=within.total_seconds()):
            heard = json.loads(notice.payload)
            if heard["kind"] == APPLIED and heard["company"] == str(company) and not engine_drift(company):
                return
    seconds = within.total_seconds()
    raise TimeoutError(
        f"no {APPLIED} within {seconds:g} s: is the worker alive? `./cordboard status` and `./cordboard logs worker` tell"
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
