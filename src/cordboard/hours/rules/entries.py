"""Hours and dates as people type them, and back."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from cordboard.hours.errors import DatesInvalid, HoursInvalid
from cordboard.hours.rules.opening import span_text
from cordboard.hours.types import DAY, DateHours, Span

MOST_SPANS = 12  # a day
MOST_DATES = 500  # of a time table
MOST_BYTES = 1_000_000  # of a calendar file
LONGEST_NAME = 80
_HOURS = r"\d{1,2}[:.h]\d{2}\s*[-–]\s*\d{1,2}[:.h]\d{2}"
_DATE = r"\d{4}-\d{2}-\d{2}"
_SPAN = re.compile(_HOURS, re.ASCII)
_DATES = re.compile(
    rf"(?P<first>{_DATE})(?:\s*\.\.\s*(?P<last>{_DATE}))?"
    rf"(?:\s+(?P<closed>closed))?(?P<hours>(?:[\s,]+{_HOURS})*)(?:\s+(?P<name>.*))?",
    re.ASCII,
)


def hours_read(text: str) -> tuple[Span, ...]:
    """The spans in `09:00-12:00, 13:00-17:00`, in order; none in an empty text. Raises HoursInvalid, also when they overlap."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    spans = tuple(sorted(_span(part) for part in parts))
    if len(spans) > MOST_SPANS or any(after.start < before.end for before, after in pairwise(spans)):
        raise HoursInvalid(entry=text.strip()[:60])
    return spans


def hours_write(spans: Sequence[Span]) -> str:
    """The spans as `hours_read` reads them."""
    return ", ".join(span_text(span) for span in spans)


def dates_read(text: str) -> tuple[DateHours, ...]:
    """One entry a line: a date or two, `closed` or hours or both, and a name. Raises DatesInvalid with the line's number."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_DATES:
        raise DatesInvalid(line=lines[MOST_DATES][0], entry=lines[MOST_DATES][1][:60])
    return tuple(_entry(number, line) for number, line in lines)


def dates_write(dates: Sequence[DateHours]) -> str:
    """The entries as `dates_read` reads them, a line each."""
    return "\n".join(_line(entry) for entry in dates)


def _entry(number: int, line: str) -> DateHours:
    found = _DATES.fullmatch(line)
    try:
        if found is None:
            raise ValueError("no date")
        first = date.fromisoformat(found["first"])
        last = date.fromisoformat(found["last"] or found["first"])
        spans = hours_read(",".join(_SPAN.findall(found["hours"] or "")))
        if last < first or not (found["closed"] or spans):
            raise ValueError("nothing said")
    except (ValueError, HoursInvalid):
        raise DatesInvalid(line=number, entry=line[:60]) from None
    return DateHours(
        first=first.isoformat(),
        last=last.isoformat(),
        spans=spans,
        closes=bool(found["closed"] and spans),
        name=" ".join((found["name"] or "").split())[:LONGEST_NAME],
    )


def _span(text: str) -> Span:
    if not _SPAN.fullmatch(text):
        raise HoursInvalid(entry=text[:60])
    hour, minute, until_hour, until_minute = (int(number) for number in re.findall(r"[0-9]+", text))
    start, end = hour * 60 + minute, until_hour * 60 + until_minute
    if minute > 59 or until_minute > 59 or start >= DAY or end > DAY or start == end:
        raise HoursInvalid(entry=text[:60])
    return Span(start=start, end=end if end > start else end + DAY)


def _line(entry: DateHours) -> str:
    days = entry.first if entry.first == entry.last else f"{entry.first}..{entry.last}"
    closed = "closed" if entry.closes or not entry.spans else ""
    return " ".join(part for part in (days, closed, hours_write(entry.spans), entry.name) if part)
