"""The provider's numbers: add, assign to a company, free again."""

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cordboard.base.errors import CordboardError
from cordboard.numbering.selectors import did_get
from cordboard.numbering.services import did_assign, did_create, did_free
from cordboard.numbering.types import DidSummary
from cordboard.portal.access import company_in_reach, platform_page
from cordboard.portal.answers import UNPROCESSABLE, error_text, submit
from cordboard.portal.choices import home_of_reader
from cordboard.portal.components.fragments import redirect, table_page
from cordboard.portal.components.toasts import toast
from cordboard.portal.numbers.forms import AssignForm, NumbersForm
from cordboard.portal.numbers.table import numbers_table
from cordboard.portal.requests import PlatformRequest
from cordboard.tenancy.selectors import company_get
from cordboard.tenancy.types import CompanySummary


@require_GET
@platform_page(reseller_allowed=True)
def numbers(request: PlatformRequest) -> HttpResponseBase:
    """Every number in reach: those of one's companies, and the free ones."""
    values = {"may_add": request.reseller is None, "empty_template": "portal/numbers/none.html"}
    return table_page(request, "portal/numbers/pool.html", table=numbers_table(request), **values)


@platform_page(reseller_allowed=False)
def numbers_new(request: PlatformRequest) -> HttpResponseBase:
    """The numbers typed lie in the free pool; those that could not be added stay in the form, each with its reason."""
    form = NumbersForm(request.POST or None, initial={"country": home_of_reader()[0]})
    faults: list[tuple[str, str]] = []
    if form.is_valid():
        added, faults = _add(request, form.cleaned_data["numbers"], form.cleaned_data["country"])
        if added:
            text = ngettext("%(count)s number was added.", "%(count)s numbers were added.", added)
            toast(request, text % {"count": added})
        if not faults:
            return redirect(request, reverse("platform_numbers"))
        left = "\n".join(number for number, _reason in faults)
        form = NumbersForm(initial={"numbers": left, "country": form.cleaned_data["country"]})
    status = UNPROCESSABLE if form.errors or faults else HttpResponse.status_code
    return render(request, "portal/numbers/new.html", {"form": form, "faults": faults}, status=status)


@platform_page(reseller_allowed=True)
def number(request: PlatformRequest, did: int) -> HttpResponseBase:
    """One number; a free one can be given to a company."""
    shown = did_get(did=did, reseller=request.reseller)
    form = AssignForm(request.POST or None, reseller=request.reseller)
    if company := submit(form, lambda values: _assign(request, shown, values["company"])):
        text = _("%(number)s now belongs to %(company)s.") % {"number": shown.number, "company": company.name}
        toast(request, text, undo=reverse("platform_number_free", args=[did]))
        return redirect(request, reverse("platform_numbers"))
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/numbers/number.html", {"did": shown, "form": form}, status=status)


@require_POST
@platform_page(reseller_allowed=True)
def number_free(request: PlatformRequest, did: int) -> HttpResponseBase:
    """The number lies in the free pool again (USR-83)."""
    shown = did_get(did=did, reseller=request.reseller)
    if shown.company is not None:
        account = company_get(company=shown.company).account_number
        did_free(actor=request.actor, company=shown.company, did=did)
        undo = reverse("platform_number_back", args=[did, account])
        toast(request, _("%(number)s is free again.") % {"number": shown.number}, undo=undo)
    return redirect(request, reverse("platform_numbers"))


@require_POST
@platform_page(reseller_allowed=True)
def number_back(request: PlatformRequest, did: int, account: int) -> HttpResponseBase:
    """A number just freed belongs to the company again; where it led is for the company to say."""
    shown = did_get(did=did, reseller=request.reseller)
    _assign(request, shown, account)
    toast(request, _("%(number)s belongs to the company again.") % {"number": shown.number})
    return redirect(request, reverse("platform_numbers"))


def _assign(request: PlatformRequest, did: DidSummary, account: int) -> CompanySummary:
    company = company_in_reach(person=request.person, account=account)
    if did.company != company.id:  # sent twice, or from an old page: where it leads stays as it is
        did_assign(actor=request.actor, company=company.id, did=did.id, destination=None)
    return company


def _add(request: PlatformRequest, lines: Iterable[str], country: str) -> tuple[int, list[tuple[str, str]]]:
    added, faults = 0, []
    for line in lines:
        try:
            did_create(actor=request.actor, number=line, country=country)
            added += 1
        except CordboardError as error:
            faults.append((line[:40], error_text(error)))
    return added, faults
