"""The list of people: found by name, mail or extension, in a useful order, at the price of seven queries."""

import pytest
from django.db.models import F

from cordboard.accounts.models import Person
from cordboard.accounts.services import password_set
from cordboard.accounts.types import Role
from cordboard.devices.services import device_create
from cordboard.journal.types import SYSTEM
from cordboard.numbering.services import did_assign, did_create
from cordboard.numbering.types import Destination
from cordboard.people.selectors import (
    counts_for_companies,
    counts_in_all,
    people_page,
    person_find,
    sign_in_name,
)
from cordboard.people.services import newcomer_create
from cordboard.people.types import PERSON, NewcomerWish, PeopleWanted, PhoneWish
from cordboard.tenancy.types import CompanySummary, Language
from kit.tenants import company_make

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PEOPLE = (
    ("Zoë", "Adams", "zoe@example.com", "101"),
    ("Émile", "Béranger", "emile@example.com", "99"),
    ("ann", "berg", "ann@example.org", "1001"),
    ("Åse", "Ødegård", "ase@example.com", "200"),
)


@pytest.fixture
def company() -> CompanySummary:
    made = company_make("one")
    for first, last, email, extension in PEOPLE:
        _newcomer(made, first, last, email, extension)
    _newcomer(company_make("two"), "Zoë", "Stranger", "stranger@example.com", "101")
    Person.objects.update(user_number=F("user_number") + 500_000)  # nothing that these tests look for
    return made


def _newcomer(company: CompanySummary, first: str, last: str, email: str, extension: str) -> None:
    wish = NewcomerWish(
        email=email,
        first_name=first,
        last_name=last,
        language=Language.ENGLISH,
        extension=extension,
        phone=PhoneWish(name="Phone"),
    )
    newcomer_create(actor=SYSTEM, company=company.id, wish=wish)


def _found(company: CompanySummary, text: str = "", order: str = "name") -> list[str]:
    page = people_page(company=company.id, wanted=PeopleWanted(text=text), order=order)
    assert page.total == len(page.rows)
    return [row.number for row in page.rows]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ["101", "99", "1001", "200"]),
        ("zoë", ["101"]),
        ("BERG", ["1001"]),
        ("emile@", ["99"]),
        ("10", ["101", "1001"]),
        ("example.com Ase@", ["200"]),
        ("stranger", []),
        ("%", []),
        ("_", []),
        ("' OR 1=1 --", []),
        ("\\", []),
    ],
)
def test_search_finds_by_name_mail_and_extension(
    company: CompanySummary, text: str, numbers: list[str]
) -> None:
    assert _found(company, text) == numbers


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ("extension", ["99", "101", "200", "1001"]),
        ("-extension", ["1001", "200", "101", "99"]),
        ("email", ["1001", "200", "99", "101"]),
        ("-name", ["200", "1001", "99", "101"]),
        ("id", ["101", "99", "1001", "200"]),
        ("-id", ["200", "1001", "99", "101"]),
        ("role", ["101", "99", "1001", "200"]),
        ("password", ["101", "99", "1001", "200"]),
    ],
)
def test_order_is_by_sense_and_unknown_ones_are_by_name(
    company: CompanySummary, order: str, numbers: list[str]
) -> None:
    assert _found(company, order=order) == numbers


@pytest.mark.parametrize(
    ("letter", "numbers"),
    [
        ("A", ["101", "1001", "200"]),  # Adams, ann, Åse
        ("B", ["99", "1001"]),
        ("E", ["99"]),  # Émile
        ("O", ["200"]),  # Ødegård
        ("Z", ["101"]),
        ("Q", []),
    ],
)
def test_a_letter_begins_the_first_or_last_name_whatever_its_accent(
    company: CompanySummary, letter: str, numbers: list[str]
) -> None:
    page = people_page(company=company.id, wanted=PeopleWanted(letter=letter))
    assert [row.number for row in page.rows] == numbers
    assert page.total == len(numbers)


def test_pending_are_those_without_a_password(company: CompanySummary) -> None:
    zoe = person_find(company=company.id, text="101")
    assert zoe is not None
    password_set(actor=SYSTEM, person=zoe.id, password="Passw0rd!")
    complete = people_page(company=company.id, wanted=PeopleWanted(pending=False))
    pending = people_page(company=company.id, wanted=PeopleWanted(pending=True))
    assert [row.person for row in complete.rows] == [person_find(company=company.id, text="101")]
    assert (complete.total, pending.total) == (1, 3)


