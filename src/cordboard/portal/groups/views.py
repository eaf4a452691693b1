"""A company's call groups: the list, and each with its settings."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cordboard.groups.selectors import group_get, groups_for_company
from cordboard.groups.services import group_change, group_create, group_delete
from cordboard.groups.types import GroupSummary
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.groups.forms import GroupForm, MemberForm, group_initial
from cordboard.portal.groups.words import STRATEGIES
from cordboard.portal.requests import CompanyRequest


@require_GET
@company_page
def groups(request: CompanyRequest) -> HttpResponseBase:
    """The company's groups by name."""
    found = groups_for_company(company=request.company.id)
    rows = [(group, STRATEGIES[group.settings.strategy]) for group in found]
    return render(request, "portal/groups/list.html", {"rows": rows})


@company_page
def group_new(request: CompanyRequest) -> HttpResponseBase:
    """There is one more group, whose members are chosen on its page."""
    form = GroupForm(request.POST or None, company=request.company.id, initial=group_initial(None))
    if made := submit(form, lambda values: _create(request, form, values["extension"])):
        toast(request, _("Created. Add its members now."))
        return redirect(request, reverse("company_group", args=[made.id]))
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/groups/new.html", {"form": form}, status=status)


@company_page
def group(request: CompanyRequest, group: UUID) -> HttpResponseBase:
    """One group with its members; saving changes its settings."""
    shown = group_get(company=request.company.id, group=group)
    form = GroupForm(request.POST or None, company=request.company.id, initial=group_initial(shown))
    if submit(form, lambda values: _change(request, shown, form, values["extension"])):
        toast(request, _("Saved."))
        return redirect(request, reverse("company_group", args=[group]))
    return group_answer(request, shown, form=form)


@require_POST
@company_page
def group_remove(request: CompanyRequest, group: UUID) -> HttpResponseBase:
    """The group is gone, and its extension is free."""
    shown = group_get(company=request.company.id, group=group)
    group_delete(actor=request.actor, company=request.company.id, group=group)
    toast(request, _("%(name)s was deleted.") % {"name": shown.settings.name})
    return redirect(request, reverse("company_groups"))


def group_answer(
    request: CompanyRequest,
    shown: GroupSummary,
    *,
    form: GroupForm | None = None,
    member_form: MemberForm | None = None,
) -> HttpResponse:
    """The group's page with these forms, or fresh ones."""
    company = request.company.id
    form = form or GroupForm(company=company, initial=group_initial(shown))
    member_form = member_form or MemberForm(company=company)
    values = {"group": shown, "form": form, "member_form": member_form}
    status = UNPROCESSABLE if form.errors or member_form.errors else HttpResponse.status_code
    return render(request, "portal/groups/group.html", values, status=status)


def _create(request: CompanyRequest, form: GroupForm, number: str) -> GroupSummary:
    return group_create(
        actor=request.actor, company=request.company.id, settings=form.settings(), number=number
    )


def _change(request: CompanyRequest, shown: GroupSummary, form: GroupForm, number: str) -> GroupSummary:
    return group_change(
        actor=request.actor,
        company=request.company.id,
        group=shown.id,
        settings=form.settings(),
        number=number,
    )
