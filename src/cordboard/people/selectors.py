"""Reads that join a person with their extension and phones."""

from cordboard.accounts.models import Person
from cordboard.numbering.selectors import extension_find
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.selectors import company_find_by_domain


def email_for_sign_in(*, login: str) -> str | None:
    """The e-mail of the person with this `extension@company`, or None. At most three queries. Source: WDX-137."""
    number, _, domain = login.partition("@")
    if not (number.isascii() and number.isdigit() and domain):
        return None
    company = company_find_by_domain(domain=domain)
    extension = extension_find(company=company.id, number=number) if company else None
    if company is None or extension is None or extension.person is None:
        return None
    with company_scope(company.id):
        person = Person.in_company.filter(company=company.id, pk=extension.person).first()
    return person.email if person else None
