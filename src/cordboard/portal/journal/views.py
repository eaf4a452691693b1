"""The journal of the platform, a reseller or a company."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cordboard.journal.selectors import JournalPage, journal_page
from cordboard.journal.types import JournalEntry
from cordboard.portal.access import company_page, platform_page
from cordboard.portal.journal.words import AREAS, sentence
from cordboard.portal.requests import CompanyRequest, PlatformRequest
from cordboard.tenancy.selectors import companies_of_reseller, names_for_companies

LONGEST = 200  # signs of a search


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry with its sentence, and the company it is about where several are shown."""

    entry: JournalEntry
    sentence: str
    company: str


@require_GET
@platform_page(reseller_allowed=True)
def platform_journal(request: PlatformRequest) -> HttpResponseBase:
    """Everything done on the platform, or in a reseller's companies."""
    companies = companies_of_reseller(reseller=request.reseller) if request.reseller else None
    page = _asked(request, companies)
    ids = {UUID(entry.company) for entry in page.entries if entry.company}
    return _page(request, page, names_for_companies(companies=ids))


@require_GET
@company_page
def company_journal(request: CompanyRequest) -> HttpResponseBase:
    """Everything done in the company."""
    return _page(request, _asked(request, {request.company.id}), {})


def _asked(request: HttpRequest, companies: set[UUID] | None) -> JournalPage:
    before = request.GET.get("before", "")
    area = request.GET.get("area", "")
    return journal_page(
        companies=companies,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,
        text=_search(request),
        prefix=area if area in AREAS else "",
    )


def _search(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]


def _page(request: HttpRequest, page: JournalPage, names: dict[UUID, str]) -> HttpResponseBase:
    lines = [
        Line(
            entry=entry,
            sentence=sentence(entry),
            company=names.get(UUID(entry.company), "") if entry.company else "",
        )
        for entry in page.entries
    ]
    chosen = request.GET.get("area", "")
    kept = {"q": _search(request), "area": chosen}
    older = urlencode({**kept, "before": page.before}) if page.before else ""
    values = {
        "lines": lines,
        "older": older,
        "search": kept["q"],
        "areas": AREAS.items(),
        "chosen": chosen,
        "narrowed": bool(kept["q"] or chosen),
        "first": "before" not in request.GET,
    }
    return render(request, "portal/journal/journal.html", values)
