"""PINs of switches and ring services: short, so wrong ones are counted, and of the right one only a sealed hash is kept."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from cordboard.base.clock import now
from cordboard.hours.models import RingService, Switch
from cordboard.hours.rules import pin_check
from cordboard.hours.selectors import seal
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.scope import company_scope

FAILURES_ALLOWED = 10
FAILURES_COUNT_FOR = timedelta(minutes=15)


def pin_take(row: Switch | RingService, pin: str | None) -> None:
    """The row opens with this PIN only, with none for an empty one, and as before for None. Raises FieldInvalid."""
    if pin is None:
        return
    row.pin_sealed = seal().close(make_password(pin_check(pin))) if pin.strip() else ""
    row.pin_failures = []


@transaction.atomic
def switch_pin_verify(*, company: UUID, switch: UUID, pin: str) -> bool:
    """Whether the PIN opens the switch; one without a PIN opens with any, a missing one with none. See `_verified`."""
    with company_scope(company):
        return _verified(Switch.objects.select_for_update().filter(pk=switch, company=company).first(), pin)


@transaction.atomic
def ring_service_pin_verify(*, company: UUID, service: UUID, pin: str) -> bool:
    """Whether the PIN opens the ring service (SCO-151), likewise."""
    with company_scope(company):
        return _verified(
            RingService.objects.select_for_update().filter(pk=service, company=company).first(), pin
        )


def _verified(row: Switch | RingService | None, pin: str) -> bool:
    """Whether the PIN is right. Wrong ones are on record; after ten within a quarter of an hour none is looked at for as long."""
    if row is None or not row.pin_sealed:
        return row is not None
    recent = [one for one in row.pin_failures if one > now() - FAILURES_COUNT_FOR]
    if len(recent) >= FAILURES_ALLOWED:
        return False
    opened = check_password(pin, seal().open(row.pin_sealed))
    row.pin_failures = [] if opened else [*recent, now()]
    row.save(update_fields=["pin_failures"])
    if not opened:
        facts: dict[str, object] = {"name": row.name}
        journal_record(
            kind="hours.pin_refused", actor=SYSTEM, company=row.company_id, subject=row.pk, facts=facts
        )
    return opened
