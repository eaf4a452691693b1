"""Reads of the hours room."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from cordboard.base.clock import now
from cordboard.base.sealing import Seal
from cordboard.hours.errors import RingServiceUnknown, SwitchUnknown, TimeTableUnknown
from cordboard.hours.models import Diversion, KeyNumber, Line, RingService, Switch, TimeTable
from cordboard.hours.types import (
    WEEK,
    DateHours,
    HolidayRegion,
    HoursPart,
    LineSummary,
    RingServiceEntry,
    RingServiceSummary,
    Span,
    SwitchEntry,
    SwitchState,
    SwitchSummary,
    TableState,
    TimeTableSummary,
    TimeTableValues,
    Ways,
)
from cordboard.hours.types import TimeTable as TimeTableEntry
from cordboard.numbering.selectors import dids_for_company
from cordboard.numbering.types import Destination
from cordboard.tenancy.scope import all_companies, company_scope
from cordboard.tenancy.selectors import company_get

RING_SERVICE = "ring_service"  # destination kind: where lines are diverted by keys
TIME_TABLE = "time_table"  # destination kind: calls part by whether it is open
SWITCH = "switch_state"  # destination kind: calls part by how it stands
OVERFLOW = "ring_service_overflow"  # destination kind: where a diverted line goes
HOLIDAYS_AHEAD = timedelta(days=18 * 31)


def hours_part(*, company: UUID) -> HoursPart:
    """What the company's calls need to know of it. Three queries for each kind of thing at most."""
    with company_scope(company):
        numbers = _key_numbers(company)
        tables = [_table_entry(row, numbers) for row in TimeTable.objects.filter(company=company)]
        switches = [_switch_entry(row, numbers) for row in Switch.objects.filter(company=company)]
        services = [_service_entry(row) for row in RingService.objects.filter(company=company)]
    return HoursPart(
        time_tables={one.id: one for one in tables},
        switches={one.id: one for one in switches},
        ring_services={one.id: one for one in services},
    )


def diverted_numbers(*, company: UUID) -> dict[str, Destination]:
    """Direct numbers whose calls go to a ring service's overflow for now, by E.164. Source: catalogue SCO-148. Two queries."""
    with company_scope(company):
        diverted = dict(Diversion.objects.filter(company=company).values_list("identifier", "service"))
        lines = Line.objects.filter(company=company, did__company=company, identifier__in=list(diverted))
        return {
            number: Destination(OVERFLOW, str(diverted[identifier]))
            for number, identifier in lines.values_list("did__number", "identifier")
        }


def time_tables_for_company(*, company: UUID) -> tuple[TimeTableSummary, ...]:
    """The company's time tables by name. Two queries."""
    with company_scope(company):
        numbers = _key_numbers(company)
        rows = TimeTable.objects.filter(company=company).order_by("name")
        return tuple(time_table_value(row, numbers.get(row.pk, "")) for row in rows)


def time_table_get(*, company: UUID, table: UUID) -> TimeTableSummary:
    """The time table. Raises TimeTableUnknown, also for another company's. Two queries."""
    with company_scope(company):
        row = TimeTable.objects.filter(pk=table, company=company).first()
        if row is None:
            raise TimeTableUnknown
        return time_table_value(row, _key_numbers(company).get(row.pk, ""))


def time_table_entry(*, company: UUID, table: UUID) -> TimeTableEntry:
    """The time table as calls see it, with its holidays. Raises TimeTableUnknown. Two queries."""
    with company_scope(company):
        row = TimeTable.objects.filter(pk=table, company=company).first()
        if row is None:
            raise TimeTableUnknown
        return _table_entry(row, _key_numbers(company))


def switches_for_company(*, company: UUID) -> tuple[SwitchSummary, ...]:
    """The company's switches by name. Two queries."""
    with company_scope(company):
        numbers = _key_numbers(company)
        rows = Switch.objects.filter(company=company).order_by("name")
        return tuple(switch_value(row, numbers.get(row.pk, "")) for row in rows)


def switch_get(*, company: UUID, switch: UUID) -> SwitchSummary:
    """The switch. Raises SwitchUnknown, also for another company's. Two queries."""
    with company_scope(company):
        row = Switch.objects.filter(pk=switch, company=company).first()
        if row is None:
            raise SwitchUnknown
        return switch_value(row, _key_numbers(company).get(row.pk, ""))


def ring_services_for_company(*, company: UUID) -> tuple[RingServiceSummary, ...]:
    """The company's ring services by name. Two queries."""
    with company_scope(company):
        rows = RingService.objects.filter(company=company).prefetch_related("diversions").order_by("name")
        return tuple(ring_service_value(row) for row in rows)


def ring_service_get(*, company: UUID, service: UUID) -> RingServiceSummary:
    """The ring service. Raises RingServiceUnknown, also for another company's. Two queries."""
    with company_scope(company):
        row = RingService.objects.filter(pk=service, company=company).first()
        if row is None:
            raise RingServiceUnknown
        return ring_service_value(row)


