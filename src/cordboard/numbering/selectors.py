"""Reads of numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from cordboard.numbering.errors import DidUnknown
from cordboard.numbering.models import Did, Extension, FeatureCode
from cordboard.numbering.rules import DEFAULT_CODES
from cordboard.numbering.types import Destination, DidSummary, ExtensionSummary, FeatureFunction
from cordboard.tenancy.scope import company_scope


@dataclass(frozen=True, slots=True, kw_only=True)
class DidPage:
    """One page of direct numbers and how many there are in all."""

    rows: tuple[DidSummary, ...]
    total: int


def extensions_for_company(*, company: UUID) -> tuple[ExtensionSummary, ...]:
    """All extensions of a company by number. One query."""
    with company_scope(company):
        rows = Extension.objects.filter(company=company).order_by("number")
        return tuple(extension_value(row) for row in rows)


def extension_for_person(*, company: UUID, person: UUID) -> ExtensionSummary | None:
    """The person's extension, or None. One query."""
    with company_scope(company):
        row = Extension.objects.filter(company=company, person=person).order_by("number").first()
    return extension_value(row) if row else None


def numbers_for_people(*, company: UUID, people: Iterable[UUID]) -> dict[UUID, str]:
    """The extension of each of `people` who has one in the company; the first in order, of several. One query."""
    with company_scope(company):
        rows = Extension.objects.filter(company=company, person__in=list(people)).order_by("-number")
        return {row.person_id: row.number for row in rows if row.person_id}


def extension_find(*, company: UUID, number: str) -> ExtensionSummary | None:
    """The extension of that number in the company, or None. One query."""
    with company_scope(company):
        row = Extension.objects.filter(company=company, number=number).first()
    return extension_value(row) if row else None


def codes_for_company(*, company: UUID) -> dict[str, FeatureFunction]:
    """Code to function: the defaults, with the company's own codes in their place (SCO-70). One query."""
    with company_scope(company):
        own = {row.function: row.code for row in FeatureCode.objects.filter(company=company)}
    return {own.get(function, code): function for code, function in DEFAULT_CODES.items()}


def dids_for_company(*, company: UUID) -> tuple[DidSummary, ...]:
    """A company's direct numbers. One query."""
    with company_scope(company):
        rows = Did.in_company.filter(company=company).select_related("company").order_by("number")
        return tuple(did_value(row) for row in rows)


def dids_for_destinations(
    *, company: UUID, kind: str, ids: Iterable[str]
) -> dict[str, tuple[DidSummary, ...]]:
    """The company's direct numbers that lead to each of these destinations of one kind. One query."""
    found: dict[str, tuple[DidSummary, ...]] = {}
    with company_scope(company):
        rows = Did.in_company.filter(company=company, destination_kind=kind, destination_id__in=list(ids))
        for row in rows.select_related("company").order_by("number"):
            found[row.destination_id] = (*found.get(row.destination_id, ()), did_value(row))
    return found


def dids_free(*, text: str = "", size: int = 50) -> tuple[DidSummary, ...]:
    """Numbers in the free pool. One query."""
    rows = Did.objects.filter(company=None, number__contains=text.strip()).order_by("number")[:size]
    return tuple(did_value(row) for row in rows)


def did_get(*, did: int, reseller: UUID | None) -> DidSummary:
    """A number in reach of the platform or (when given) a reseller. Raises DidUnknown, also for others' numbers. One query."""
    rows = Did.objects.select_related("company").filter(pk=did)
    if reseller is not None:
        rows = rows.filter(Q(company=None) | Q(company__reseller=reseller))
    row = rows.first()
    if row is None:
        raise DidUnknown
    return did_value(row)


def dids_page(
    *,
    reseller: UUID | None = None,
    text: str = "",
    free_only: bool = False,
    offset: int = 0,
    size: int = 25,
) -> DidPage:
    """All direct numbers of the platform, for its administrators; a reseller's: the free ones and its companies'. Two queries."""
    rows = Did.objects.select_related("company").order_by("number")
    if reseller is not None:
        rows = rows.filter(Q(company=None) | Q(company__reseller=reseller))
    if free_only:
        rows = rows.filter(company=None)
    if text:
        rows = rows.filter(Q(number__contains=text.strip()) | Q(company__name__icontains=text.strip()))
    return DidPage(rows=tuple(did_value(row) for row in rows[offset : offset + size]), total=rows.count())


def extension_value(row: Extension) -> ExtensionSummary:
    """A row as the value other rooms see."""
    return ExtensionSummary(
        id=row.pk,
        number=row.number,
        person=row.person_id,
        destination=Destination(row.destination_kind, row.destination_id),
        ring_time=row.ring_time,
    )


def did_value(row: Did) -> DidSummary:
    """A row as the value other rooms see."""
    destination = Destination(row.destination_kind, row.destination_id) if row.destination_kind else None
    name = row.company.name if row.company else ""
    return DidSummary(
        id=row.pk, number=row.number, company=row.company_id, company_name=name, destination=destination
    )
