"""What people choose from: countries, time zones, languages, roles, each in the reader's language."""

from collections.abc import Sequence
from functools import lru_cache
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import get_language, gettext
from phonenumbers.geodata.locale import LOCALE_DATA

from cordboard.accounts.rules import may_give_role
from cordboard.accounts.types import COMPANY_ROLES, ROLE_NAMES, PersonSummary, Role

Choices = list[tuple[str, str]]
# Zones people live in; the others are old names for these.
_AREAS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def languages() -> Choices:
    """Languages of pages and mail, each in its own words."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def countries() -> Choices:
    """Countries by name, in the reader's language."""
    return list(_countries(get_language() or "en"))


@lru_cache
def _countries(language: str) -> Sequence[tuple[str, str]]:
    names = ((code, _country_name(code, language)) for code in LOCALE_DATA if len(code) == 2)
    return sorted(names, key=lambda choice: choice[1])


def country_name(code: str) -> str:
    """The country's name in the reader's language; the code itself for an unknown one."""
    return _country_name(code, get_language() or "en") if code in LOCALE_DATA else code


def _country_name(code: str, language: str) -> str:
    name = LOCALE_DATA[code].get(language) or LOCALE_DATA[code]["en"]
    while name.startswith("*"):  # "*nb": the same as in that language
        name = LOCALE_DATA[code][name[1:]]
    return name or code


# Where most people who read a language are: what a form starts with.
HOMES = {
    "en": ("GB", "Europe/London"),
    "fr": ("FR", "Europe/Paris"),
    "es": ("ES", "Europe/Madrid"),
    "nb": ("NO", "Europe/Oslo"),
}


def home_of_reader() -> tuple[str, str]:
    """Country and time zone to begin with, by the reader's language."""
    return HOMES.get(get_language() or "en", HOMES["en"])


@lru_cache
def time_zones() -> list[tuple[str, Choices]]:
    """Time zones by part of the world; UTC first."""
    named = sorted(zone for zone in available_timezones() if zone.split("/")[0] in _AREAS)
    groups: dict[str, Choices] = {"UTC": [("UTC", "UTC")]}
    for zone in named:
        area, _, place = zone.partition("/")
        groups.setdefault(area, []).append((zone, place.replace("_", " ").replace("/", " / ")))
    return list(groups.items())


def roles_for(actor: PersonSummary) -> Choices:
    """Roles that `actor` may give to someone of a company, the humblest first."""
    given = [role for role in reversed(Role) if role in COMPANY_ROLES - {Role.API_CLIENT}]
    return [(role.value, gettext(ROLE_NAMES[role])) for role in given if may_give_role(actor, role)]
