"""Reads of the journal."""

from dataclasses import dataclass
from uuid import UUID

from cordboard.journal.models import Entry
from cordboard.journal.types import Actor, JournalEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPage:
    """One page of entries, newest first, and the id to continue before (None at the end)."""

    entries: tuple[JournalEntry, ...]
    before: int | None


def journal_page(
    *,
    companies: set[UUID] | None,
    before: int | None = None,
    size: int = 50,
    text: str = "",
    prefix: str = "",
) -> JournalPage:
    """Entries of the given companies (None: of all, for the platform's own administrators). One query.

    `text` is looked for in kinds and actors' names; `prefix` is the start of a kind, such as `devices.`.
    """
    rows = Entry.objects.order_by("-id")
    if companies is not None:
        rows = rows.filter(company__in=companies)
    if before is not None:
        rows = rows.filter(id__lt=before)
    if prefix:
        rows = rows.filter(kind__startswith=prefix)
    if text:
        rows = rows.filter(kind__icontains=text) | rows.filter(actor_name__icontains=text)
    found = list(rows[: size + 1])
    more = len(found) > size
    entries = tuple(entry_value(row) for row in found[:size])
    return JournalPage(entries=entries, before=entries[-1].id if more else None)


def entry_value(row: Entry) -> JournalEntry:
    """A row as the value other rooms see."""
    actor = Actor(
        person=str(row.actor) if row.actor else None,
        name=row.actor_name,
        on_behalf_of=str(row.on_behalf_of) if row.on_behalf_of else None,
        on_behalf_of_name=row.on_behalf_of_name,
        address=row.address,
    )
    company = str(row.company) if row.company else None
    return JournalEntry(
        id=row.id,
        at=row.at,
        kind=row.kind,
        company=company,
        actor=actor,
        subject=row.subject,
        facts=row.facts,
    )
