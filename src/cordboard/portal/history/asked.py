"""What the address of a list of calls asks for. Whatever makes no sense in it is ignored, never an error."""

import base64
import struct
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone

from cordboard.calls.selectors import CallWindow
from cordboard.calls.types import CallFilter, CallPlace, Direction, Outcome
from cordboard.portal.components.tables import TableQuery, TableShape

Choice = TypeVar("Choice", bound=StrEnum)

FROM, TO, PERSON = "from", "to", "person"  # parts of the address besides the table's own
MOST_ROWS = 10_000_000  # a row's number beyond this is made up
_PLACE = struct.Struct(">q16s")  # microseconds since 1970, id
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filter and the page asked for. `query` holds all of the filter, so that addresses made from it do."""

    query: TableQuery
    wanted: CallFilter
    window: CallWindow
    first: int  # number of the page's first row, as the way here counted it


def asked_of(shape: TableShape, asked: QueryDict, *, person: UUID | None = None) -> Asked:
    """The wish in an address. Days are those of the time zone in force; a given `person` overrides the address."""
    query = shape.read(asked)
    since, until = _day(asked.get(FROM)), _day(asked.get(TO))
    wanted = CallFilter(
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until and until < date.max else None,
        direction=_choice(Direction, query.filters.get("direction")),
        outcome=_choice(Outcome, query.filters.get("outcome")),
        person=person or _uuid(asked.get(PERSON)),
        text=query.search.replace("\0", ""),
    )
    window = CallWindow(
        after=place_read(asked.get("after", "")),
        before=place_read(asked.get("before", "")),
        newest_first=query.descending,
        size=query.size,
    )
    more = {FROM: str(since or ""), TO: str(until or ""), PERSON: "" if person else str(wanted.person or "")}
    filters = {**query.filters, **{name: text for name, text in more.items() if text}}
    return Asked(
        query=replace(query, filters=filters), wanted=wanted, window=window, first=_row(asked.get("at"))
    )


def place_text(place: CallPlace) -> str:
    """A place as an address holds it."""
    micros = (place.started - _EPOCH) // timedelta(microseconds=1)
    return base64.urlsafe_b64encode(_PLACE.pack(micros, place.id.bytes)).decode()


def place_read(text: str) -> CallPlace | None:
    """The place in an address; None when it is none."""
    try:
        micros, key = _PLACE.unpack(base64.urlsafe_b64decode(text.encode()))
        return CallPlace(started=_EPOCH + timedelta(microseconds=micros), id=UUID(bytes=key))
    except (ValueError, OverflowError, struct.error):
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _choice(kind: type[Choice], text: str | None) -> Choice | None:
    return kind(text) if text in set(kind) else None


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _row(text: str | None) -> int:
    return min(int(text), MOST_ROWS) if text and text.isascii() and text.isdigit() and len(text) < 9 else 1
