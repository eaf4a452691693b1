"""Recorded calls: lists, exports, and each call by itself.

One's own pages show the calls one took part in, a company's page all of its calls. Resellers and the platform see the
calls of all companies in reach with outside parties masked (ADR 47); within a company they stand in for its
administrator, as on every other page there.
"""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET

from cordboard.accounts.selectors import names_for_people
from cordboard.calls.selectors import (
    call_get,
    call_get_of_reseller,
    calls_count,
    calls_count_of_reseller,
    calls_page,
    calls_page_of_reseller,
)
from cordboard.calls.services import records_export_note
from cordboard.calls.types import CallDetail
from cordboard.portal.access import company_page, me_page, platform_page
from cordboard.portal.components.fragments import table_page
from cordboard.portal.history.asked import FROM, PERSON, TO, asked_of
from cordboard.portal.history.export import calls_csv
from cordboard.portal.history.rows import row_of, rows_of
from cordboard.portal.history.table import CallTable, company_shape, own_shape, platform_shape, table_of
from cordboard.portal.history.words import steps_of
from cordboard.portal.requests import CompanyRequest, PlatformRequest


@require_GET
@me_page
def my_calls(request: CompanyRequest) -> HttpResponseBase:
    """The calls one made, took or missed."""
    company, person = request.company, request.person.id
    asked = asked_of(own_shape(), request.GET, person=person)
    page = calls_page(company=company.id, wanted=asked.wanted, window=asked.window)
    total = calls_count(company=company.id, wanted=asked.wanted)
    rows = rows_of(page, country=company.country, person=person)
    table = table_of(own_shape(), asked, page, total, request.path, rows)
    return _list(request, "portal/history/own.html", table, export=reverse("me_calls_export"))


@require_GET
@me_page
def my_calls_export(request: CompanyRequest) -> HttpResponseBase:
    """One's own calls as CSV, narrowed like the list."""
    asked = asked_of(own_shape(), request.GET, person=request.person.id)
    page = partial(calls_page, company=request.company.id, wanted=asked.wanted)
    return calls_csv(request, page, newest_first=asked.query.descending, name="my-calls")


@require_GET
@me_page
def my_call(request: CompanyRequest, call: UUID) -> HttpResponseBase:
    """A call one took part in. Raises CallUnknown for any other."""
    detail = call_get(company=request.company.id, call=call, person=request.person.id)
    return _call(request, detail, "portal/history/own_call.html", request.company.country)


@require_GET
@company_page
def company_calls(request: CompanyRequest) -> HttpResponseBase:
    """All calls of the company, or those of one person."""
    company = request.company
    asked = asked_of(company_shape(), request.GET)
    page = calls_page(company=company.id, wanted=asked.wanted, window=asked.window)
    total = calls_count(company=company.id, wanted=asked.wanted)
    rows = rows_of(page, country=company.country)
    table = table_of(company_shape(), asked, page, total, request.path, rows)
    person = asked.wanted.person
    names = names_for_people(company=company.id, people=[person]) if person else {}
    values = {"one_person": person, "whose": names.get(person) if person else None}
    return _list(
        request, "portal/history/company.html", table, export=reverse("company_calls_export"), **values
    )


@require_GET
@company_page
def company_calls_export(request: CompanyRequest) -> HttpResponseBase:
    """The company's calls as CSV, narrowed like the list. That they were taken out is in the journal."""
    asked, company = asked_of(company_shape(), request.GET), request.company
    filters = asked.query.filters
    records_export_note(actor=request.actor, company=company.id, subject="company", filters=filters)
    page = partial(calls_page, company=company.id, wanted=asked.wanted)
    name = f"calls-{company.account_number}"
    return calls_csv(request, page, newest_first=asked.query.descending, name=name)


@require_GET
@company_page
def company_call(request: CompanyRequest, call: UUID) -> HttpResponseBase:
    """A call of the company. Raises CallUnknown for any other."""
    detail = call_get(company=request.company.id, call=call)
    return _call(request, detail, "portal/history/company_call.html", request.company.country)


@require_GET
@platform_page(reseller_allowed=True)
def platform_calls(request: PlatformRequest) -> HttpResponseBase:
    """The calls of all companies in reach, outside parties masked."""
    reseller = request.reseller
    asked = asked_of(platform_shape(), request.GET)
    page = calls_page_of_reseller(reseller=reseller, wanted=asked.wanted, window=asked.window)
    total = calls_count_of_reseller(reseller=reseller, wanted=asked.wanted)
    table = table_of(platform_shape(), asked, page, total, request.path, rows_of(page))
    return _list(request, "portal/history/platform.html", table, export=reverse("platform_calls_export"))


@require_GET
@platform_page(reseller_allowed=True)
def platform_calls_export(request: PlatformRequest) -> HttpResponseBase:
    """The calls of all companies in reach as CSV, outside parties masked; the journal knows it, as of no one company."""
    asked = asked_of(platform_shape(), request.GET)
    filters = asked.query.filters
    records_export_note(actor=request.actor, company=None, subject="companies in reach", filters=filters)
    page = partial(calls_page_of_reseller, reseller=request.reseller, wanted=asked.wanted)
    return calls_csv(request, page, newest_first=asked.query.descending, name="calls")


@require_GET
@platform_page(reseller_allowed=True)
def platform_call(request: PlatformRequest, call: UUID) -> HttpResponseBase:
    """A call of a company in reach, outside parties masked. Raises CallUnknown for any other."""
    detail = call_get_of_reseller(reseller=request.reseller, call=call)
    return _call(request, detail, "portal/history/platform_call.html", "")


def _list(
    request: HttpRequest, template: str, table: CallTable, *, export: str, **values: Any
) -> HttpResponseBase:
    """The page, or for htmx its rows and with them the way to export just these."""
    filters = table.query.filters
    days = {"since": filters.get(FROM), "until": filters.get(TO), "person": filters.get(PERSON)}
    values["table_tools"] = render_to_string("portal/history/days.html", days)
    values["export"] = export + table.address().removeprefix(table.path)
    answer = table_page(request, template, table=table, **values)
    if request.headers.get("HX-Target") == f"{table.shape.name}-body":
        answer.write(render_to_string("portal/history/export.html", {**values, "swapped": True}))
    return answer


def _call(request: HttpRequest, detail: CallDetail, template: str, country: str) -> HttpResponseBase:
    values = {"call": row_of(detail.summary, country=country), "steps": steps_of(detail, country=country)}
    return render(request, template, values)
