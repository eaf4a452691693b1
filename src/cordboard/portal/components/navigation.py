"""Where each audience can go: one table. A link whose page does not exist in this installation is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from cordboard.portal.components.formats import Words


class Audience(StrEnum):
    """For whom a page is made."""

    PLATFORM = "platform"
    RESELLER = "reseller"
    COMPANY = "company"
    ME = "me"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place to go; `route` is a URL name, `bar` puts it in the bar at the foot of a phone."""

    route: str
    label: Words
    icon: str = ""
    bar: bool = False
    children: Sequence["Place"] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A place with its address; `current` when the page shown is it or lies within it."""

    label: Words
    address: str
    icon: str
    bar: bool
    current: bool
    children: Sequence["Link"] = ()


PLATFORM = (
    Place(route="platform_dashboard", label=_("Dashboard"), icon="dashboard", bar=True),
    Place(route="platform_resellers", label=_("Resellers"), icon="building-store", bar=True),
    Place(route="platform_companies", label=_("Companies"), icon="building", bar=True),
    Place(route="platform_numbers", label=_("Numbers"), icon="hash", bar=True),
    Place(route="platform_calls", label=_("Calls"), icon="history"),
    Place(route="platform_journal", label=_("Journal"), icon="notes"),
    Place(route="platform_admins", label=_("Administrators"), icon="user-shield"),
)

RESELLER = tuple(place for place in PLATFORM if place.route not in {"platform_resellers", "platform_admins"})

# The five areas of the administration: Users, Trunks, Devices, Dialplan, Settings. Source: catalogue WDX-01.
COMPANY = (
    Place(route="company_dashboard", label=_("Dashboard"), icon="dashboard", bar=True),
    Place(
        route="company_users", label=_("Users"), icon="users", bar=True,
        children=(Place(route="company_mailboxes", label=_("Shared mailboxes")),),
    ),
    Place(
        route="company_trunks", label=_("Trunks"), icon="network",
        children=(
            Place(route="company_numbers", label=_("Direct numbers")),
        ),
    ),
    Place(route="company_devices", label=_("Devices"), icon="device-landline-phone", bar=True),
    Place(
        route="company_dialplan", label=_("Dialplan"), icon="route",
        children=(
            Place(route="company_menus", label=_("Menus")),
            Place(route="company_groups", label=_("Call groups")),
            Place(route="company_time_tables", label=_("Time tables")),
            Place(route="company_switches", label=_("Switches")),
            Place(route="company_ring_services", label=_("Ring services")),
        ),
    ),
    Place(route="company_calls", label=_("Calls"), icon="history", bar=True),
    Place(
        route="company_settings", label=_("Settings"), icon="settings",
        children=(Place(route="company_journal", label=_("Journal")),),
    ),
)  # fmt: skip

ME = (
    Place(route="me_dashboard", label=_("Overview"), icon="dashboard", bar=True),
    Place(route="me_calls", label=_("My calls"), icon="phone-call", bar=True),
    Place(route="me_voicemail", label=_("My voicemail"), icon="record-mail", bar=True),
    Place(route="me_phone", label=_("My phone"), icon="device-landline-phone", bar=True),
    Place(route="me_account", label=_("My account"), icon="user-circle"),
)

PLACES: dict[Audience, tuple[Place, ...]] = {
    Audience.PLATFORM: PLATFORM,
    Audience.RESELLER: RESELLER,
    Audience.COMPANY: COMPANY,
    Audience.ME: ME,
}


def links_for(places: Sequence[Place], *, path: str, arguments: Mapping[str, Any]) -> tuple[Link, ...]:
    """The places that exist, with the one shown now marked: the one whose address starts `path` with the most signs."""
    links = tuple(link for place in places if (link := _link(place, arguments)))
    addresses = [each.address for link in links for each in (link, *link.children)]
    here = max((address for address in addresses if _within(path, address)), key=len, default="")
    return tuple(_marked(link, here) for link in links)


def address_of(route: str, arguments: Mapping[str, Any] | None = None) -> str:
    """Address of a URL name, with those arguments or without; empty when there is no such page."""
    for given in (dict(arguments or {}), {}):
        try:
            return reverse(route, kwargs=given)
        except NoReverseMatch:
            continue
    return ""


def _link(place: Place, arguments: Mapping[str, Any]) -> Link | None:
    address = address_of(place.route, arguments)
    children = tuple(link for child in place.children if (link := _link(child, arguments)))
    if not address:
        return None
    return Link(
        label=place.label, address=address, icon=place.icon, bar=place.bar, current=False, children=children
    )


def _within(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address))


def _marked(link: Link, here: str) -> Link:
    children = tuple(replace(child, current=child.address == here) for child in link.children)
    inside = any(child.current for child in children)
    return replace(link, children=children, current=link.address == here or inside)
