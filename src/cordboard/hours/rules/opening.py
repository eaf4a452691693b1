"""Whether a time table is open: wall time in the company's zone, right on both days of the year that have an hour more or less."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo

from cordboard.hours.types import DAY, DateHours, Span, TableState, TimeTable, Verdict

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_FORCED = {TableState.OPEN.value: True, TableState.CLOSED.value: False}


def time_table_open(table: TimeTable, moment: datetime, zone: tzinfo) -> Verdict:
    """Whether the table is open at the (zone-aware) moment where `zone` is, and the rule that says so.

    A span holds by the wall clock: when an hour comes twice it is open in both, when one is left out nothing is missed.
    Hours begin with their first minute and end before their last: 09:00-17:00 is closed at 08:59 and at 17:00.
    Source: catalogue WDX-177, SCO-71.
    """
    if table.state in _FORCED:
        forced = _FORCED[table.state]
        return Verdict(open=forced, rule=f"time table {table.name}: forced {table.state}")
    local = moment.astimezone(zone)
    today, minute = local.date(), local.hour * 60 + local.minute
    places = ((today, minute), (today - timedelta(days=1), minute + DAY))
    if gap := _gap_at(table, places):
        return Verdict(open=False, rule=f"time table {table.name}: closed, {gap.name or gap.first}")
    for day, at in places:
        spans, reason = day_hours(table, day)
        if span := _span_at(spans, at):
            return Verdict(open=True, rule=f"time table {table.name}: {reason} {span_text(span)}")
    return Verdict(open=False, rule=f"time table {table.name}: closed, {day_hours(table, today)[1]}")


def day_hours(table: TimeTable, day: date) -> tuple[tuple[Span, ...], str]:
    """The spans that begin on a day, and what they come from: the narrowest dates, a holiday, or the day of the week."""
    own = next((entry for entry in entries_on(table.dates, day) if not entry.closes), None)
    if own:
        return own.spans, own.name or day.isoformat()
    if holiday := table.holidays.get(day.isoformat()):
        return table.holiday_spans, holiday
    return table.week[day.weekday()], WEEKDAYS[day.weekday()]


def entries_on(dates: Sequence[DateHours], day: date) -> list[DateHours]:
    """The dates that hold on a day, the narrowest first; of equally narrow ones as they were written."""
    text = day.isoformat()
    found = [entry for entry in dates if entry.first <= text <= entry.last]
    return sorted(found, key=_length)


def span_text(span: Span) -> str:
    """A span as people write it; one that ends the next day simply ends before it begins."""
    return f"{_clock(span.start)}-{_clock(span.end if span.end <= DAY else span.end - DAY)}"


def _gap_at(table: TimeTable, places: Sequence[tuple[date, int]]) -> DateHours | None:
    """The dates that take this minute out of the usual hours."""
    gaps = ((entry, at) for day, at in places for entry in entries_on(table.dates, day) if entry.closes)
    return next((entry for entry, at in gaps if _span_at(entry.spans, at)), None)


def _span_at(spans: Sequence[Span], minute: int) -> Span | None:
    return next((span for span in spans if span.start <= minute < span.end), None)


def _length(entry: DateHours) -> timedelta:
    return date.fromisoformat(entry.last) - date.fromisoformat(entry.first)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
