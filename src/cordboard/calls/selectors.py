"""Reads of call records. Lists are paged by place in time, never by counting rows, so that page 1000 costs what page 1 costs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour

from cordboard.calls.errors import CallUnknown
from cordboard.calls.models import CallLeg, CallPerson, CallRecord, SpoolPosition
from cordboard.calls.rules import facts_masked, leg_masked, search_wanted
from cordboard.calls.types import (
    CallDetail,
    CallFacts,
    CallFilter,
    CallPlace,
    CallSummary,
    Direction,
    LegEnd,
    LegFacts,
    Outcome,
)
from cordboard.tenancy.scope import all_companies, company_scope
from cordboard.tenancy.selectors import companies_named

MOST_COUNTED = 1000  # calls are counted up to here; beyond it a page says "more than"
CHUNK = 500  # calls read at a time for an export


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWindow:
    """Which page of a list: after a place or before one, in one direction of time."""

    after: CallPlace | None = None
    before: CallPlace | None = None
    newest_first: bool = True
    size: int = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPage:
    """One page of calls. `next` continues after a place, `previous` goes back before one; None: there is nothing."""

    rows: tuple[CallSummary, ...]
    next: CallPlace | None
    previous: CallPlace | None


def calls_page(*, company: UUID, wanted: CallFilter, window: CallWindow) -> CallPage:
    """A page of the company's calls. One query."""
    with company_scope(company):
        return _page(_of_company(company, wanted), window, _summary)


def calls_page_of_reseller(*, reseller: UUID | None, wanted: CallFilter, window: CallWindow) -> CallPage:
    """A page of the calls of a reseller's companies (None: of everyone's), outside parties masked. One query, and one a word."""
    with all_companies():
        return _page(_of_reseller(reseller, wanted), window, _summary_outside)


def calls_count(*, company: UUID, wanted: CallFilter) -> int:
    """How many calls match; one more than MOST_COUNTED stands for any number above. One query."""
    with company_scope(company):
        return _counted(_of_company(company, wanted))


def calls_count_of_reseller(*, reseller: UUID | None, wanted: CallFilter) -> int:
    """The same for the companies of a reseller (None: of everyone's). One query."""
    with all_companies():
        return _counted(_of_reseller(reseller, wanted))


def calls_by_hour(
    *, company: UUID, since: datetime, until: datetime, person: UUID | None = None
) -> dict[tuple[int, Outcome], int]:
    """How many calls began in each hour on the wall (0 to 23, in the time zone of `since`), by how they ended. One query."""
    wanted = CallFilter(since=since, until=until, person=person)
    outcome = "outcome" if person is None else "call__outcome"
    with company_scope(company):
        rows = _of_company(company, wanted).order_by()
        rows = rows.annotate(hour=ExtractHour("started", tzinfo=since.tzinfo))
        counted = rows.values_list("hour", outcome).annotate(count=Count("pk"))
        return {(hour, Outcome(ended)): count for hour, ended, count in counted}


def calls_in_chunks(
    page: Callable[..., CallPage], *, newest_first: bool = True
) -> Iterator[tuple[CallSummary, ...]]:
    """All calls of a list of any length, CHUNK at a time, each when it is asked for. One query a chunk.

    `page` is `calls_page` or `calls_page_of_reseller` with everything but the window filled in.
    """
    after: CallPlace | None = None
    while True:
        found = page(window=CallWindow(after=after, newest_first=newest_first, size=CHUNK))
        yield found.rows
        after = found.next
        if after is None:
            return


def call_get(*, company: UUID, call: UUID, person: UUID | None = None) -> CallDetail:
    """A call of the company (of this person, if given) with its legs. Raises CallUnknown. Two queries."""
    with company_scope(company):
        rows = CallRecord.objects.filter(company=company, pk=call)
        rows = rows if person is None else rows.filter(people__person=person)
        return _detail(rows.first(), _summary)


def call_get_of_reseller(*, reseller: UUID | None, call: UUID) -> CallDetail:
    """A call of a reseller's companies (None: of anyone's), outside parties masked. Raises CallUnknown. Two queries."""
    with all_companies():
        detail = _detail(_of_reseller(reseller, CallFilter()).filter(pk=call).first(), _summary_outside)
    direction = detail.summary.facts.direction
    return replace(detail, legs=tuple(leg_masked(leg, direction) for leg in detail.legs))


def spool_position(*, node: str, inode: str) -> tuple[int, str]:
    """How far a file was taken in, and the digest of its head then; 0 and empty before the first time. One query."""
    row = SpoolPosition.objects.filter(node=node, inode=inode).first()
    return (row.offset, row.head) if row else (0, "")


def facts_of_call(row: CallRecord) -> CallFacts:
    """A row as the value other rooms see."""
    return CallFacts(
        company=row.company_id,
        direction=Direction(row.direction),
        caller=LegEnd(person=row.caller_person, name=row.caller_name, number=row.caller_number),
        dialled=row.dialled,
        callee=LegEnd(person=row.callee_person, name=row.callee_name, number=row.callee_number),
        started=row.started,
        answered=row.answered,
        ended=row.ended,
        talk=row.talk,
        outcome=Outcome(row.outcome),
        cause=row.cause,
        destination=row.destination,
        rule=row.rule,
    )


