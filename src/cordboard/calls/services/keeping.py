"""How long calls stay, and that some were taken out of the portal."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cordboard.calls.models import CallRecord
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM, Actor
from cordboard.tenancy.scope import all_companies, company_scope


@transaction.atomic
def records_prune(*, before: datetime, most: int) -> int:
    """So many of the calls that began before this moment are gone, with their legs, the oldest first; returns how many."""
    with all_companies():
        return _erase(CallRecord.objects.filter(started__lt=before), most)


@transaction.atomic
def records_erase(*, company: UUID, most: int) -> int:
    """So many of the company's calls are gone, with their legs; returns how many."""
    with company_scope(company):
        return _erase(CallRecord.objects.filter(company=company), most)


@transaction.atomic
def records_prune_note(*, before: datetime, count: int) -> None:
    """That so many calls were forgotten, being older than they are kept, is in the journal."""
    facts: dict[str, object] = {"count": count}
    journal_record(kind="calls.records_pruned", actor=SYSTEM, subject=before.date(), facts=facts)


@transaction.atomic
def records_export_note(
    *, actor: Actor, company: UUID | None, subject: str, filters: Mapping[str, str]
) -> None:
    """That someone takes call records of a company (None: of several) out of the portal is in the journal."""
    facts: dict[str, object] = dict(filters)
    journal_record(kind="calls.records_exported", actor=actor, company=company, subject=subject, facts=facts)


def _erase(rows: QuerySet[CallRecord], most: int) -> int:
    ids = list(rows.order_by("started", "id").values_list("id", flat=True)[:most])
    CallRecord.objects.filter(id__in=ids).delete()
    return len(ids)
