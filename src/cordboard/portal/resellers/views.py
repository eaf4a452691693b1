"""The resellers of the platform."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cordboard.accounts.selectors import administrators_list
from cordboard.accounts.services import administrator_delete
from cordboard.accounts.types import PersonSummary, Role
from cordboard.people.services import administrator_invite, welcome_request
from cordboard.portal.access import platform_page
from cordboard.portal.admins.forms import AdministratorForm
from cordboard.portal.admins.views import admin_of, administrator_row
from cordboard.portal.answers import UNPROCESSABLE, error_text, submit
from cordboard.portal.companies.table import company_rows
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast, toast_error
from cordboard.portal.requests import PlatformRequest
from cordboard.portal.resellers.forms import ResellerForm
from cordboard.portal.roles import delete_check, manage_check, role_check
from cordboard.tenancy import services
from cordboard.tenancy.errors import ResellerEmptying, ResellerInUse
from cordboard.tenancy.selectors import companies_page, reseller_get, resellers_list
from cordboard.tenancy.types import ResellerSummary

SHOWN = 10  # companies on a reseller's page; the list of companies has them all


@platform_page(reseller_allowed=False)
def resellers(request: PlatformRequest) -> HttpResponseBase:
    """Every reseller with its number of companies; one more can be made."""
    form = ResellerForm(request.POST or None)
    if made := submit(
        form, lambda values: services.reseller_create(actor=request.actor, name=values["name"])
    ):
        toast(request, _("%(name)s exists. Invite its first administrator.") % {"name": made.name})
        return redirect(request, reverse("platform_reseller", args=[made.id]))
    values = {"form": form, "resellers": resellers_list()}
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/resellers/list.html", values, status=status)


@platform_page(reseller_allowed=False)
def reseller(request: PlatformRequest, reseller: UUID) -> HttpResponseBase:
    """One reseller: its companies and administrators; one more can be invited."""
    shown = reseller_get(reseller=reseller)
    form = AdministratorForm(request.POST or None, initial={"language": request.signed_in.language})
    if person := submit(form, lambda _values: _invite(request, reseller, form)):
        toast(request, _("An invitation is on its way to %(email)s.") % {"email": person.email})
        return redirect(request, reverse("platform_reseller", args=[reseller]))
    return _page(request, shown, form=form)


@require_POST
@platform_page(reseller_allowed=False)
def reseller_name(request: PlatformRequest, reseller: UUID) -> HttpResponseBase:
    """The reseller has the name that was typed."""
    shown = reseller_get(reseller=reseller)
    form = ResellerForm(request.POST)
    if submit(form, lambda values: _rename(request, reseller, values["name"])):
        toast(request, _("Saved."))
        return redirect(request, reverse("platform_reseller", args=[reseller]))
    return _page(request, shown, name_form=form)


@require_POST
@platform_page(reseller_allowed=False)
def reseller_delete(request: PlatformRequest, reseller: UUID) -> HttpResponseBase:
    """The reseller and its administrators are gone; refused while it has companies."""
    shown = reseller_get(reseller=reseller)
    try:
        services.reseller_delete(actor=request.actor, reseller=reseller)
    except (ResellerEmptying, ResellerInUse) as error:
        toast_error(request, error_text(error))
        return redirect(request, reverse("platform_reseller", args=[reseller]))
    toast(request, _("%(name)s was deleted.") % {"name": shown.name})
    return redirect(request, reverse("platform_resellers"))


@require_POST
@platform_page(reseller_allowed=False)
def reseller_admin_delete(request: PlatformRequest, reseller: UUID, person: UUID) -> HttpResponseBase:
    """The reseller's administrator is gone."""
    target = admin_of(reseller=reseller, person=person)
    delete_check(request.person, target)
    administrator_delete(actor=request.actor, person=person)
    toast(request, _("%(name)s was deleted.") % {"name": target.name})
    return redirect(request, reverse("platform_reseller", args=[reseller]))


@require_POST
@platform_page(reseller_allowed=False)
def reseller_admin_welcome(request: PlatformRequest, reseller: UUID, person: UUID) -> HttpResponseBase:
    """The reseller's administrator is mailed a new link to choose a password."""
    target = admin_of(reseller=reseller, person=person)
    manage_check(request.person, target)
    welcome_request(actor=request.actor, person=target)
    toast(request, _("An invitation is on its way to %(email)s.") % {"email": target.email})
    return redirect(request, reverse("platform_reseller", args=[reseller]))


def _page(
    request: PlatformRequest,
    shown: ResellerSummary,
    *,
    form: AdministratorForm | None = None,
    name_form: ResellerForm | None = None,
) -> HttpResponse:
    form = form or AdministratorForm(initial={"language": request.signed_in.language})
    name_form = name_form or ResellerForm(initial={"name": shown.name}, auto_id="reseller_%s")
    page = companies_page(reseller=shown.id, size=SHOWN)
    values = {
        "reseller": shown,
        "form": form,
        "name_form": name_form,
        "people": [_row(request, shown.id, person) for person in administrators_list(reseller=shown.id)],
        "companies": company_rows(page.rows),
        "more": page.total - len(page.rows),
    }
    status = UNPROCESSABLE if form.errors or name_form.errors else HttpResponse.status_code
    return render(request, "portal/resellers/reseller.html", values, status=status)


def _rename(request: PlatformRequest, reseller: UUID, name: str) -> bool:
    services.reseller_change(actor=request.actor, reseller=reseller, name=name)
    return True


def _row(request: PlatformRequest, reseller: UUID, person: PersonSummary) -> dict[str, Any]:
    welcome = reverse("platform_reseller_admin_welcome", args=[reseller, person.id])
    delete = reverse("platform_reseller_admin_delete", args=[reseller, person.id])
    return administrator_row(request.person, person, welcome=welcome, delete=delete)


def _invite(request: PlatformRequest, reseller: UUID, form: AdministratorForm) -> PersonSummary:
    role_check(request.person, None, Role.RESELLER_ADMIN)
    return administrator_invite(actor=request.actor, reseller=reseller, **form.person_values())
