"""Who asks, and in which language: settled once for every request."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.selectors import person_signed_in
from cordboard.accounts.types import PersonSummary
from cordboard.journal.types import Actor

ACTING_FOR = "acting_for"  # session key: id of the person an administrator acts for
LANGUAGE = "language"  # session key: language chosen on the sign-in page

Respond = Callable[[HttpRequest], HttpResponse]


class CordboardRequest(HttpRequest):
    """A request that went through `PersonMiddleware`."""

    signed_in: PersonSummary | None  # who really sits there
    person: PersonSummary | None  # whose pages are shown: the same, or the one acted for (USR-27)
    actor: Actor


class PersonMiddleware:
    """`request.signed_in`, `request.person` and `request.actor` are set."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, for whoever asks."""
        signed_in = _person(str(request.user.pk)) if request.user.is_authenticated else None
        acted_for = _person(request.session.get(ACTING_FOR)) if signed_in else None
        request.signed_in = signed_in  # type: ignore[attr-defined]
        request.person = acted_for or signed_in  # type: ignore[attr-defined]
        request.actor = actor_of(signed_in, acted_for, request.META.get("REMOTE_ADDR"))  # type: ignore[attr-defined]
        return self.respond(request)


class LanguageMiddleware:
    """Pages speak the language of whoever looks at them (WDX-24); before sign-in, the one chosen or the browser's."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, in that language."""
        signed_in: PersonSummary | None = getattr(request, "signed_in", None)
        language = signed_in.language if signed_in else request.session.get(LANGUAGE)
        if language not in dict(settings.LANGUAGES):
            language = translation.get_language_from_request(request)
        with translation.override(language):
            response = self.respond(request)
        response.headers.setdefault("Content-Language", language)
        return response


def actor_of(signed_in: PersonSummary | None, acted_for: PersonSummary | None, address: str | None) -> Actor:
    """Who answers for an act in the journal."""
    if signed_in is None:
        return Actor(name="anonymous", address=address)
    return Actor(
        person=str(signed_in.id),
        name=signed_in.name or signed_in.email,
        on_behalf_of=str(acted_for.id) if acted_for else None,
        on_behalf_of_name=acted_for.name if acted_for else "",
        address=address,
    )


def _person(key: str | None) -> PersonSummary | None:
    try:
        return person_signed_in(person=UUID(key)) if key else None
    except PersonUnknown:
        return None
