"""Recorded calls as a spreadsheet of any length: sent as it is read, never held in memory whole."""

import csv
from collections.abc import AsyncIterator, Callable, Iterator
from io import StringIO

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cordboard.calls.selectors import CallPage, calls_in_chunks
from cordboard.calls.types import CallSummary
from cordboard.portal.history.words import cause_shown, direction_text, outcome_text, rule_text
from cordboard.portal.users.export import cell_safe

MARK = "\ufeff"  # by which spreadsheets know UTF-8


def calls_csv(
    request: HttpRequest, page: Callable[..., CallPage], *, newest_first: bool, name: str
) -> StreamingHttpResponse:
    """A CSV file of all calls that `page` gives page by page, in the language and time zone in force. Source: RFC 4180."""
    pieces = _pieces(page, newest_first, translation.get_language(), timezone.get_current_timezone_name())
    content = _drawn(pieces) if isinstance(request, ASGIRequest) else pieces
    response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


async def _drawn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The same pieces for a server that waits for nobody: each is read in a thread when the one before is sent."""
    while piece := await sync_to_async(_next)(pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    return next(pieces, b"")


def _pieces(
    page: Callable[..., CallPage], newest_first: bool, language: str | None, zone: str
) -> Iterator[bytes]:
    """The request's language and time zone are over when these are drawn: each piece takes them up again."""
    with translation.override(language):
        yield (MARK + _lines([_headings()])).encode()
    for rows in calls_in_chunks(page, newest_first=newest_first):
        with translation.override(language), timezone.override(zone):
            text = _lines([_cells(row) for row in rows])
        if text:
            yield text.encode()


def _lines(rows: list[list[str]]) -> str:
    text = StringIO()
    csv.writer(text).writerows([cell_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def _headings() -> list[str]:
    return [
        _("Company"),
        _("Start"),
        _("Direction"),
        _("From name"),
        _("From number"),
        _("To name"),
        _("Dialled number"),
        _("Outcome"),
        _("Talk in seconds"),
        _("Length in seconds"),
        _("Cause"),
        _("Rule"),
    ]


def _cells(call: CallSummary) -> list[str]:
    facts = call.facts
    return [
        call.company_name,
        timezone.localtime(facts.started).isoformat(timespec="seconds"),
        direction_text(facts),
        facts.caller.name,
        facts.caller.number,
        facts.callee.name,
        facts.dialled,
        outcome_text(facts),
        f"{facts.talk.total_seconds():.0f}",
        f"{(facts.ended - facts.started).total_seconds():.0f}",
        cause_shown(facts),
        rule_text(facts),
    ]
