"""Two companies of two resellers with the same extensions, for tests of what must not mix."""

from dataclasses import dataclass

import pytest

from cordboard.accounts.services import password_set, person_create, super_admin_ensure
from cordboard.accounts.types import PersonSummary, Role
from cordboard.devices.services import device_create
from cordboard.devices.types import DeviceSummary
from cordboard.journal.types import SYSTEM
from cordboard.numbering.services import did_assign, did_create, extension_create
from cordboard.numbering.types import Destination, DidSummary, ExtensionSummary
from cordboard.tenancy.services import company_create, reseller_create
from cordboard.tenancy.types import CompanySummary, Language, ResellerSummary

PASSWORD = "Correct-horse-7"  # everyone's, once `password_give` was called


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipped:
    """A person with extension and phone."""

    person: PersonSummary
    extension: ExtensionSummary
    device: DeviceSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One reseller with one company. Every name in it holds the company's own word, so that leaks show."""

    word: str
    reseller: ResellerSummary
    reseller_admin: PersonSummary
    company: CompanySummary
    admin: Equipped  # extension 101
    user: Equipped  # extension 102
    did: DidSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoCompanies:
    """`one` and `two` know nothing of each other; the platform's administrators know both."""

    super_admin: PersonSummary
    platform_admin: PersonSummary
    one: Side
    two: Side


@pytest.fixture
def two_companies(db: None) -> TwoCompanies:
    """Two resellers, a company each, extensions 101 (administrator) and 102 (user) in both."""
    return companies_make()


def companies_make() -> TwoCompanies:
    """The two sides and the platform's administrators, in the database."""
    return TwoCompanies(
        super_admin=super_admin_ensure(email="super@example.com"),
        platform_admin=person_create(
            actor=SYSTEM,
            email="platform@example.com",
            first_name="Pat",
            last_name="Platform",
            language=Language.ENGLISH,
            role=Role.PLATFORM_ADMIN,
        ),
        one=side_make("Aurora", did="+442079460001"),
        two=side_make("Borealis", did="+442079460002"),
    )


def side_make(word: str, *, did: str) -> Side:
    """A reseller, its administrator, and a company with two equipped people and a direct number."""
    reseller = reseller_create(actor=SYSTEM, name=f"{word} Reselling")
    company = company_create(
        actor=SYSTEM,
        reseller=reseller.id,
        name=f"{word} Company",
        sip_domain=f"{word.lower()}.example.com",
        language=Language.ENGLISH,
        country="GB",
        time_zone="Europe/London",
    )
    free = did_create(actor=SYSTEM, number=did, country="GB")
    admin = equipped_make(company, number="101", first_name="Adam", role=Role.COMPANY_ADMIN, word=word)
    return Side(
        word=word,
        reseller=reseller,
        reseller_admin=person_create(
            actor=SYSTEM,
            email=f"reseller@{word.lower()}.example.com",
            first_name="Rita",
            last_name=word,
            language=Language.ENGLISH,
            role=Role.RESELLER_ADMIN,
            reseller=reseller.id,
        ),
        company=company,
        admin=admin,
        user=equipped_make(company, number="102", first_name="Uma", role=Role.USER, word=word),
        did=did_assign(
            actor=SYSTEM,
            company=company.id,
            did=free.id,
            destination=Destination("person", str(admin.person.id)),
        ),
    )


def equipped_make(
    company: CompanySummary, *, number: str, first_name: str, word: str, role: Role = Role.USER
) -> Equipped:
    """A person of the company with this extension and a phone."""
    person = person_create(
        actor=SYSTEM,
        email=f"{first_name.lower()}.{number}@{company.sip_domain}",
        first_name=first_name,
        last_name=word,
        language=Language.ENGLISH,
        role=role,
        company=company.id,
    )
    extension = extension_create(
        actor=SYSTEM,
        company=company.id,
        number=number,
        destination=Destination("person", str(person.id)),
        person=person.id,
    )
    device, _ = device_create(
        actor=SYSTEM, company=company.id, person=person.id, name=f"{word} desk phone {number}"
    )
    return Equipped(person=person, extension=extension, device=device)


def password_give(person: PersonSummary, password: str = PASSWORD) -> None:
    """The person signs in with this password from now on."""
    password_set(actor=SYSTEM, person=person.id, password=password)
