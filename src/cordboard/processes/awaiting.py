"""Waiting for what other processes do, by PostgreSQL's notifications rather than by sleeping and looking."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import psycopg
from django.conf import settings

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
