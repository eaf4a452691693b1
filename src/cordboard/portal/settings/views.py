"""What a company is called, where it is and what it may use."""

from dataclasses import fields

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cordboard.accounts.types import PLATFORM_ROLES
from cordboard.people.selectors import counts_for_companies
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.companies.forms import LIMIT_LABELS, CompanyForm, company_initial
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.requests import CompanyRequest
from cordboard.tenancy.services import company_change
from cordboard.tenancy.types import CompanyLimits, CompanySummary


@company_page
def settings(request: CompanyRequest) -> HttpResponseBase:
    """The company's settings; its SIP domain is the platform's to change, for phones are set up with it."""
    fixed = request.person.role not in PLATFORM_ROLES
    initial = company_initial(request.company)
    form = CompanyForm(request.POST or None, initial=initial, domain_fixed=fixed)
    if submit(form, lambda _values: _change(request, form)):
        toast(request, _("Saved."))
        return redirect(request, reverse("company_settings"))
    values = {"form": form, "limits": _limits(request.company)}
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/settings/settings.html", values, status=status)


def _change(request: CompanyRequest, form: CompanyForm) -> CompanySummary:
    return company_change(actor=request.actor, company=request.company.id, **form.company_values())


def _limits(company: CompanySummary) -> list[tuple[str, int | None, int | None]]:
    """Each limit with its words, its value (None: no limit) and how much is used where that can be counted."""
    counts = counts_for_companies(companies=[company.id])[company.id]
    used = {"extensions": counts.extensions, "incoming_lines": counts.numbers}
    return [
        (str(LIMIT_LABELS[limit.name]), getattr(company.limits, limit.name), used.get(limit.name))
        for limit in fields(CompanyLimits)
    ]
