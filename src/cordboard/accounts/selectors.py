"""Reads of people."""

from collections.abc import Iterable
from uuid import UUID

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.models import Person
from cordboard.accounts.types import PersonSummary, Role
from cordboard.tenancy.scope import company_scope


def person_get(*, company: UUID, person: UUID) -> PersonSummary:
    """A person of this company. Raises PersonUnknown, also for another company's. One query."""
    with company_scope(company):
        row = Person.in_company.filter(pk=person, company=company).first()
    if row is None:
        raise PersonUnknown
    return person_value(row)


def person_signed_in(*, person: UUID) -> PersonSummary:
    """The person of a session, wherever they belong. Raises PersonUnknown. One query."""
    row = Person.objects.filter(pk=person, is_active=True).first()
    if row is None:
        raise PersonUnknown
    return person_value(row)


def person_by_email(*, email: str) -> PersonSummary | None:
    """Who signs in with this address, whatever its case; None when nobody does. One query."""
    row = Person.objects.filter(email__iexact=email, is_active=True).first()
    return person_value(row) if row else None


def people_for_company(*, company: UUID) -> tuple[PersonSummary, ...]:
    """All people of a company by name. One query."""
    with company_scope(company):
        rows = Person.in_company.filter(company=company).order_by("last_name", "first_name", "pk")
        return tuple(person_value(row) for row in rows)


def administrators_list(*, reseller: UUID | None) -> tuple[PersonSummary, ...]:
    """A reseller's administrators, or (None) the platform's own, by rank and name. One query."""
    roles = [Role.RESELLER_ADMIN] if reseller else [Role.SUPER_ADMIN, Role.PLATFORM_ADMIN]
    rows = Person.objects.filter(role__in=roles, reseller=reseller)
    return tuple(person_value(row) for row in rows.order_by("-role", "last_name", "first_name", "pk"))


def names_for_people(*, company: UUID, people: Iterable[UUID]) -> dict[UUID, str]:
    """Names by id for those of `people` who belong to the company. One query."""
    with company_scope(company):
        return {row.pk: row.name for row in Person.in_company.filter(company=company, pk__in=list(people))}


def super_admin_find() -> PersonSummary | None:
    """The one super administrator, once made. One query."""
    row = Person.objects.filter(role=Role.SUPER_ADMIN).first()
    return person_value(row) if row else None


def person_value(row: Person) -> PersonSummary:
    """A row as the value other rooms see."""
    return PersonSummary(
        id=row.pk,
        user_number=row.user_number,
        first_name=row.first_name,
        last_name=row.last_name,
        email=row.email,
        language=row.language,
        role=Role(row.role),
        company=row.company_id,
        reseller=row.reseller_id,
        active=row.is_active,
        has_password=row.has_usable_password(),
    )
