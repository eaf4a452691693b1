"""PINs of switches and ring services: short, so wrong ones are counted, and of the right one only a sealed hash is kept."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from cordboard.base.clock import now
from cordboard.hours.errors import RingServiceUnknown, SwitchUnknown
from cordboard.hours.models import RingService, Switch
from cordboard.hours.rules import pin_check
from cordboard.hours.selectors import seal
from cordboard.hours.services.rows import row_locked
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


def switch_pin_verify(*, company: UUID, switch: UUID, pin: str) -> bool:
    """Whether the PIN opens the switch; one without a PIN opens with any. See `_verify`."""
    return _verify(Switch, company, switch, pin)


def ring_service_pin_verify(*, company: UUID, service: UUID, pin: str) -> bool:
    """Whether the PIN opens the ring service (SCO-151); one without a PIN opens with any. See `_verify`."""
    return _verify(RingService, company, service, pin)


@transaction.atomic
def _verify(kind: type[Switch] | type[RingService], company: UUID, id: UUID, pin: str) -> bool:  # noqa: A002
    """Whether the PIN is right. Wrong ones are on record; after ten within a quarter of an hour none is looked at for as long."""
    with company_scope(company):
        try:
            row = row_locked(kind, company, id)
        except (SwitchUnknown, RingServiceUnknown):
            return False
        recent = [one for one in row.pin_failures if one > now() - FAILURES_COUNT_FOR]
        if not row.pin_sealed:
            return True
        if len(recent) >= FAILURES_ALLOWED:
            return False
        opened = check_password(pin, seal().open(row.pin_sealed))
        row.pin_failures = [] if opened else [*recent, now()]
        row.save(update_fields=["pin_failures"])
    if not opened:
        facts: dict[str, object] = {"name": row.name}
        journal_record(kind="hours.pin_refused", actor=SYSTEM, company=company, subject=id, facts=facts)
    return opened
