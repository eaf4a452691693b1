"""Dates from an iCalendar file: each event is time the table is closed. Source: RFC 5545; catalogue SCO-71."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

from dateutil.rrule import rruleset, rrulestr
from icalendar import Calendar, Event
from icalendar.parser import Contentline

from cordboard.hours.errors import CalendarInvalid, CalendarTooLarge
from cordboard.hours.rules.entries import LONGEST_NAME, MOST_BYTES, MOST_DATES
from cordboard.hours.types import DAY, DateHours, Span

REPEATED_FOR = timedelta(days=3 * 366)  # how far ahead repeated events are taken
_READ = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE"})
# Rules that every library follows in bounded time; a rule that never comes true must not keep a process busy.
_FOLLOWED = {
    "YEARLY": frozenset({"BYMONTH", "BYMONTHDAY", "BYDAY"}),
    "MONTHLY": frozenset({"BYMONTH", "BYMONTHDAY", "BYDAY"}),
    "WEEKLY": frozenset({"BYDAY"}),
    "DAILY": frozenset[str](),
}
_PLAIN = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})


def calendar_read(content: bytes, *, today: date, zone: tzinfo) -> tuple[DateHours, ...]:
    """What the calendar closes from today on, whole days and hours of days, in wall time of `zone`.

    Raises CalendarInvalid, naming the line, and CalendarTooLarge.
    """
    if len(content) > MOST_BYTES:
        raise CalendarTooLarge(most=MOST_DATES)
    lines = _lines(content)
    _check(lines)
    try:
        events = Calendar.from_ical("\r\n".join(text for _, text in lines) + "\r\n").walk("VEVENT")
    except (ValueError, KeyError, IndexError, TypeError):
        raise CalendarInvalid(line=1, entry=lines[0][1][:60]) from None
    starts = [number for number, text in lines if text.upper() == "BEGIN:VEVENT"]
    found: list[DateHours] = []
    for number, event in zip(starts, events, strict=False):
        found.extend(islice(_closures(event, number, today, zone), MOST_DATES + 1))
        if len(found) > MOST_DATES:
            raise CalendarTooLarge(most=MOST_DATES)
    return tuple(sorted(set(found), key=lambda entry: (entry.first, entry.last, entry.spans, entry.name)))


def _lines(content: bytes) -> list[tuple[int, str]]:
    """The file's lines with continued ones joined, each with the number of its first. Raises CalendarInvalid."""
    lines: list[tuple[int, str]] = []
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            raise CalendarInvalid(line=number, entry=raw[:60].decode(errors="replace")) from None
        if lines and text[:1] in (" ", "\t"):
            lines[-1] = (lines[-1][0], lines[-1][1] + text[1:])
        elif text.strip():
            lines.append((number, text))
    if not lines:
        raise CalendarInvalid(line=1, entry="")
    return lines


def _check(lines: Sequence[tuple[int, str]]) -> None:
    """Every line is a property, every part that begins ends, and every date of an event is one. Raises CalendarInvalid."""
    within: list[str] = []
    for number, text in lines:
        try:
            name, value = _property(text)
            _nest(within, name, value)
            if within[-1:] == ["VEVENT"] and name in _READ:
                _single(text)
            if number == lines[0][0] and within != ["VCALENDAR"]:
                raise ValueError("no calendar")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            raise CalendarInvalid(line=number, entry=text[:60]) from None
    if within:
        raise CalendarInvalid(line=lines[-1][0], entry=lines[-1][1][:60])


def _property(text: str) -> tuple[str, str]:
    name, _, value = Contentline(text).parts()  # type: ignore[no-untyped-call]
    return name.upper(), value


def _nest(within: list[str], name: str, value: str) -> None:
    if name == "BEGIN":
        within.append(value.upper())
    if name == "END" and within.pop() != value.upper():
        raise ValueError("ends what did not begin")


def _single(text: str) -> None:
    """Raises ValueError when the property alone makes no event that can be read and followed."""
    event = Event.from_ical(f"BEGIN:VEVENT\r\n{text}\r\nEND:VEVENT\r\n")
    if event.errors:
        raise ValueError("not a value")
    rule: Any = event.get("RRULE")
    if rule is not None:
        _rule_check(rule)


