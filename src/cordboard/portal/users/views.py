"""The users of a company: list, newcomers, export."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cordboard.accounts.selectors import person_get
from cordboard.numbering.rules import extension_suggest
from cordboard.numbering.selectors import codes_for_company, extensions_for_company
from cordboard.people.services import newcomer_create, people_remove
from cordboard.people.types import Newcomer
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect, table_page
from cordboard.portal.components.toasts import toast
from cordboard.portal.phones.setup import setup_for
from cordboard.portal.requests import CompanyRequest
from cordboard.portal.roles import delete_check, role_check
from cordboard.portal.users.export import people_csv
from cordboard.portal.users.forms import NewcomerForm
from cordboard.portal.users.table import people_all, users_table


@require_GET
@company_page
def users(request: CompanyRequest) -> HttpResponseBase:
    """Everyone in the company, searched, sorted and paged by the server."""
    return table_page(request, "portal/users/list.html", table=users_table(request))


@require_GET
@company_page
def users_export(request: CompanyRequest) -> HttpResponseBase:
    """The people who fit the search, as CSV: for administrators only (WDX-89)."""
    return people_csv(people_all(request), name=f"users-{request.company.account_number}")


@never_cache
@company_page
def user_new(request: CompanyRequest) -> HttpResponseBase:
    """One form equips a newcomer (WDX-87); the phone account is shown on the answer, this once."""
    initial = {"extension": _suggested(request), "language": request.company.language}
    form = NewcomerForm(request.POST or None, initial=initial, actor=request.person)
    if newcomer := submit(form, lambda _values: _create(request, form)):
        return render(request, "portal/users/ready.html", _ready(newcomer))
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/users/new.html", {"form": form}, status=status)


@require_POST
@company_page
def users_delete(request: CompanyRequest) -> HttpResponseBase:
    """The chosen people are gone with everything of theirs; all of them or, where one may not be deleted, none."""
    chosen = [key for text in request.POST.getlist("row") if (key := _uuid(text))]
    for person in chosen:
        delete_check(request.person, person_get(company=request.company.id, person=person))
    count = people_remove(actor=request.actor, company=request.company.id, people=chosen)
    toast(request, ngettext("%(count)s user deleted.", "%(count)s users deleted.", count) % {"count": count})
    return redirect(request, reverse("company_users"))


def _create(request: CompanyRequest, form: NewcomerForm) -> Newcomer:
    wish = form.wish()
    role_check(request.person, None, wish.role)
    return newcomer_create(actor=request.actor, company=request.company.id, wish=wish)


def _ready(newcomer: Newcomer) -> dict[str, object]:
    return {
        "newcomer": newcomer,
        "setup": setup_for(newcomer.account) if newcomer.account else None,
        "title": _("%(name)s is ready") % {"name": newcomer.person.name},
    }


def _suggested(request: CompanyRequest) -> str:
    used = frozenset(extension.number for extension in extensions_for_company(company=request.company.id))
    return extension_suggest(used, codes=frozenset(codes_for_company(company=request.company.id)))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
