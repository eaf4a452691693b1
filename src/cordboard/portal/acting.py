"""Acting for a person (USR-27): who may, and what it never reaches."""

from uuid import UUID

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.rules import may_administer_company, may_manage
from cordboard.accounts.selectors import person_signed_in
from cordboard.accounts.types import PLATFORM_ROLES, PersonSummary, Role
from cordboard.portal.standing import address_at
from cordboard.tenancy.selectors import company_get


def acted_for(*, signed_in: PersonSummary | None, person: UUID) -> PersonSummary | None:
    """The person, when the one signed in may act for them; None alike for a stranger and for nobody at all."""
    if signed_in is None:
        return None
    try:
        target = person_signed_in(person=person)
    except PersonUnknown:
        return None
    return target if may_act_for(signed_in, target) else None


def may_act_for(signed_in: PersonSummary, target: PersonSummary) -> bool:
    """Whether `signed_in` may open the pages of `target`: within reach, of lower rank, and someone who has pages."""
    if signed_in.id == target.id or target.role is Role.API_CLIENT or not may_manage(signed_in, target):
        return False
    return in_reach(signed_in, target)


def in_reach(signed_in: PersonSummary, target: PersonSummary) -> bool:
    """Whether the target belongs where `signed_in` administers: anywhere, their reseller, or their company."""
    if signed_in.role in PLATFORM_ROLES:
        return True
    if target.company is None:
        return False
    company = company_get(company=target.company)
    return may_administer_company(signed_in, company=company.id, reseller=company.reseller)


def address_of_person(signed_in: PersonSummary, person: PersonSummary) -> str:
    """Where `signed_in` administers this person: their page in the company's list of users."""
    if person.company is None:
        return "/"
    path = f"/company/users/{person.id}/"
    if signed_in.company == person.company:
        return path
    return address_at(company_get(company=person.company).account_number, path)
