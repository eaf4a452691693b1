"""Acts on numbers."""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from cordboard.base.errors import mark
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.numbering.errors import DidTaken, DidUnavailable, ExtensionTaken, ExtensionUnknown
from cordboard.numbering.models import Did, Extension
from cordboard.numbering.rules import e164_parse, extension_check
from cordboard.numbering.selectors import (
    codes_for_company,
    did_value,
    extension_value,
    extensions_for_company,
)
from cordboard.numbering.types import Destination, DidSummary, ExtensionSummary
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.rules import limit_check
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.selectors import company_get
from cordboard.tenancy.services import company_lock

RING_TIME = timedelta(seconds=20)
RING_LEAST, RING_MOST = timedelta(seconds=5), timedelta(minutes=5)


@transaction.atomic
def extension_create(
    *,
    actor: Actor,
    company: UUID,
    number: str,
    destination: Destination,
    person: UUID | None = None,
    ring_time: timedelta = RING_TIME,
) -> ExtensionSummary:
    """Dialling the number in the company leads there. Raises ExtensionInvalid, ExtensionIsCode, ExtensionTaken, LimitReached."""
    company_lock(company=company)
    with company_scope(company):
        clean = _number_free(company, number, None)
        used = Extension.objects.filter(company=company).count()
        limit_check(what="extensions", limit=company_get(company=company).limits.extensions, used=used)
        row = Extension.objects.create(
            company_id=company,
            number=clean,
            person_id=person,
            destination_kind=destination.kind,
            destination_id=destination.id,
            ring_time=_ring_time(ring_time),
        )
    journal_record(kind="numbering.extension_created", actor=actor, company=company, subject=clean)
    return extension_value(row)


@transaction.atomic
def extension_change(
    *, actor: Actor, company: UUID, extension: int, number: str, ring_time: timedelta
) -> ExtensionSummary:
    """The extension has this number and ring time. Raises ExtensionUnknown, ExtensionTaken and its kin, FieldInvalid."""
    company_lock(company=company)
    with company_scope(company):
        row = _extension(company, extension)
        before = row.number
        row.number = _number_free(company, number, extension)
        row.ring_time = _ring_time(ring_time)
        row.save()
    journal_record(
        kind="numbering.extension_changed",
        actor=actor,
        company=company,
        subject=row.number,
        facts={"before": before},
    )
    return extension_value(row)


@transaction.atomic
def extension_delete(*, actor: Actor, company: UUID, extension: int) -> None:
    """The number is free again. Raises ExtensionUnknown."""
    with company_scope(company):
        row = _extension(company, extension)
        row.delete()
    journal_record(kind="numbering.extension_deleted", actor=actor, company=company, subject=row.number)


@transaction.atomic
def destination_number_set(*, actor: Actor, company: UUID, destination: Destination, number: str) -> None:
    """Exactly this extension leads to the destination, or none for an empty `number`; extensions of people are let alone.

    Raises ExtensionTaken and its kin, LimitReached.
    """
    held = [
        one
        for one in extensions_for_company(company=company)
        if one.destination == destination and one.person is None
    ]
    for extension in held:
        if extension.number != number.strip():
            extension_delete(actor=actor, company=company, extension=extension.id)
    if number.strip() and number.strip() not in {one.number for one in held}:
        extension_create(actor=actor, company=company, number=number, destination=destination)


@transaction.atomic
def did_create(*, actor: Actor, number: str, country: str) -> DidSummary:
    """The number lies in the free pool. Raises PhoneNumberInvalid, DidTaken."""
    clean = e164_parse(number, country=country)
    try:
        with transaction.atomic():
            row = Did.objects.create(number=clean)
    except IntegrityError:
        raise DidTaken(number=clean) from None
    journal_record(kind="numbering.did_created", actor=actor, subject=clean)
    return did_value(row)


@transaction.atomic
def did_assign(*, actor: Actor, company: UUID, did: int, destination: Destination | None) -> DidSummary:
    """Calls to the number reach the company (and the destination, if any). Raises DidUnavailable, LimitReached (SCO-68)."""
    company_lock(company=company)
    row = Did.objects.select_for_update().filter(pk=did).first()
    if row is None or row.company_id not in {None, company}:
        raise DidUnavailable
    if row.company_id is None:
        used = Did.objects.filter(company=company).count()
        limit_check(
            what="incoming lines", limit=company_get(company=company).limits.incoming_lines, used=used
        )
    row.company_id = company
    row.destination_kind, row.destination_id = (destination.kind, destination.id) if destination else ("", "")
    row.save()
    journal_record(kind="numbering.did_assigned", actor=actor, company=company, subject=row.number)
    return did_value(Did.objects.select_related("company").get(pk=did))


@transaction.atomic
def did_free(*, actor: Actor, company: UUID, did: int) -> None:
    """The number lies in the free pool again. Raises DidUnavailable. Source: catalogue USR-83."""
    row = Did.objects.select_for_update().filter(pk=did, company=company).first()
    if row is None:
        raise DidUnavailable
    row.company_id, row.destination_kind, row.destination_id = None, "", ""
    row.save()
    journal_record(kind="numbering.did_freed", actor=actor, company=company, subject=row.number)


@transaction.atomic
def dids_free_all(*, actor: Actor, company: UUID) -> None:
    """All numbers of the company lie in the free pool again. Raises CompanyUnknown. Source: catalogue USR-83."""
    company_lock(company=company)
    rows = Did.objects.filter(company=company)
    numbers = sorted(rows.select_for_update().values_list("number", flat=True))
    rows.update(company=None, destination_kind="", destination_id="")
    if numbers:
        facts: dict[str, object] = {"count": len(numbers), "numbers": ", ".join(numbers)}
        journal_record(
            kind="numbering.dids_freed", actor=actor, company=company, subject=company, facts=facts
        )


def _extension(company: UUID, extension: int) -> Extension:
    row = Extension.objects.select_for_update().filter(pk=extension, company=company).first()
    if row is None:
        raise ExtensionUnknown
    return row


def _number_free(company: UUID, number: str, holder: int | None) -> str:
    clean = extension_check(number, codes=frozenset(codes_for_company(company=company)))
    if (
        Extension.objects.filter(company=company, number=clean)
        .exclude(pk__in=[holder] if holder else [])
        .exists()
    ):
        raise ExtensionTaken(number=clean)
    return clean


def _ring_time(ring_time: timedelta) -> timedelta:
    if not RING_LEAST <= ring_time <= RING_MOST:
        raise FieldInvalid(field="ring_time", reason=mark("Ring for 5 to 300 seconds."))
    return ring_time
