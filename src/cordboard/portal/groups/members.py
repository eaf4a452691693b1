"""Members of a call group: joining, leaving, and their order."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cordboard.groups.selectors import group_get
from cordboard.groups.services import member_add, member_move, member_remove
from cordboard.portal.access import company_page
from cordboard.portal.answers import submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.groups.forms import MemberForm
from cordboard.portal.groups.views import group_answer
from cordboard.portal.requests import CompanyRequest


@require_POST
@company_page
def member_join(request: CompanyRequest, group: UUID) -> HttpResponseBase:
    """The person chosen is the last member."""
    shown = group_get(company=request.company.id, group=group)
    form = MemberForm(request.POST, company=request.company.id)
    if submit(form, lambda values: _join(request, group, values)):
        toast(request, _("%(name)s joined the group.") % {"name": form.cleaned_data["person"].name})
        return redirect(request, reverse("company_group", args=[group]))
    return group_answer(request, shown, member_form=form)


@require_POST
@company_page
def member_up(request: CompanyRequest, group: UUID, person: UUID) -> HttpResponseBase:
    """The member has changed places with the one above."""
    return _moved(request, group, person, up=True)


@require_POST
@company_page
def member_down(request: CompanyRequest, group: UUID, person: UUID) -> HttpResponseBase:
    """The member has changed places with the one below."""
    return _moved(request, group, person, up=False)


@require_POST
@company_page
def member_leave(request: CompanyRequest, group: UUID, person: UUID) -> HttpResponseBase:
    """The person is no member any more."""
    member_remove(actor=request.actor, company=request.company.id, group=group, person=person)
    toast(request, _("Removed from the group."))
    return redirect(request, reverse("company_group", args=[group]))


def _join(request: CompanyRequest, group: UUID, values: dict[str, Any]) -> bool:
    member_add(
        actor=request.actor,
        company=request.company.id,
        group=group,
        person=values["person"].id,
        weight=values["weight"],
    )
    return True


def _moved(request: CompanyRequest, group: UUID, person: UUID, *, up: bool) -> HttpResponseBase:
    member_move(actor=request.actor, company=request.company.id, group=group, person=person, up=up)
    return redirect(request, reverse("company_group", args=[group]))
