"""People come, change and go; links and passwords work once."""

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import IntegrityError, transaction

from cordboard.accounts.errors import EmailTaken, PersonUnknown
from cordboard.accounts.models import Person
from cordboard.accounts.selectors import people_for_company, person_get, super_admin_find
from cordboard.accounts.services import (
    first_link_person,
    first_link_token,
    password_set,
    person_change,
    person_create,
    person_delete,
    super_admin_ensure,
)
from cordboard.accounts.types import PersonSummary, Role
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.services import company_create, reseller_create
from cordboard.tenancy.types import CompanySummary, Language

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def companies() -> tuple[CompanySummary, CompanySummary]:
    reseller = reseller_create(actor=SYSTEM, name="North").id
    return tuple(  # type: ignore[return-value]
        company_create(
            actor=SYSTEM,
            reseller=reseller,
            name=name,
            sip_domain=f"{name}.example.com",
            language=Language.ENGLISH,
            country="GB",
            time_zone="UTC",
        )
        for name in ("one", "two")
    )


def _person(company: CompanySummary, email: str = "ann@example.com") -> PersonSummary:
    return person_create(
        actor=SYSTEM,
        email=email,
        first_name="Ann",
        last_name="Lee",
        language=Language.ENGLISH,
        company=company.id,
    )


def test_a_new_person_has_no_password_until_the_link_is_used(
    companies: tuple[CompanySummary, CompanySummary],
) -> None:
    person = _person(companies[0])
    assert not person.has_password
    token = first_link_token(person=person.id)
    password_set(actor=SYSTEM, person=first_link_person(token=token).id, password="Abc1!xyz")
    assert person_get(company=companies[0].id, person=person.id).has_password
    with pytest.raises(PersonUnknown):
        first_link_person(token=token)


@pytest.mark.parametrize("token", ["", ".", "x.y", "%00.1", "a" * 500])
def test_altered_links_are_refused_all_alike(token: str) -> None:
    with pytest.raises(PersonUnknown):
        first_link_person(token=token)


def test_passwords_are_kept_as_argon2(companies: tuple[CompanySummary, CompanySummary]) -> None:
    person = _person(companies[0])
    password_set(actor=SYSTEM, person=person.id, password="Abc1!xyz")
    stored = Person.objects.get(pk=person.id).password
    assert identify_hasher(stored).algorithm == "argon2"
    assert "Abc1" not in stored


def test_a_weak_password_is_refused_and_changes_nothing(
    companies: tuple[CompanySummary, CompanySummary],
) -> None:
    person = _person(companies[0])
    with pytest.raises(FieldInvalid) as refused:
        password_set(actor=SYSTEM, person=person.id, password="short")
    assert "upper-case" in refused.value.reason
    assert not person_get(company=companies[0].id, person=person.id).has_password


def test_an_email_belongs_to_one_person_whatever_its_case(
    companies: tuple[CompanySummary, CompanySummary],
) -> None:
    _person(companies[0])
    with pytest.raises(EmailTaken):
        _person(companies[1], "ANN@example.com")


def test_two_people_may_have_one_name(companies: tuple[CompanySummary, CompanySummary]) -> None:
    _person(companies[0], "one@example.com")
    _person(companies[0], "two@example.com")
    assert [person.name for person in people_for_company(company=companies[0].id)] == ["Ann Lee", "Ann Lee"]


def test_a_person_of_one_company_is_unknown_to_another(
    companies: tuple[CompanySummary, CompanySummary],
) -> None:
    person = _person(companies[0])
    for act in (
        lambda: person_get(company=companies[1].id, person=person.id),
        lambda: person_delete(actor=SYSTEM, company=companies[1].id, person=person.id),
        lambda: person_change(
            actor=SYSTEM,
            company=companies[1].id,
            person=person.id,
            email="x@example.com",
            first_name="x",
            last_name="y",
            language=Language.ENGLISH,
        ),
    ):
        with pytest.raises(PersonUnknown):
            act()
    assert person_get(company=companies[0].id, person=person.id) == person


def test_there_is_one_super_administrator() -> None:
    first = super_admin_ensure(email="root@example.com")
    assert super_admin_ensure(email="other@example.com") == first
    assert super_admin_find() == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email="evil@example.com", role=Role.SUPER_ADMIN, language="en")


def test_a_company_role_without_a_company_cannot_be_stored() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email="lost@example.com", role=Role.COMPANY_ADMIN, language="en")