def facts_of_leg(row: CallLeg) -> LegFacts:
    """A row as the value rules work on."""
    near = LegEnd(person=row.near_person, name=row.near_name, number=row.near_number, device=row.near_device)
    far = LegEnd(person=row.far_person, name=row.far_name, number=row.far_number, device=row.far_device)
    return LegFacts(
        unique_id=row.unique_id,
        sequence=row.sequence,
        linked_id=row.linked_id,
        company=row.company_id,
        started=row.started,
        answered=row.answered,
        ended=row.ended,
        application=row.application,
        disposition=row.disposition,
        near=near,
        far=far if row.rang else None,
        called=LegEnd(person=row.called_person, name=row.called_name, number=row.called_number),
        dialled=row.dialled,
        direction=Direction(row.direction) if row.direction else None,
        outcome=Outcome(row.outcome) if row.outcome else None,
        destination=row.destination,
        rule=row.rule,
        cause=row.cause,
    )


def _of_company(company: UUID, wanted: CallFilter) -> QuerySet[Any]:
    """Rows of the company's calls: of calls themselves or, for one person, of his parts in them."""
    if wanted.person is None:
        return _matching(CallRecord.objects.filter(company=company), wanted)
    parts = CallPerson.objects.filter(company=company, person=wanted.person).select_related("call")
    return _matching(parts, wanted, within="call__")


def _of_reseller(reseller: UUID | None, wanted: CallFilter) -> QuerySet[Any]:
    """Rows of the calls of companies in reach. What is masked is not searched either, or it could be guessed."""
    rows = CallRecord.objects.select_related("company").filter(company__closed=None)
    rows = rows if reseller is None else rows.filter(company__reseller=reseller)
    for word in search_wanted(wanted.text).split():
        found = Q(words_inside__contains=word)
        if companies := companies_named(text=word):
            found |= Q(company__in=companies)
        rows = rows.filter(found)
    return _matching(rows, replace(wanted, text=""))


def _matching(rows: QuerySet[Any], wanted: CallFilter, *, within: str = "") -> QuerySet[Any]:
    conditions = {
        "started__gte": wanted.since,
        "started__lt": wanted.until,
        f"{within}direction": wanted.direction,
        f"{within}outcome": wanted.outcome,
    }
    rows = rows.filter(**{name: value for name, value in conditions.items() if value is not None})
    for word in search_wanted(wanted.text).split():
        rows = rows.filter(**{f"{within}words__contains": word})
    return rows


def _page(rows: QuerySet[Any], window: CallWindow, summary: Callable[[CallRecord], CallSummary]) -> CallPage:
    backwards = window.before is not None
    descending = window.newest_first != backwards
    edge = window.before or window.after
    found = [_record(row) for row in _ordered(rows, edge, descending=descending)[: window.size + 1]]
    more = len(found) > window.size
    shown = found[: window.size][:: -1 if backwards else 1]
    return CallPage(
        rows=tuple(summary(row) for row in shown),
        next=_place(shown[-1]) if shown and (more or backwards) else None,
        previous=_place(shown[0]) if shown and (more if backwards else edge) else None,
    )


def _ordered(rows: QuerySet[Any], edge: CallPlace | None, *, descending: bool) -> QuerySet[Any]:
    """The rows behind a place, in order. Written so that the index on time bounds what is read."""
    call = "call_id" if rows.model is CallPerson else "id"
    if edge:
        time, same = ("lte", "gte") if descending else ("gte", "lte")
        tie = Q(("started", edge.started), (f"{call}__{same}", edge.id))
        rows = rows.filter(**{f"started__{time}": edge.started}).exclude(tie)
    return rows.order_by(*(("-started", f"-{call}") if descending else ("started", call)))


def _counted(rows: QuerySet[Any]) -> int:
    return rows.order_by()[: MOST_COUNTED + 1].count()


def _detail(row: CallRecord | None, summary: Callable[[CallRecord], CallSummary]) -> CallDetail:
    if row is None:
        raise CallUnknown
    legs = tuple(facts_of_leg(leg) for leg in row.legs.order_by("started", "sequence", "pk"))
    return CallDetail(summary=summary(row), legs=legs)


def _record(row: CallRecord | CallPerson) -> CallRecord:
    return row.call if isinstance(row, CallPerson) else row


def _summary(row: CallRecord) -> CallSummary:
    return CallSummary(id=row.pk, company_name="", facts=facts_of_call(row))


def _summary_outside(row: CallRecord) -> CallSummary:
    name = row.company.name if row.company else ""
    return CallSummary(id=row.pk, company_name=name, facts=facts_masked(facts_of_call(row)))


def _place(row: CallRecord) -> CallPlace:
    return CallPlace(started=row.started, id=row.pk)