def test_user_numbers_are_four_digits_found_by_search_and_never_given_twice(company: CompanySummary) -> None:
    people = [row.person for row in people_page(company=company.id).rows]
    numbers = [person.user_number for person in people]
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) >= 1000
    (found,) = people_page(company=company.id, wanted=PeopleWanted(text=str(numbers[0]))).rows
    assert found.person.user_number == numbers[0]
    Person.objects.filter(pk=people[0].id).update(user_number=98761)
    Person.objects.filter(pk=people[1].id).update(user_number=98762)
    for text, expected in {
        "9876": {98761, 98762}, "98762": {98762}, "8761": set(), "987611": set(), "9" * 400: set(), "%": set()
    }.items():  # fmt: skip
        rows = people_page(company=company.id, wanted=PeopleWanted(text=text)).rows
        assert {row.person.user_number for row in rows} == expected, text


def test_pages_follow_one_another_without_gap_or_double(company: CompanySummary) -> None:
    for order in ("name", "-name", "extension", "-extension", "email", "role", "-role", "id"):
        whole = [row.person.id for row in people_page(company=company.id, order=order).rows]
        pieces = [
            row.person.id
            for offset in range(0, 6, 2)
            for row in people_page(company=company.id, order=order, offset=offset, size=2).rows
        ]
        assert pieces == whole, order


def test_direct_numbers_stand_beside_whom_they_ring(company: CompanySummary) -> None:
    zoe = person_find(company=company.id, text="101")
    assert zoe is not None
    did = did_create(actor=SYSTEM, number="+4721000101", country="NO")
    did_assign(actor=SYSTEM, company=company.id, did=did.id, destination=Destination(PERSON, str(zoe.id)))
    rows = people_page(company=company.id).rows
    assert {row.number: [did.number for did in row.dids] for row in rows if row.dids} == {
        "101": ["+4721000101"]
    }


def test_role_narrows(company: CompanySummary) -> None:
    assert people_page(company=company.id, wanted=PeopleWanted(role=Role.COMPANY_ADMIN)).rows == ()
    assert people_page(company=company.id, wanted=PeopleWanted(role=Role.USER)).total == 4


def test_a_page_costs_seven_queries_with_one_row_or_many(
    company: CompanySummary, django_assert_num_queries: object
) -> None:
    for size in (1, 25):
        with django_assert_num_queries(7):  # type: ignore[operator]
            assert len(people_page(company=company.id, size=size).rows) == min(size, 4)


def test_a_person_with_two_phones_is_one_row(company: CompanySummary) -> None:
    zoe = person_find(company=company.id, text="101")
    assert zoe is not None
    device_create(actor=SYSTEM, company=company.id, person=zoe.id, name="Second")
    (row,) = people_page(company=company.id, wanted=PeopleWanted(text="zoë")).rows
    assert [device.name for device in row.devices] == ["Phone", "Second"]


def test_a_person_is_found_by_extension_or_mail_in_the_company_only(company: CompanySummary) -> None:
    ase = person_find(company=company.id, text="ASE@example.com")
    assert ase is not None
    assert ase.first_name == "Åse"
    assert person_find(company=company.id, text="stranger@example.com") is None
    assert person_find(company=company.id, text="9999") is None


@pytest.mark.parametrize("where", ["one.example.com", "ONE", "one"])
def test_extension_and_company_name_the_account_to_sign_in_with(company: CompanySummary, where: str) -> None:
    assert sign_in_name(login=f"101@{where}").email == "zoe@example.com"


@pytest.mark.parametrize("login", ["101", "101@", "@one", "x@one", "9@one", "101@nowhere", "١٠١@one"])
def test_other_logins_name_nobody(company: CompanySummary, login: str) -> None:
    assert sign_in_name(login=login).email is None


def test_counts_are_a_companys_own(company: CompanySummary) -> None:
    counts = counts_for_companies(companies=[company.id])[company.id]
    assert (counts.people, counts.extensions, counts.devices, counts.numbers) == (4, 4, 4, 0)
    assert counts_in_all(reseller=None).people == 5
    assert counts_in_all(reseller=company.reseller).people == 5
