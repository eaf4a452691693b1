"""The page behind a first link."""

from typing import Any

from allauth.account.utils import perform_login
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.services import address_set, first_link_person, password_set
from cordboard.accounts.types import PersonSummary
from cordboard.portal.access import open_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.middleware import actor_of
from cordboard.portal.requests import CordboardRequest
from cordboard.portal.start.forms import FirstPasswordForm

GONE = 410


@sensitive_post_parameters("password", "again")
@never_cache
@open_page
def start(request: CordboardRequest, token: str) -> HttpResponseBase:
    """Choose a password once; then one is signed in. A used, late or altered link says so and how to go on."""
    try:
        person = first_link_person(token=token)
    except PersonUnknown:
        return render(request, "portal/start/spent.html", status=GONE)
    form = FirstPasswordForm(request.POST or None, asks_address=not person.has_address)
    if submit(form, lambda values: _choose(request, person, values)):
        email = form.cleaned_data.get("email") or person.email
        return _sign_in(request, email, form.cleaned_data["password"])
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/start/start.html", {"form": form, "newcomer": person}, status=status)


@transaction.atomic
def _choose(request: CordboardRequest, person: PersonSummary, values: dict[str, Any]) -> bool:
    actor = actor_of(person, None, request.actor.address)
    if "email" in values:
        address_set(actor=actor, person=person.id, email=values["email"])
    password_set(actor=actor, person=person.id, password=values["password"])
    return True


def _sign_in(request: CordboardRequest, email: str, password: str) -> HttpResponseBase:
    """Through every stage of a sign-in: someone with a second factor is asked for it."""
    user = authenticate(request, email=email, password=password)
    if user is None:
        return redirect("sign_in")
    answer: HttpResponseBase = perform_login(request, user, email_verification="none", redirect_url="/")
    return answer
