"""The companies in reach of the platform or a reseller."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cordboard.people.selectors import counts_for_companies
from cordboard.people.services import company_found, company_remove
from cordboard.portal.access import company_in_reach, platform_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.choices import home_of_reader
from cordboard.portal.companies.forms import (
    CompanyForm,
    ContactForm,
    LimitsForm,
    NewCompanyForm,
    company_initial,
    limits_initial,
)
from cordboard.portal.companies.table import companies_table
from cordboard.portal.components.fragments import redirect, table_page
from cordboard.portal.components.toasts import toast, toast_error
from cordboard.portal.requests import PlatformRequest
from cordboard.portal.standing import address_at
from cordboard.tenancy.selectors import contacts_list
from cordboard.tenancy.services import company_change, company_limits_set, contact_create, contact_delete
from cordboard.tenancy.types import CompanySummary


@require_GET
@platform_page(reseller_allowed=True)
def companies(request: PlatformRequest) -> HttpResponseBase:
    """Every company in reach, searched, sorted and paged by the server."""
    values = {"empty_template": "portal/companies/none.html"}
    return table_page(request, "portal/companies/list.html", table=companies_table(request), **values)


@platform_page(reseller_allowed=True)
def company_new(request: PlatformRequest) -> HttpResponseBase:
    """A company is founded, and its first administrator invited."""
    country, zone = home_of_reader()
    initial = {"language": request.signed_in.language, "country": country, "time_zone": zone}
    form = NewCompanyForm(request.POST or None, reseller=request.reseller, initial=initial)
    if founded := submit(form, lambda _values: company_found(actor=request.actor, wish=form.wish())):
        text = _("%(company)s exists. An invitation is on its way to %(email)s.")
        toast(request, text % {"company": founded.company.name, "email": founded.administrator.email})
        return redirect(request, _address(founded.company))
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/companies/new.html", {"form": form}, status=status)


@platform_page(reseller_allowed=True)
def company(request: PlatformRequest, account: int) -> HttpResponseBase:
    """One company: its details, limits and contacts; saving changes the details."""
    shown = company_in_reach(person=request.person, account=account)
    form = CompanyForm(request.POST or None, initial=company_initial(shown))
    if submit(form, lambda _values: _change(request, shown, form)):
        toast(request, _("Saved."))
        return redirect(request, _address(shown))
    return _page(request, shown, details=form)


@require_POST
@platform_page(reseller_allowed=True)
def company_limits(request: PlatformRequest, account: int) -> HttpResponseBase:
    """The company's limits are what was typed; calls in progress go on (SCO-64 to SCO-68)."""
    shown = company_in_reach(person=request.person, account=account)
    form = LimitsForm(request.POST)
    if submit(form, lambda _values: _limit(request, shown, form)):
        toast(request, _("The limits are in force."))
        return redirect(request, _address(shown))
    return _page(request, shown, limits=form)


@require_POST
@platform_page(reseller_allowed=True)
def company_delete(request: PlatformRequest, account: int) -> HttpResponseBase:
    """The company is closed once its name was typed; jobs delete everything of its own."""
    shown = company_in_reach(person=request.person, account=account)
    if request.POST.get("confirmation", "").strip() != shown.name:
        toast_error(
            request, _("Nothing was deleted: the name typed is not the company's. Type it as it stands.")
        )
        return redirect(request, _address(shown))
    company_remove(actor=request.actor, company=shown.id)
    toast(request, _("%(name)s is closed and is being deleted.") % {"name": shown.name})
    return redirect(request, reverse("platform_companies"))


@require_POST
@platform_page(reseller_allowed=True)
def contact_new(request: PlatformRequest, account: int) -> HttpResponseBase:
    """The provider knows one more person at the customer's."""
    shown = company_in_reach(person=request.person, account=account)
    form = ContactForm(request.POST)
    if submit(form, lambda values: _contact(request, shown, values)):
        toast(request, _("%(name)s was added.") % {"name": form.cleaned_data["name"]})
        return redirect(request, _address(shown))
    return _page(request, shown, contact=form)


@require_POST
@platform_page(reseller_allowed=True)
def contact_remove(request: PlatformRequest, account: int, contact: int) -> HttpResponseBase:
    """The provider no longer knows that person."""
    shown = company_in_reach(person=request.person, account=account)
    contact_delete(actor=request.actor, company=shown.id, contact=contact)
    toast(request, _("The contact was removed."))
    return redirect(request, _address(shown))


def _page(
    request: PlatformRequest,
    shown: CompanySummary,
    *,
    details: CompanyForm | None = None,
    limits: LimitsForm | None = None,
    contact: ContactForm | None = None,
) -> HttpResponse:
    forms = {
        "details_form": details or CompanyForm(initial=company_initial(shown)),
        "limits_form": limits or LimitsForm(initial=limits_initial(shown.limits)),
        "contact_form": contact or ContactForm(auto_id="contact_%s"),
    }
    values: dict[str, Any] = {
        "customer": shown,
        "counts": counts_for_companies(companies=[shown.id])[shown.id],
        "contacts": contacts_list(company=shown.id),
        "inside": address_at(shown.account_number),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    status = UNPROCESSABLE if wrong else HttpResponse.status_code
    return render(request, "portal/companies/company.html", values, status=status)


def _address(shown: CompanySummary) -> str:
    return reverse("platform_company", args=[shown.account_number])


def _change(request: PlatformRequest, shown: CompanySummary, form: CompanyForm) -> CompanySummary:
    return company_change(actor=request.actor, company=shown.id, **form.company_values())


def _limit(request: PlatformRequest, shown: CompanySummary, form: LimitsForm) -> bool:
    company_limits_set(actor=request.actor, company=shown.id, limits=form.limits())
    return True


def _contact(request: PlatformRequest, shown: CompanySummary, values: dict[str, Any]) -> bool:
    contact_create(actor=request.actor, company=shown.id, **values)
    return True
