"""A company's own numbers, and whom each rings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cordboard.accounts.selectors import names_for_people
from cordboard.numbering.registry import DestinationChoice, destinations_offered
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
    """A number and where it leads: to a person, or a place with a name."""

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
    """Calls to the number go where was chosen."""
    shown = _mine(request, did)
    place = None if _person(shown) else shown.destination
    form = LeadForm(
        request.POST or None,
        company=request.company.id,
        initial={"person": _key(request, shown), "place": place},
    )
    if submit(form, lambda _values: _lead(request, shown, form.destination())):
        toast(request, _("Saved."))
        return redirect(request, reverse("company_numbers"))
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/numbers/own_number.html", {"did": shown, "form": form}, status=status)


def _own(request: CompanyRequest) -> list[OwnNumber]:
    dids = dids_for_company(company=request.company.id)
    people = {did.id: person for did in dids if (person := _person(did))}
    names = names_for_people(company=request.company.id, people=people.values())
    kinds = {did.destination.kind for did in dids if did.destination} - {PERSON}
    places = destinations_offered(company=request.company.id, wanted=kinds.__contains__)
    return [
        OwnNumber(
            did=did,
            person=people.get(did.id),
            name=names.get(people[did.id], "") if did.id in people else _place_name(did, places),
        )
        for did in dids
    ]


def _place_name(did: DidSummary, places: Mapping[str, Sequence[DestinationChoice]]) -> str:
    if did.destination is None:
        return ""
    of_kind = places.get(did.destination.kind, ())
    return next((choice.name for choice in of_kind if choice.id == did.destination.id), "")


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


def _lead(request: CompanyRequest, did: DidSummary, destination: Destination | None) -> bool:
    did_assign(actor=request.actor, company=request.company.id, did=did.id, destination=destination)
    return True
