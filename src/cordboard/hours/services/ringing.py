"""Acts on ring services and on the lines they divert."""

from uuid import UUID

from django.db import transaction

from cordboard.base.errors import mark
from cordboard.hours.errors import LineUnknown
from cordboard.hours.models import Diversion, Line, RingService
from cordboard.hours.rules import key_number_check
from cordboard.hours.selectors import ring_service_get
from cordboard.hours.services.pins import pin_take
from cordboard.hours.services.rows import name_take, row_locked
from cordboard.hours.types import RingServiceSummary
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.numbering.selectors import dids_for_company
from cordboard.numbering.types import Destination
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.scope import company_scope


@transaction.atomic
def ring_service_create(
    *, actor: Actor, company: UUID, name: str, overflow: Destination, pin: str = ""
) -> RingServiceSummary:
    """Lines can be sent to the new service's overflow (SCO-149). Raises FieldInvalid."""
    row = RingService(company_id=company)
    return _settle("hours.ring_service_created", actor, row, name, overflow, pin)


@transaction.atomic
def ring_service_change(
    *,
    actor: Actor,
    company: UUID,
    service: UUID,
    name: str,
    overflow: Destination,
    pin: str | None = None,
) -> RingServiceSummary:
    """The service is as settled; lines diverted to it follow at once; a PIN of None stays. Raises RingServiceUnknown, FieldInvalid."""
    with company_scope(company):
        row = row_locked(RingService, company, service)
    return _settle("hours.ring_service_changed", actor, row, name, overflow, pin)


@transaction.atomic
def ring_service_delete(*, actor: Actor, company: UUID, service: UUID) -> None:
    """The service is gone, and lines diverted to it go their usual way again. Raises RingServiceUnknown."""
    with company_scope(company):
        row = row_locked(RingService, company, service)
        row.delete()
    journal_record(
        kind="hours.ring_service_deleted",
        actor=actor,
        company=company,
        subject=service,
        facts={"name": row.name},
    )


@transaction.atomic
def line_identify(*, actor: Actor, company: UUID, did: int, identifier: str) -> None:
    """The direct number is known to ring services by this identifier, or by none when it is empty (SCO-150).

    Raises LineUnknown for a number that is not the company's, FieldInvalid.
    """
    clean = key_number_check(identifier, field="identifier")
    number = next((one.number for one in dids_for_company(company=company) if one.id == did), None)
    if number is None:
        raise LineUnknown
    with company_scope(company):
        Line.objects.filter(company=company, did=did).delete()
        if clean:
            Line.objects.create(company_id=company, did_id=did, identifier=clean)
    facts: dict[str, object] = {"identifier": clean}
    journal_record(kind="hours.line_identified", actor=actor, company=company, subject=number, facts=facts)


@transaction.atomic
def line_toggle(*, actor: Actor, company: UUID, service: UUID, identifier: str) -> bool:
    """Whether all lines of that identifier go to the service's overflow now; if they did already, they go their usual way again.

    Lines that another service holds come to this one. Raises RingServiceUnknown, LineUnknown. Source: catalogue SCO-148, SCO-150.
    """
    with company_scope(company):
        row = row_locked(RingService, company, service)
        if not Line.objects.filter(company=company, did__company=company, identifier=identifier).exists():
            raise LineUnknown
        held = Diversion.objects.filter(company=company, identifier=identifier)
        restores = held.filter(service=row).exists()
        held.delete()
        if not restores:
            Diversion.objects.create(company_id=company, identifier=identifier, service=row)
    kind = "hours.line_restored" if restores else "hours.line_diverted"
    facts: dict[str, object] = {"name": row.name}
    journal_record(kind=kind, actor=actor, company=company, subject=identifier, facts=facts)
    return not restores


def _settle(
    kind: str, actor: Actor, row: RingService, name: str, overflow: Destination, pin: str | None
) -> RingServiceSummary:
    company = row.company_id
    if not overflow.kind:
        raise FieldInvalid(field="overflow", reason=mark("Choose where the lines go."))
    with company_scope(company):
        name_take(row, name)
        row.destination_kind, row.destination_id = overflow.kind, overflow.id
        pin_take(row, pin)
        row.save()
    journal_record(kind=kind, actor=actor, company=company, subject=row.pk, facts={"name": row.name})
    return ring_service_get(company=company, service=row.pk)