def _rule_check(rule: Any) -> None:
    if isinstance(rule, list):
        raise ValueError("several rules")
    followed = _FOLLOWED[str(rule["FREQ"][0]).upper()]
    if any(int(str(step)) < 1 for step in rule.get("INTERVAL", [])):
        raise ValueError("no step")
    if set(rule) - followed - _PLAIN:
        raise ValueError("not followed")


def _closures(event: Any, number: int, today: date, zone: tzinfo) -> Iterator[DateHours]:
    """What an event closes, each time it takes place. Raises CalendarInvalid with the number of its first line."""
    name = " ".join(str(event.get("SUMMARY", "")).split())[:LONGEST_NAME]
    try:
        start, length = event.start, event.end - event.start
        for begun in _times(event, start, today - timedelta(days=1) - length):
            yield from _pieces(begun, length, name, today, zone)
    except (ValueError, TypeError, AttributeError, OverflowError, KeyError):
        raise CalendarInvalid(line=number, entry=name or "VEVENT") from None
    except Exception as fault:
        if type(fault).__module__.startswith("icalendar"):
            raise CalendarInvalid(line=number, entry=name or "VEVENT") from None
        raise


def _times(event: Any, start: date | datetime, since: date) -> Iterable[date | datetime]:
    """When the event begins, each time, not earlier than `since` where it is repeated."""
    if "RRULE" not in event:
        return [start]
    first = start if isinstance(start, datetime) else datetime.combine(start, time())
    zone, plain = first.tzinfo, first.replace(tzinfo=None)
    rules: Any = rruleset()  # type: ignore[no-untyped-call]  # dateutil has no types
    rules.rrule(_rule(event, plain))
    for gone in _excluded(event):
        rules.exdate(_plain(gone, zone))
    begin = max(plain, datetime.combine(since, time()))
    times = rules.between(begin, begin + REPEATED_FOR, inc=True)
    return [one.replace(tzinfo=zone) if isinstance(start, datetime) else one.date() for one in times]


def _rule(event: Any, start: datetime) -> Any:
    kept: Any = event["RRULE"]
    text = kept.to_ical().decode()
    parts = [part for part in text.split(";") if not part.upper().startswith("UNTIL=")]
    rule: Any = rrulestr(";".join(parts), dtstart=start)
    until = kept.get("UNTIL", [None])[0]
    if until is None:
        return rule
    whole_day = timedelta(days=0 if isinstance(until, datetime) else 1)
    return rule.replace(until=_plain(until, start.tzinfo) + whole_day)


def _excluded(event: Any) -> Iterator[date | datetime]:
    lists: Any = event.get("EXDATE", [])
    for one in lists if isinstance(lists, list) else [lists]:
        yield from (each.dt for each in one.dts)


def _plain(moment: date | datetime, zone: tzinfo | None) -> datetime:
    """The wall time of a moment in the event's own zone."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    if moment.tzinfo and zone:
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None)


def _pieces(
    begun: date | datetime, length: timedelta, name: str, today: date, zone: tzinfo
) -> Iterator[DateHours]:
    """What one time closes: whole days as one entry, hours day by day."""
    if not isinstance(begun, datetime):
        last = begun + max(length, timedelta(days=1)) - timedelta(days=1)
        if last >= today:
            yield DateHours(first=begun.isoformat(), last=last.isoformat(), name=name)
        return
    start = _wall(begun, zone)
    end = _wall((begun.replace(tzinfo=begun.tzinfo or zone)).astimezone(UTC) + length, zone)
    day = start.date()
    while datetime.combine(day, time()) < end:
        if day >= today:
            yield _piece(day, start, end, name)
        day += timedelta(days=1)


def _piece(day: date, start: datetime, end: datetime, name: str) -> DateHours:
    midnight = datetime.combine(day, time())
    first = max(0, (start - midnight) // timedelta(minutes=1))
    last = min(DAY, -((midnight - end) // timedelta(minutes=1)))
    text = day.isoformat()
    return DateHours(first=text, last=text, spans=(Span(start=first, end=last),), closes=True, name=name)


def _wall(moment: datetime, zone: tzinfo) -> datetime:
    """The wall time where the company is; a moment without a zone is wall time already."""
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment
