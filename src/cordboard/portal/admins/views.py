"""The platform's own administrators."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cordboard.accounts.rules import may_give_role, may_manage
from cordboard.accounts.selectors import administrators_list
from cordboard.accounts.services import administrator_delete
from cordboard.accounts.types import PersonSummary, Role
from cordboard.people.services import administrator_invite, welcome_request
from cordboard.portal.access import platform_page
from cordboard.portal.admins.forms import AdministratorForm
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.requests import PlatformRequest
from cordboard.portal.roles import delete_check, manage_check, role_check


@platform_page(reseller_allowed=False)
def admins(request: PlatformRequest) -> HttpResponseBase:
    """Who administers the platform; the super administrator invites more (WDX-20, WDX-91)."""
    form = AdministratorForm(request.POST or None, initial={"language": request.signed_in.language})
    if person := submit(form, lambda _values: _invite(request, form)):
        toast(request, _("An invitation is on its way to %(email)s.") % {"email": person.email})
        return redirect(request, reverse("platform_admins"))
    values = {
        "form": form,
        "people": [_row(request, person) for person in administrators_list(reseller=None)],
        "may_invite": may_give_role(request.person, Role.PLATFORM_ADMIN),
    }
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/admins/list.html", values, status=status)


@require_POST
@platform_page(reseller_allowed=False)
def admin_delete(request: PlatformRequest, person: UUID) -> HttpResponseBase:
    """The administrator is gone, with their sessions."""
    target = admin_of(reseller=None, person=person)
    delete_check(request.person, target)
    administrator_delete(actor=request.actor, person=person)
    toast(request, _("%(name)s was deleted.") % {"name": target.name})
    return redirect(request, reverse("platform_admins"))


@require_POST
@platform_page(reseller_allowed=False)
def admin_welcome(request: PlatformRequest, person: UUID) -> HttpResponseBase:
    """The administrator is mailed a new link to choose a password."""
    target = admin_of(reseller=None, person=person)
    manage_check(request.person, target)
    welcome_request(actor=request.actor, person=target)
    toast(request, _("An invitation is on its way to %(email)s.") % {"email": target.email})
    return redirect(request, reverse("platform_admins"))


def admin_of(*, reseller: UUID | None, person: UUID) -> PersonSummary:
    """The administrator of that reseller, or (None) of the platform. Raises Http404."""
    for known in administrators_list(reseller=reseller):
        if known.id == person:
            return known
    raise Http404


def administrator_row(
    actor: PersonSummary, person: PersonSummary, *, welcome: str, delete: str
) -> dict[str, Any]:
    """A line of a list of administrators: who, what may be done, and where each deed is posted to."""
    manageable = actor.id != person.id and may_manage(actor, person)
    return {
        "person": person,
        "manageable": manageable,
        "welcome": welcome,
        "delete": delete,
    }


def _row(request: PlatformRequest, person: PersonSummary) -> dict[str, Any]:
    welcome = reverse("platform_admin_welcome", args=[person.id])
    delete = reverse("platform_admin_delete", args=[person.id])
    return administrator_row(request.person, person, welcome=welcome, delete=delete)


def _invite(request: PlatformRequest, form: AdministratorForm) -> PersonSummary:
    role_check(request.person, None, Role.PLATFORM_ADMIN)
    return administrator_invite(actor=request.actor, reseller=None, **form.person_values())
