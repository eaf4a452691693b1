"""People are equipped all at once or not at all, and taken away with everything of theirs."""

from typing import Any

import pytest

from cordboard.accounts.errors import EmailTaken, PersonUnknown
from cordboard.accounts.selectors import administrators_list, people_for_company, person_get
from cordboard.accounts.types import Role
from cordboard.devices.selectors import devices_for_company, devices_for_people
from cordboard.journal.models import Entry
from cordboard.journal.types import SYSTEM
from cordboard.numbering.errors import ExtensionInvalid, ExtensionIsCode, ExtensionTaken
from cordboard.numbering.selectors import extension_find, extensions_for_company
from cordboard.people.selectors import equipped_person_get
from cordboard.people.services import (
    administrator_invite,
    company_found,
    newcomer_create,
    people_remove,
    person_settle,
)
from cordboard.people.types import CompanyWish, NewcomerWish, PhoneWish
from cordboard.tenancy.errors import FieldInvalid, LimitReached, SipDomainTaken
from cordboard.tenancy.selectors import companies_page, resellers_list
from cordboard.tenancy.services import company_limits_set
from cordboard.tenancy.types import CompanyKind, CompanyLimits, CompanySummary, Language
from cordboard.voicemail.selectors import mailbox_for_person
from kit.tenants import company_make

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def company() -> CompanySummary:
    return company_make("one")


def _wish(**changes: Any) -> NewcomerWish:
    values: dict[str, Any] = {
        "email": "ann@example.com",
        "first_name": "Ann",
        "last_name": "Lee",
        "language": Language.FRENCH,
        "extension": "101",
        "phone": PhoneWish(name="Desk phone"),
    }
    return NewcomerWish(**(values | changes))


def _kinds() -> set[str]:
    return set(Entry.objects.values_list("kind", flat=True))


def test_a_newcomer_has_account_extension_mailbox_and_phone(company: CompanySummary) -> None:
    newcomer = newcomer_create(actor=SYSTEM, company=company.id, wish=_wish())
    person = newcomer.person.id
    assert newcomer.account is not None
    assert len(newcomer.account.password) >= 20
    assert newcomer.pin.isdigit()
    equipped = equipped_person_get(company=company.id, person=person)
    assert equipped.number == "101"
    assert [device.name for device in equipped.devices] == ["Desk phone"]
    assert equipped.has_mailbox
    extension = extension_find(company=company.id, number="101")
    assert extension is not None
    assert (extension.destination.kind, extension.destination.id) == ("person", str(person))
    assert {"people.newcomer_created", "people.welcome_requested"} <= _kinds()


def test_without_phone_or_welcome_there_is_neither(company: CompanySummary) -> None:
    newcomer = newcomer_create(actor=SYSTEM, company=company.id, wish=_wish(phone=None, welcome=False))
    assert (newcomer.device, newcomer.account) == (None, None)
    assert "people.welcome_requested" not in _kinds()


def test_no_secret_reaches_the_journal(company: CompanySummary) -> None:
    newcomer = newcomer_create(actor=SYSTEM, company=company.id, wish=_wish())
    assert newcomer.account is not None
    written = str(list(Entry.objects.values()))
    assert newcomer.account.password not in written
    assert f"'{newcomer.pin}'" not in written


@pytest.mark.parametrize(
    ("case", "changes", "error"),
    [
        ("extension too long", {"extension": "1234567"}, ExtensionInvalid),
        ("extension of letters", {"extension": "abc"}, ExtensionInvalid),
        ("extension is a service code", {"extension": "76"}, ExtensionIsCode),
        ("extension taken", {"extension": "100"}, ExtensionTaken),
        ("e-mail taken", {"email": "BOB@example.com"}, EmailTaken),
        ("e-mail invalid", {"email": "nobody"}, FieldInvalid),
        ("name empty", {"first_name": " \n "}, FieldInvalid),
        ("name too long", {"last_name": "x" * 300}, FieldInvalid),
        ("phone without name", {"phone": PhoneWish(name="")}, FieldInvalid),
    ],
)
def test_when_one_part_is_refused_nothing_is_left(
    company: CompanySummary, case: str, changes: dict[str, Any], error: type[Exception]
) -> None:
    newcomer_create(
        actor=SYSTEM, company=company.id, wish=_wish(email="bob@example.com", extension="100", phone=None)
    )
    before = Entry.objects.count()
    with pytest.raises(error):
        newcomer_create(actor=SYSTEM, company=company.id, wish=_wish(**changes))
    assert [person.email for person in people_for_company(company=company.id)] == ["bob@example.com"], case
    assert devices_for_company(company=company.id) == ()
    assert Entry.objects.count() == before


def test_extension_zero_is_one_digit_and_fine(company: CompanySummary) -> None:
    assert (
        newcomer_create(actor=SYSTEM, company=company.id, wish=_wish(extension="0")).extension.number == "0"
    )


