"""The first page of each audience is found from here."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from cordboard.accounts.services import person_language_set
from cordboard.accounts.types import Role
from cordboard.portal.access import open_page, person_page
from cordboard.portal.acting import acting_leave, address_of_person
from cordboard.portal.middleware import LANGUAGE
from cordboard.portal.requests import CordboardRequest, PersonRequest
from cordboard.tenancy.types import Language

HOMES = {
    Role.SUPER_ADMIN: "platform_dashboard",
    Role.PLATFORM_ADMIN: "platform_dashboard",
    Role.RESELLER_ADMIN: "platform_dashboard",
    Role.COMPANY_ADMIN: "company_dashboard",
    Role.USER: "me_dashboard",
}


@person_page
def home(request: PersonRequest) -> HttpResponseBase:
    """The dashboard of whoever asks. An API client has no pages."""
    route = HOMES.get(request.person.role)
    if route is None:
        raise PermissionDenied
    return redirect(route)


@require_POST
@open_page
def language_set(request: CordboardRequest) -> HttpResponseBase:
    """Pages speak this language: kept with the person who is signed in, before that in the session (WDX-24)."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        request.session[LANGUAGE] = chosen
        if request.signed_in is not None and request.signed_in.language != chosen:
            person_language_set(actor=request.actor, person=request.signed_in.id, language=Language(chosen))
    return HttpResponseRedirect(local_address(request.POST.get("next", ""), otherwise="/"))


@require_POST
@person_page
def acting_end(request: PersonRequest) -> HttpResponseBase:
    """One works as oneself again, at the page of the person one acted for (USR-27)."""
    if not request.acting:
        return HttpResponseRedirect("/")
    acting_leave(session=request.session, actor=request.actor, person=request.person)
    return HttpResponseRedirect(address_of_person(request.signed_in, request.person))


def local_address(address: str, *, otherwise: str) -> str:
    """The address when it lies on this site, else the other one: nobody is led away by a forged form."""
    local = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if local else otherwise


@open_page
def healthy(_request: CordboardRequest) -> HttpResponseBase:
    """The process answers; it says nothing of the others."""
    return HttpResponse("ok\n", content_type="text/plain")
