"""One's own account."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cordboard.numbering.selectors import extension_for_person
from cordboard.portal.access import person_page
from cordboard.portal.requests import PersonRequest
from cordboard.portal.roles import role_name


@require_GET
@person_page
def account(request: PersonRequest) -> HttpResponseBase:
    """Name, mail and role, and where each thing about one's security is changed; everyone who signs in has one."""
    person = request.person
    extension = extension_for_person(company=person.company, person=person.id) if person.company else None
    values = {"role": role_name(person.role), "extension": extension, "acting": request.acting}
    return render(request, "portal/account/account.html", values)