def lines_for_company(*, company: UUID) -> tuple[LineSummary, ...]:
    """The company's direct numbers with their identifiers, and where they go for now. Three queries."""
    dids = dids_for_company(company=company)
    with company_scope(company):
        identifiers = dict(Line.objects.filter(company=company).values_list("did", "identifier"))
        rows = Diversion.objects.filter(company=company).values_list("identifier", "service__name")
        diverted = dict(rows)
    return tuple(
        LineSummary(
            did=did.id,
            number=did.number,
            identifier=identifiers.get(did.id, ""),
            diverted_to=diverted.get(identifiers.get(did.id, ""), ""),
        )
        for did in dids
    )


def holidays_between(region: HolidayRegion, first: date, last: date) -> dict[str, str]:
    """Holidays of a country or a part of it, ISO date to name; none without a country, and none of one unknown."""
    import holidays  # here, not above: the call server starts without it (ADR 58)

    if not region.country or region.country not in (countries := holidays.list_supported_countries()):
        return {}
    part = region.region if region.region in countries[region.country] else None
    found = holidays.country_holidays(
        region.country, subdiv=part, years=range(first.year, last.year + 1), expand=False
    )
    return {day.isoformat(): name for day, name in sorted(found.items()) if first <= day <= last}


def holiday_regions() -> Mapping[str, Sequence[str]]:
    """The countries whose holidays are known (ISO 3166-1) and their parts."""
    import holidays  # as above

    return holidays.list_supported_countries()


def companies_with_holidays() -> tuple[UUID, ...]:
    """Companies of which a time table keeps holidays. One query."""
    with all_companies():
        rows = TimeTable.objects.exclude(holiday_country="").order_by("company")
        return tuple(rows.values_list("company", flat=True).distinct())


def today_of(company: UUID) -> date:
    """The day it is where the company is."""
    return now().astimezone(ZoneInfo(company_get(company=company).time_zone)).date()


def region_of(row: TimeTable) -> HolidayRegion:
    """Whose holidays the time table keeps."""
    return HolidayRegion(country=row.holiday_country, region=row.holiday_region)


def seal() -> Seal:
    """What PINs are sealed with, so that a copy of the database alone lets nobody try them."""
    return Seal(settings.CORDBOARD_SECRETS.sealing_key)


def time_table_value(row: TimeTable, number: str) -> TimeTableSummary:
    """A row as the value pages see."""
    values = TimeTableValues(
        name=row.name,
        number=number,
        state=TableState(row.state),
        week=_week(row),
        dates=_dates(row),
        holidays=region_of(row),
        holiday_spans=spans_of(row.holiday_spans),
        ways=ways_of(row),
    )
    return TimeTableSummary(id=row.pk, values=values)


def switch_value(row: Switch, number: str) -> SwitchSummary:
    """A row as the value pages see."""
    return SwitchSummary(
        id=row.pk,
        name=row.name,
        number=number,
        states=row.states,
        state=SwitchState(row.state),
        guarded=bool(row.pin_sealed),
        ways=ways_of(row),
    )


def ring_service_value(row: RingService) -> RingServiceSummary:
    """A row as the value pages see. One query, unless the diversions were fetched along."""
    return RingServiceSummary(
        id=row.pk,
        name=row.name,
        overflow=Destination(row.destination_kind, row.destination_id),
        guarded=bool(row.pin_sealed),
        diverted=tuple(sorted(one.identifier for one in row.diversions.all())),
    )


def spans_of(kept: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    """Spans as the row keeps them."""
    return tuple(Span(start=start, end=end) for start, end in kept)


def ways_of(row: TimeTable | Switch) -> Ways:
    """Where calls go, as the row keeps it."""
    return {state: Destination(kind, id_) for state, (kind, id_) in row.ways.items()}


def _key_numbers(company: UUID) -> Mapping[UUID, str]:
    rows = KeyNumber.objects.filter(company=company).values_list("subject", "number")
    return defaultdict(str, rows)


def _table_entry(row: TimeTable, numbers: Mapping[UUID, str]) -> TimeTableEntry:
    yesterday = today_of(row.company_id) - timedelta(days=1)
    return TimeTableEntry(
        id=str(row.pk),
        name=row.name,
        number=numbers.get(row.pk, ""),
        state=row.state,
        week=_week(row),
        dates=_dates(row),
        holidays=holidays_between(region_of(row), yesterday, yesterday + HOLIDAYS_AHEAD)
        if row.holiday_country
        else {},
        holiday_spans=spans_of(row.holiday_spans),
        ways=ways_of(row),
    )


def _switch_entry(row: Switch, numbers: Mapping[UUID, str]) -> SwitchEntry:
    return SwitchEntry(
        id=str(row.pk),
        name=row.name,
        number=numbers.get(row.pk, ""),
        states=row.states,
        state=row.state,
        guarded=bool(row.pin_sealed),
        ways=ways_of(row),
    )


def _service_entry(row: RingService) -> RingServiceEntry:
    overflow = Destination(row.destination_kind, row.destination_id)
    return RingServiceEntry(id=str(row.pk), name=row.name, overflow=overflow, guarded=bool(row.pin_sealed))


def _week(row: TimeTable) -> tuple[tuple[Span, ...], ...]:
    return tuple(spans_of(day) for day in row.week) or ((),) * WEEK


def _dates(row: TimeTable) -> tuple[DateHours, ...]:
    return tuple(
        DateHours(first=first, last=last, spans=spans_of(spans), closes=closes, name=name)
        for first, last, spans, closes, name in row.dates
    )
