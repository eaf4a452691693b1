"""A company's own numbers, and whom each rings."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cordboard.accounts.selectors import names_for_people
from cordboard.accounts.types import PersonSummary
from cordboard.numbering.selectors import dids_for_company
from cordboard.numbering.services import did_assign
from cordboard.numbering.types import Destination, DidSummary
from cordboard.people.selectors import equipped_person_find
from cordboard.people.types import PERSON
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.numbers.forms import LeadForm
from cordboard.portal.people_field import key_of
from cordboard.portal.requests import CompanyRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumber:
    """A number and who answers it."""

    did: DidSummary
    person: UUID | None
    name: str


@require_GET
@company_page
def own_numbers(request: CompanyRequest) -> HttpResponseBase:
    """The company's direct numbers."""
    return render(request, "portal/numbers/own.html", {"numbers": _own(request)})


@company_page
def own_number(request: CompanyRequest, did: int) -> HttpResponseBase:
    """Calls to the number ring the person chosen."""
    shown = _mine(request, did)
    form = LeadForm(
        request.POST or None, company=request.company.id, initial={"person": _key(request, shown)}
    )
    if submit(form, lambda values: _lead(request, shown, values["person"])):
        toast(request, _("Saved."))
        return redirect(request, reverse("company_numbers"))
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/numbers/own_number.html", {"did": shown, "form": form}, status=status)


def _own(request: CompanyRequest) -> list[OwnNumber]:
    dids = dids_for_company(company=request.company.id)
    people = {did.id: person for did in dids if (person := _person(did))}
    names = names_for_people(company=request.company.id, people=people.values())
    return [
        OwnNumber(
            did=did, person=people.get(did.id), name=names.get(people[did.id], "") if did.id in people else ""
        )
        for did in dids
    ]


def _mine(request: CompanyRequest, did: int) -> DidSummary:
    for known in dids_for_company(company=request.company.id):
        if known.id == did:
            return known
    raise Http404


def _person(did: DidSummary) -> UUID | None:
    if did.destination is None or did.destination.kind != PERSON:
        return None
    return UUID(did.destination.id)


def _key(request: CompanyRequest, did: DidSummary) -> str:
    person = _person(did)
    equipped = equipped_person_find(company=request.company.id, person=person) if person else None
    return key_of(equipped) if equipped else ""


def _lead(request: CompanyRequest, did: DidSummary, person: PersonSummary | None) -> bool:
    destination = Destination(PERSON, str(person.id)) if person else None
    did_assign(actor=request.actor, company=request.company.id, did=did.id, destination=destination)
    return True
