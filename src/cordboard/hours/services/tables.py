"""Acts on time tables."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from cordboard.base.errors import mark
from cordboard.hours.errors import CalendarTooLarge
from cordboard.hours.models import TimeTable
from cordboard.hours.rules import MOST_DATES
from cordboard.hours.selectors import (
    HOLIDAYS_AHEAD,
    holiday_regions,
    holidays_between,
    region_of,
    time_table_get,
    time_table_value,
    today_of,
)
from cordboard.hours.services.rows import key_number_give, name_take, row_locked, ways_take
from cordboard.hours.types import (
    DateHours,
    HolidayRegion,
    Span,
    TableState,
    TimeTableSummary,
    TimeTableValues,
)
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM, Actor
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.selectors import company_get


@transaction.atomic
def time_table_create(*, actor: Actor, company: UUID, values: TimeTableValues) -> TimeTableSummary:
    """Calls can ask the new time table (WDX-177). Raises FieldInvalid, KeyNumberTaken."""
    return _settle(actor, company, TimeTable(company_id=company), values, "hours.time_table_created")


@transaction.atomic
def time_table_change(
    *, actor: Actor, company: UUID, table: UUID, values: TimeTableValues
) -> TimeTableSummary:
    """The time table is as settled. Raises TimeTableUnknown, FieldInvalid, KeyNumberTaken."""
    with company_scope(company):
        row = row_locked(TimeTable, company, table)
    return _settle(actor, company, row, values, "hours.time_table_changed")


@transaction.atomic
def time_table_force(*, actor: Actor, company: UUID, table: UUID, state: TableState) -> None:
    """The table goes by its hours or is forced, from the next call on (WDX-177). Raises TimeTableUnknown."""
    with company_scope(company):
        row = row_locked(TimeTable, company, table)
        before, row.state = row.state, state.value
        row.save(update_fields=["state"])
    facts: dict[str, object] = {"name": row.name, "state": state.value, "before": before}
    journal_record(kind="hours.time_table_forced", actor=actor, company=company, subject=table, facts=facts)


@transaction.atomic
def time_table_delete(*, actor: Actor, company: UUID, table: UUID) -> None:
    """The table is gone; calls sent to it lead nowhere. Raises TimeTableUnknown."""
    with company_scope(company):
        row = row_locked(TimeTable, company, table)
        key_number_give(company, table, "")
        row.delete()
    journal_record(
        kind="hours.time_table_deleted",
        actor=actor,
        company=company,
        subject=table,
        facts={"name": row.name},
    )


@transaction.atomic
def calendar_import(*, actor: Actor, company: UUID, table: UUID, content: bytes) -> int:
    """What an iCalendar file closes is among the table's dates; returns how many were new (SCO-71).

    Raises TimeTableUnknown, and CalendarInvalid or CalendarTooLarge, after which nothing changed.
    """
    from cordboard.hours.rules.calendar import (
        calendar_read,  # here: the call server starts without it (ADR 58)
    )

    zone = ZoneInfo(company_get(company=company).time_zone)
    found = calendar_read(content, today=today_of(company), zone=zone)
    with company_scope(company):
        row = row_locked(TimeTable, company, table)
        held = time_table_value(row, "").values.dates
        new = [entry for entry in found if entry not in held]
        if len(held) + len(new) > MOST_DATES:
            raise CalendarTooLarge(most=MOST_DATES)
        row.dates = _dates_kept((*held, *new))
        row.save(update_fields=["dates"])
    facts: dict[str, object] = {"name": row.name, "count": len(new)}
    journal_record(kind="hours.calendar_imported", actor=actor, company=company, subject=table, facts=facts)
    return len(new)


@transaction.atomic
def holidays_renew(*, company: UUID) -> None:
    """Calls know the holidays of the coming 18 months; there is an entry only when some were new to them."""
    last = today_of(company) + HOLIDAYS_AHEAD
    with company_scope(company):
        rows = TimeTable.objects.select_for_update().filter(company=company).exclude(holiday_country="")
        came = sorted(day for row in rows for day in _come_near(row, last))
        TimeTable.objects.filter(pk__in=[row.pk for row in rows]).update(holidays_until=last)
    if came:
        facts: dict[str, object] = {"days": ", ".join(dict.fromkeys(came))}
        journal_record(
            kind="hours.holidays_renewed", actor=SYSTEM, company=company, subject=company, facts=facts
        )


def _come_near(row: TimeTable, last: date) -> dict[str, str]:
    """Holidays up to `last` that calls do not know yet."""
    since = row.holidays_until
    return {
        day: name
        for day, name in holidays_between(region_of(row), since or last, last).items()
        if since is None or day > since.isoformat()
    }


def _settle(
    actor: Actor, company: UUID, row: TimeTable, values: TimeTableValues, kind: str
) -> TimeTableSummary:
    with company_scope(company):
        name_take(row, values.name)
        region = _region_check(values.holidays)
        row.state = values.state.value
        row.week = [_spans_kept(day) for day in values.week]
        row.dates = _dates_kept(values.dates)
        row.holiday_country, row.holiday_region = region.country, region.region
        row.holiday_spans = _spans_kept(values.holiday_spans)
        ways_take(row, values.ways)
        row.holidays_until = today_of(company) + HOLIDAYS_AHEAD
        row.save()
        key_number_give(company, row.pk, values.number)
    journal_record(kind=kind, actor=actor, company=company, subject=row.pk, facts={"name": row.name})
    return time_table_get(company=company, table=row.pk)


def _region_check(region: HolidayRegion) -> HolidayRegion:
    if not region.country:
        return HolidayRegion()
    known = holiday_regions()
    if region.country not in known:
        raise FieldInvalid(field="country", reason=mark("Choose a country from the list."))
    if region.region and region.region not in known[region.country]:
        raise FieldInvalid(
            field="region",
            reason=mark(
                "This country has no such part. Write its code of ISO 3166-2, such as BY for Bavaria."
            ),
        )
    return region


def _spans_kept(spans: Sequence[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _dates_kept(dates: Sequence[DateHours]) -> list[list[object]]:
    return [[entry.first, entry.last, _spans_kept(entry.spans), entry.closes, entry.name] for entry in dates]
