"""A company's menus: the list, and each as a tree."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cordboard.menus.selectors import menu_get, menus_for_company, tree_get
from cordboard.menus.services import menu_change, menu_create, menu_delete
from cordboard.menus.types import MenuSummary
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.menus.forms import MenuForm, menu_initial
from cordboard.portal.menus.tree import tree_rows
from cordboard.portal.requests import CompanyRequest


@company_page
def menus(request: CompanyRequest) -> HttpResponseBase:
    """The company's menus; one more can be made, and is opened then."""
    form = MenuForm(request.POST or None)
    if made := submit(form, lambda values: _create(request, values)):
        toast(request, _("Created. Say what callers hear, and add keys."))
        return redirect(request, reverse("company_menu", args=[made.id]))
    values = {"form": form, "menus": menus_for_company(company=request.company.id)}
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/menus/list.html", values, status=status)


@company_page
def menu(request: CompanyRequest, menu: UUID) -> HttpResponseBase:
    """One menu with its tree; saving changes its name and extension."""
    shown = menu_get(company=request.company.id, menu=menu)
    form = MenuForm(request.POST or None, initial=menu_initial(shown))
    if submit(form, lambda values: _change(request, shown, values)):
        toast(request, _("Saved."))
        return redirect(request, reverse("company_menu", args=[menu]))
    first = tree_get(company=request.company.id, menu=menu)
    values = {"menu": shown, "form": form, "rows": tree_rows(first, company=request.company.id)}
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/menus/menu.html", values, status=status)


@require_POST
@company_page
def menu_remove(request: CompanyRequest, menu: UUID) -> HttpResponseBase:
    """The menu is gone, and its extension is free."""
    shown = menu_get(company=request.company.id, menu=menu)
    menu_delete(actor=request.actor, company=request.company.id, menu=menu)
    toast(request, _("%(name)s was deleted.") % {"name": shown.name})
    return redirect(request, reverse("company_menus"))


def _create(request: CompanyRequest, values: dict[str, str]) -> MenuSummary:
    return menu_create(
        actor=request.actor, company=request.company.id, name=values["name"], number=values["extension"]
    )


def _change(request: CompanyRequest, shown: MenuSummary, values: dict[str, str]) -> MenuSummary:
    return menu_change(
        actor=request.actor,
        company=request.company.id,
        menu=shown.id,
        name=values["name"],
        number=values["extension"],
    )
