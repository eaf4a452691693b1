"""Who asks, for whom, and in which language: settled once for every request."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation

from cordboard.accounts.selectors import person_value
from cordboard.accounts.types import PersonSummary
from cordboard.journal.types import Actor
from cordboard.portal.acting import acted_for, acting_enter
from cordboard.portal.standing import standing_of

LANGUAGE = "language"  # session key: language chosen on the sign-in page

ENDING = "/acting/end/"  # leaving is no beginning
OWN_PAGES = "/account/"  # password, second factors, sessions: always of whoever really sits there

Respond = Callable[[HttpRequest], HttpResponse]


class PersonMiddleware:
    """`request.signed_in`, `request.person`, `request.actor` and `request.standing` are set.

    The standing is taken off the path, and links built while the request lasts carry it again. Whoever opens an
    address of somebody else's begins to act for them.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, for whoever asks."""
        standing, path = standing_of(request.path_info)
        signed_in = person_value(request.user) if request.user.is_authenticated else None
        if standing.prefix and path.startswith(OWN_PAGES):
            return HttpResponseRedirect(path, preserve_request=True)
        other = acted_for(signed_in=signed_in, person=standing.person) if standing.person else None
        request.signed_in = signed_in  # type: ignore[attr-defined]
        request.person = other or signed_in  # type: ignore[attr-defined]
        request.acting = other is not None  # type: ignore[attr-defined]
        request.actor = actor_of(signed_in, other, request.META.get("REMOTE_ADDR"))  # type: ignore[attr-defined]
        request.standing = standing  # type: ignore[attr-defined]
        request.path_info = path
        if signed_in and standing.person and other is None:
            raise Http404
        if signed_in and other and path != ENDING:
            own = actor_of(signed_in, None, request.META.get("REMOTE_ADDR"))
            acting_enter(session=request.session, actor=own, person=other)
        return _with_prefix(standing.prefix, lambda: self.respond(request))


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
        on_behalf_of_name=(acted_for.name or acted_for.email) if acted_for else "",
        address=address,
    )


def _with_prefix(prefix: str, respond: Callable[[], HttpResponse]) -> HttpResponse:
    before = get_script_prefix()
    set_script_prefix(f"{prefix}/")
    try:
        return respond()
    finally:
        set_script_prefix(before)
