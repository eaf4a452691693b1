"""Writing the journal."""

import json
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cordboard.base.clock import now
from cordboard.journal.models import Entry
from cordboard.journal.registry import subscribers_for
from cordboard.journal.selectors import entry_value
from cordboard.journal.types import SYSTEM, Actor, JournalEntry

CHANNEL = "cordboard_journal"


def journal_record(
    *,
    kind: str,
    actor: Actor,
    subject: object,
    company: UUID | None = None,
    facts: dict[str, object] | None = None,
) -> JournalEntry:
    """The act is on record, its subscribers are called, and listeners are told when the transaction commits.

    Must run inside the transaction of the act itself; raises RuntimeError otherwise. Never put secrets,
    digits people key or recorded words into `facts`.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(
            f"journal entry {kind!r} outside a transaction: wrap the act in transaction.atomic"
        )
    entry = entry_value(_row(kind, actor, subject, company, facts or {}))
    for subscriber in subscribers_for(kind):
        subscriber(entry)
    notice = json.dumps({"company": entry.company, "kind": kind, "id": entry.id})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, notice])
    return entry


@transaction.atomic
def entries_prune(*, before: datetime, most: int) -> int:
    """So many of the entries made before this moment are gone, the oldest first; returns how many."""
    ids = list(Entry.objects.filter(at__lt=before).order_by("at").values_list("id", flat=True)[:most])
    Entry.objects.filter(id__in=ids).delete()
    return len(ids)


@transaction.atomic
def entries_prune_note(*, before: datetime, count: int) -> None:
    """That so many entries were forgotten, being older than they are kept, is an entry itself."""
    facts: dict[str, object] = {"count": count}
    journal_record(kind="journal.entries_pruned", actor=SYSTEM, subject=before.date(), facts=facts)


def _row(kind: str, actor: Actor, subject: object, company: UUID | None, facts: dict[str, object]) -> Entry:
    return Entry.objects.create(
        at=now(),
        kind=kind,
        company=company,
        actor=actor.person,
        actor_name=actor.name[:200],
        on_behalf_of=actor.on_behalf_of,
        on_behalf_of_name=actor.on_behalf_of_name[:200],
        address=actor.address,
        subject=str(subject)[:120],
        facts={name: str(value) for name, value in facts.items()},
    )
