"""How acts get hold of rows, and give them numbers for keys."""

from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from cordboard.base.errors import CordboardError, mark
from cordboard.hours.errors import KeyNumberTaken, RingServiceUnknown, SwitchUnknown, TimeTableUnknown
from cordboard.hours.models import KeyNumber, RingService, Switch, TimeTable
from cordboard.hours.rules import key_number_check
from cordboard.hours.types import Ways
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.rules import name_clean

LONGEST_NAME = 80  # signs
Row = TypeVar("Row", TimeTable, Switch, RingService)

_UNKNOWN: dict[type, type[CordboardError]] = {
    TimeTable: TimeTableUnknown,
    Switch: SwitchUnknown,
    RingService: RingServiceUnknown,
}


def row_locked(kind: type[Row], company: UUID, id: UUID) -> Row:  # noqa: A002  # what it is
    """The row, nobody else's to change until the transaction ends. Raises the error of its kind, also for another company's."""
    row = kind.objects.select_for_update(of=("self",)).filter(pk=id, company=company).first()
    if row is None:
        raise _UNKNOWN[kind]
    return row


def name_take(row: TimeTable | Switch | RingService, name: str) -> None:
    """The row has this name, the only one of its kind in the company. Raises FieldInvalid."""
    row.name = name_clean(name, field="name", most=LONGEST_NAME)
    others = type(row).objects.filter(company=row.company_id, name=row.name).exclude(pk=row.pk)
    if others.exists():
        raise FieldInvalid(field="name", reason=mark("Another one has this name."))


def ways_take(row: TimeTable | Switch, ways: Ways) -> None:
    """Calls that meet the row go these ways; of another company's destinations they find nothing when they get there."""
    row.ways = {state: [way.kind, way.id] for state, way in ways.items()}


def key_number_give(company: UUID, subject: UUID, number: str) -> str:
    """Phones know the thing by this number, or by none when it is empty. Raises FieldInvalid, KeyNumberTaken."""
    clean = key_number_check(number, field="number")
    KeyNumber.objects.filter(company=company, subject=subject).exclude(number=clean).delete()
    if not clean:
        return ""
    try:
        with transaction.atomic():
            KeyNumber.objects.get_or_create(company_id=company, subject=subject, number=clean)
    except IntegrityError:
        raise KeyNumberTaken(number=clean) from None
    return clean
