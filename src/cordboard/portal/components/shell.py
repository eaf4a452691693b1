"""The frame around every page: where one is, where one can go, for whom one acts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cordboard.accounts.types import PLATFORM_ROLES, PersonSummary, Role
from cordboard.portal.components.navigation import PLACES, Audience, Link, address_of, links_for

THEMES = ("light", "dark")
LIVE_VIEWS = {
    Audience.PLATFORM: "platform",
    Audience.RESELLER: "platform",
    Audience.COMPANY: "company",
    Audience.ME: "me",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Something one can be in: the platform, a reseller, a company, one's own pages."""

    name: str
    address: str
    kind: Audience
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What the frame shows. A view may set `request.shell` to one of its own making."""

    audience: Audience = Audience.ME
    name: str = ""  # of the company, reseller or platform one is in
    places: Sequence[Whereabouts] = ()  # other contexts to switch to
    arguments: Mapping[str, Any] = field(default_factory=dict)  # of the URLs within this context
    brand: str = "Cordboard"
    brand_stylesheet: str = ""  # address of a stylesheet that overrides --brand-* tokens
    brand_logo: str = ""  # address of a picture shown instead of Cordboard's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A shell settled for one request: what templates read."""

    shell: Shell
    person: PersonSummary | None
    acting: bool  # an administrator is acting for `person`
    path: str
    theme: str

    @property
    def links(self) -> tuple[Link, ...]:
        """The navigation of the audience one is in."""
        return self._links(self.shell.audience)

    @property
    def own_links(self) -> tuple[Link, ...]:
        """One's own pages, for an administrator who is in another context."""
        has_own = self.person is not None and self.person.company is not None
        return self._links(Audience.ME) if has_own and self.shell.audience is not Audience.ME else ()

    @property
    def bar_links(self) -> tuple[Link, ...]:
        """The few places in the bar at the foot of a phone."""
        return tuple(link for link in self.links if link.bar)[:4]

    @property
    def languages(self) -> Sequence[tuple[str, str]]:
        """Languages of the portal, each in its own words."""
        return list(settings.LANGUAGES)

    @property
    def language(self) -> str:
        """The language of this page."""
        return get_language() or settings.LANGUAGE_CODE

    @property
    def home(self) -> str:
        """Where the logo leads."""
        return self.links[0].address if self.links else "/"

    @property
    def live(self) -> str:
        """Where the page's WebSocket is opened: what is seen through it goes by the audience."""
        view = LIVE_VIEWS[self.shell.audience] if self.person else ""
        return f"{get_script_prefix()}live?view={view}" if view else ""

    def _links(self, audience: Audience) -> tuple[Link, ...]:
        return links_for(PLACES[audience], path=self.path, arguments=self.shell.arguments)


def frame_for(request: HttpRequest | None) -> Frame:
    """The frame of a request's page; error pages may have no request."""
    person: PersonSummary | None = getattr(request, "person", None)
    signed_in: PersonSummary | None = getattr(request, "signed_in", None)
    theme = request.COOKIES.get("cordboard_theme", "") if request else ""
    return Frame(
        shell=getattr(request, "shell", None) or shell_of(person),
        person=person,
        acting=person is not None and signed_in is not None and person.id != signed_in.id,
        path=request.path if request else "",
        theme=theme if theme in THEMES else "",
    )


def shell_of(person: PersonSummary | None) -> Shell:
    """The shell of a person's role, when the view sets none."""
    if person is None:
        return Shell()
    if person.role in PLATFORM_ROLES:
        return Shell(audience=Audience.PLATFORM, name=_("Platform"))
    if person.role is Role.RESELLER_ADMIN:
        return Shell(audience=Audience.RESELLER, name=_("Reseller"))
    if person.role is Role.COMPANY_ADMIN:
        return Shell(audience=Audience.COMPANY, name=_("Company"))
    return Shell()


def route_addresses() -> dict[str, str]:
    """Addresses that the frame's own buttons post or lead to; empty where this installation has no such page."""
    routes = (
        "language_set",
        "acting_end",
        "account_logout",
        "me_account",
        "account_change_password",
        "mfa_index",
    )
    return {route: address_of(route) for route in (*routes, "usersessions_list")}
