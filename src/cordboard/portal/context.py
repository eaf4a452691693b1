"""The frame around a page: in which company, reseller or platform one is, and where else one can go."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cordboard.accounts.types import PLATFORM_ROLES, PersonSummary, Role
from cordboard.portal.components.navigation import Audience
from cordboard.portal.components.shell import Shell, Whereabouts
from cordboard.tenancy.selectors import company_get, reseller_get
from cordboard.tenancy.types import CompanySummary


def shell(request: HttpRequest) -> dict[str, Any]:
    """Values for the frame around each page; `request.shell` is set, unless the view set one."""
    person: PersonSummary | None = getattr(request, "person", None)
    if person is not None and not hasattr(request, "shell"):
        request.shell = shell_for(person, _company(request, person))  # type: ignore[attr-defined]
    return {
        "person": person,
        "signed_in": getattr(request, "signed_in", None),
        "company": getattr(request, "company", None),
    }


def shell_for(person: PersonSummary, company: CompanySummary | None) -> Shell:
    """The shell of a person who looks at this company, or at their own level when it is None."""
    if company is None:
        level = _level(person)
        return Shell(audience=level.kind, name=level.name)
    if person.company == company.id:
        audience = Audience.COMPANY if person.role is Role.COMPANY_ADMIN else Audience.ME
        return Shell(audience=audience, name=company.name)
    here = Whereabouts(
        name=company.name, address=reverse("company_dashboard"), kind=Audience.COMPANY, current=True
    )
    return Shell(audience=Audience.COMPANY, name=company.name, places=(_level(person), here))


def _level(person: PersonSummary) -> Whereabouts:
    """Where someone above companies is at home. The address leaves any company one is in."""
    if person.role in PLATFORM_ROLES:
        return Whereabouts(name=_("Platform"), address="/platform/", kind=Audience.PLATFORM)
    name = reseller_get(reseller=person.reseller).name if person.reseller else _("Reseller")
    return Whereabouts(name=name, address="/platform/", kind=Audience.RESELLER)


def _company(request: HttpRequest, person: PersonSummary) -> CompanySummary | None:
    """The company of this page, or of the person on pages that belong to no company."""
    company: CompanySummary | None = getattr(request, "company", None)
    if company is None and person.company is not None:
        return company_get(company=person.company)
    return company
