"""The nodes of a menu: added, changed and deleted."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cordboard.menus.selectors import menu_get, node_get
from cordboard.menus.services import node_add, node_change, node_delete
from cordboard.menus.types import NodeSummary
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.menus.forms import NodeForm, node_initial
from cordboard.portal.requests import CompanyRequest


@company_page
def node_new(request: CompanyRequest, menu: UUID, node: UUID) -> HttpResponseBase:
    """Below the node there is one more."""
    above = node_get(company=request.company.id, menu=menu, node=node)
    form = NodeForm(request.POST or None, company=request.company.id, initial=node_initial(None))
    if submit(form, lambda _values: _add(request, menu, above, form)):
        toast(request, _("Added."))
        return redirect(request, reverse("company_menu", args=[menu]))
    return _page(request, menu, form, {"above": above})


@company_page
def node(request: CompanyRequest, menu: UUID, node: UUID) -> HttpResponseBase:
    """One node; saving changes it."""
    shown = node_get(company=request.company.id, menu=menu, node=node)
    form = NodeForm(
        request.POST or None,
        company=request.company.id,
        first=shown.parent is None,
        initial=node_initial(shown.settings),
    )
    if submit(form, lambda _values: _change(request, menu, shown, form)):
        toast(request, _("Saved."))
        return redirect(request, reverse("company_menu", args=[menu]))
    return _page(request, menu, form, {"node": shown})


@require_POST
@company_page
def node_remove(request: CompanyRequest, menu: UUID, node: UUID) -> HttpResponseBase:
    """The node is gone with all below it."""
    shown = node_get(company=request.company.id, menu=menu, node=node)
    node_delete(actor=request.actor, company=request.company.id, menu=menu, node=node)
    toast(request, _("%(name)s was deleted.") % {"name": shown.settings.title})
    return redirect(request, reverse("company_menu", args=[menu]))


def _page(
    request: CompanyRequest, menu: UUID, form: NodeForm, values: dict[str, NodeSummary]
) -> HttpResponse:
    shown = menu_get(company=request.company.id, menu=menu)
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/menus/node.html", {"menu": shown, "form": form, **values}, status=status)


def _add(request: CompanyRequest, menu: UUID, above: NodeSummary, form: NodeForm) -> NodeSummary:
    return node_add(
        actor=request.actor,
        company=request.company.id,
        menu=menu,
        parent=above.id,
        settings=form.settings(),
    )


def _change(request: CompanyRequest, menu: UUID, shown: NodeSummary, form: NodeForm) -> NodeSummary:
    return node_change(
        actor=request.actor,
        company=request.company.id,
        menu=menu,
        node=shown.id,
        settings=form.settings(sound=shown.settings.sound),
    )