def test_the_limit_of_extensions_refuses_the_whole_newcomer(company: CompanySummary) -> None:
    company_limits_set(actor=SYSTEM, company=company.id, limits=CompanyLimits(extensions=1))
    newcomer_create(actor=SYSTEM, company=company.id, wish=_wish())
    with pytest.raises(LimitReached):
        newcomer_create(
            actor=SYSTEM, company=company.id, wish=_wish(email="bob@example.com", extension="102")
        )
    assert len(people_for_company(company=company.id)) == 1


@pytest.mark.parametrize(
    "name",
    ["Zoë", "Łukasz 🎧", 'O"Neil', "a;b", "#exec ls", "one\ntwo", "<script>alert(1)</script>", "x" * 80],
)
def test_hostile_names_are_kept_as_text_on_one_line(company: CompanySummary, name: str) -> None:
    newcomer = newcomer_create(actor=SYSTEM, company=company.id, wish=_wish(last_name=name))
    kept = person_get(company=company.id, person=newcomer.person.id).last_name
    assert kept == " ".join(name.split())
    mailbox = mailbox_for_person(company=company.id, person=newcomer.person.id)
    assert mailbox is not None
    assert "\n" not in mailbox.name


def test_removing_people_frees_all_they_held(company: CompanySummary) -> None:
    newcomer = newcomer_create(actor=SYSTEM, company=company.id, wish=_wish())
    person = newcomer.person.id
    assert people_remove(actor=SYSTEM, company=company.id, people=[person, person]) == 1
    assert extensions_for_company(company=company.id) == ()
    assert devices_for_people(company=company.id, people=[person]) == ()
    assert mailbox_for_person(company=company.id, person=person) is None
    with pytest.raises(PersonUnknown):
        person_get(company=company.id, person=person)
    newcomer_create(actor=SYSTEM, company=company.id, wish=_wish())


def test_someone_of_another_company_among_them_and_nobody_is_removed(company: CompanySummary) -> None:
    other = company_make("two")
    mine = newcomer_create(actor=SYSTEM, company=company.id, wish=_wish()).person.id
    theirs = newcomer_create(actor=SYSTEM, company=other.id, wish=_wish(email="z@example.com")).person.id
    with pytest.raises(PersonUnknown):
        people_remove(actor=SYSTEM, company=company.id, people=[mine, theirs])
    assert people_for_company(company=company.id)
    assert people_for_company(company=other.id)


def test_settling_a_person_changes_values_and_role_together(company: CompanySummary) -> None:
    person = newcomer_create(actor=SYSTEM, company=company.id, wish=_wish()).person
    person_settle(
        actor=SYSTEM,
        company=company.id,
        person=person.id,
        email="ann.lee@example.com",
        first_name="Anna",
        last_name="Lee",
        language=Language.NORWEGIAN,
        role=Role.COMPANY_ADMIN,
    )
    settled = person_get(company=company.id, person=person.id)
    assert (settled.name, settled.email, settled.role) == (
        "Anna Lee",
        "ann.lee@example.com",
        Role.COMPANY_ADMIN,
    )


def _company_wish(**changes: Any) -> CompanyWish:
    values: dict[str, Any] = {
        "reseller": resellers_list()[0].id,
        "name": "New",
        "sip_domain": "new.example.com",
        "language": Language.SPANISH,
        "country": "ES",
        "time_zone": "Europe/Madrid",
        "kind": CompanyKind.PRIVATE,
        "email": "first@new.example.com",
        "first_name": "Pilar",
        "last_name": "Vega",
        "extension": "100",
    }
    return CompanyWish(**(values | changes))


def test_a_founded_company_has_an_invited_administrator(company: CompanySummary) -> None:
    founded = company_found(actor=SYSTEM, wish=_company_wish())
    assert founded.administrator.role is Role.COMPANY_ADMIN
    assert founded.administrator.company == founded.company.id
    assert extension_find(company=founded.company.id, number="100") is not None
    assert Entry.objects.filter(kind="people.welcome_requested", company=founded.company.id).count() == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"email": "nobody"}, FieldInvalid),
        ({"sip_domain": "one.example.com"}, SipDomainTaken),
        ({"extension": "76"}, ExtensionIsCode),
    ],
)
def test_a_company_that_cannot_have_its_administrator_is_not_founded(
    company: CompanySummary, changes: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        company_found(actor=SYSTEM, wish=_company_wish(**changes))
    assert companies_page(reseller=None).total == 1


def test_administrators_of_platform_and_reseller_are_invited_where_they_belong(
    company: CompanySummary,
) -> None:
    names = {"first_name": "P", "last_name": "Q", "language": Language.ENGLISH}
    high = administrator_invite(actor=SYSTEM, reseller=None, email="p@example.com", **names)
    low = administrator_invite(actor=SYSTEM, reseller=company.reseller, email="q@example.com", **names)
    assert (high.role, low.role) == (Role.PLATFORM_ADMIN, Role.RESELLER_ADMIN)
    assert [person.id for person in administrators_list(reseller=None)] == [high.id]
    assert [person.id for person in administrators_list(reseller=company.reseller)] == [low.id]
