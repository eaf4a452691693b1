"""One user's page and the deeds on it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cordboard.accounts.rules import may_manage
from cordboard.accounts.selectors import person_get
from cordboard.accounts.types import PersonSummary, Role
from cordboard.numbering.services import RING_TIME, extension_change, extension_create
from cordboard.numbering.types import Destination
from cordboard.people import services
from cordboard.people.selectors import equipped_person_get
from cordboard.people.types import PERSON, EquippedPerson
from cordboard.portal.access import company_page
from cordboard.portal.acting import acting_enter, may_act_for
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.requests import CompanyRequest
from cordboard.portal.roles import delete_check, manage_check, role_check, role_name
from cordboard.portal.standing import address_as
from cordboard.portal.users.forms import ExtensionForm, UserForm


@company_page
def user(request: CompanyRequest, person: UUID) -> HttpResponseBase:
    """Who someone is; saving changes name, mail, language and role."""
    equipped = equipped_person_get(company=request.company.id, person=person)
    form = _person_form(request, equipped.person)
    if request.method == "POST":
        manage_check(request.person, equipped.person)
        if submit(form, lambda values: _change(request, equipped.person, form)):
            toast(request, _("Saved."))
            return redirect(request, reverse("company_user", args=[person]))
    return _page(request, equipped, person_form=form)


@require_POST
@company_page
def user_extension(request: CompanyRequest, person: UUID) -> HttpResponseBase:
    """The user's extension and ring time are what was typed."""
    equipped = equipped_person_get(company=request.company.id, person=person)
    manage_check(request.person, equipped.person)
    form = _extension_form(request, equipped)
    if submit(form, lambda values: _extension_set(request, equipped, values)):
        toast(request, _("Saved."))
        return redirect(request, reverse("company_user", args=[person]))
    return _page(request, equipped, extension_form=form)


@require_POST
@company_page
def user_delete(request: CompanyRequest, person: UUID) -> HttpResponseBase:
    """The user, their extension, phones and mailbox are gone."""
    target = person_get(company=request.company.id, person=person)
    delete_check(request.person, target)
    services.people_remove(actor=request.actor, company=request.company.id, people=[person])
    toast(request, _("%(name)s was deleted.") % {"name": target.name})
    return redirect(request, reverse("company_users"))


@require_POST
@company_page
def user_welcome(request: CompanyRequest, person: UUID) -> HttpResponseBase:
    """The user is mailed how to sign in, with a new link to choose a password."""
    target = person_get(company=request.company.id, person=person)
    manage_check(request.person, target)
    services.welcome_request(actor=request.actor, person=target)
    toast(request, _("The welcome mail is on its way to %(email)s.") % {"email": target.email})
    return redirect(request, reverse("company_user", args=[person]))


@require_POST
@company_page
def user_act(request: CompanyRequest, person: UUID) -> HttpResponseBase:
    """The user's own pages open, with everything done there recorded under both names (USR-27)."""
    target = person_get(company=request.company.id, person=person)
    if request.acting or not may_act_for(request.signed_in, target):
        manage_check(request.person, target)
        return redirect(request, reverse("company_user", args=[person]))
    acting_enter(session=request.session, actor=request.actor, person=target)
    return HttpResponseRedirect(address_as(target.id))


def _page(
    request: CompanyRequest,
    equipped: EquippedPerson,
    *,
    person_form: UserForm | None = None,
    extension_form: ExtensionForm | None = None,
) -> HttpResponse:
    person_form = person_form or _person_form(request, equipped.person, fresh=True)
    extension_form = extension_form or _extension_form(request, equipped, fresh=True)
    status = UNPROCESSABLE if person_form.errors or extension_form.errors else HttpResponse.status_code
    target = equipped.person
    manageable = may_manage(request.person, target)
    values: dict[str, Any] = {
        "equipped": equipped,
        "target": target,
        "role": role_name(target.role),
        "person_form": person_form,
        "extension_form": extension_form,
        "manageable": manageable,
        "deletable": manageable and target.id != request.person.id,
        "actable": not request.acting and may_act_for(request.signed_in, target),
    }
    return render(request, "portal/users/user.html", values, status=status)


def _person_form(request: CompanyRequest, target: PersonSummary, *, fresh: bool = False) -> UserForm:
    initial = {
        "first_name": target.first_name,
        "last_name": target.last_name,
        "email": target.email,
        "language": target.language,
        "role": target.role,
    }
    typed = request.POST if request.method == "POST" and not fresh else None
    return UserForm(typed, initial=initial, actor=request.person, target=target)


def _extension_form(
    request: CompanyRequest, equipped: EquippedPerson, *, fresh: bool = False
) -> ExtensionForm:
    own = equipped.extension
    ring_time = own.ring_time if own else RING_TIME
    typed = request.POST if request.method == "POST" and not fresh else None
    return ExtensionForm(typed, initial={"extension": equipped.number, "ring_time": ring_time})


def _change(request: CompanyRequest, target: PersonSummary, form: UserForm) -> bool:
    role = Role(form.cleaned_data.get("role") or target.role)
    role_check(request.person, target, role)
    services.person_settle(
        actor=request.actor,
        company=request.company.id,
        person=target.id,
        role=role,
        **form.person_values(),
    )
    return True


def _extension_set(request: CompanyRequest, equipped: EquippedPerson, values: dict[str, Any]) -> bool:
    company, person = request.company.id, equipped.person.id
    if equipped.extension is None:
        extension_create(
            actor=request.actor,
            company=company,
            number=values["extension"],
            destination=Destination(PERSON, str(person)),
            person=person,
            ring_time=values["ring_time"],
        )
    else:
        extension_change(
            actor=request.actor,
            company=company,
            extension=equipped.extension.id,
            number=values["extension"],
            ring_time=values["ring_time"],
        )
    return True
