"""The users of a company: one form for a newcomer, each one's page, rules between administrators, the export."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from cordboard.accounts.selectors import people_for_company, person_get
from cordboard.accounts.services import person_create
from cordboard.accounts.types import PersonSummary, Role
from cordboard.devices.selectors import devices_for_people
from cordboard.journal.models import Entry
from cordboard.journal.types import SYSTEM
from cordboard.numbering.selectors import extension_find, extension_for_person
from cordboard.people.selectors import person_find
from cordboard.portal.users.export import cell_safe
from cordboard.tenancy.services import company_limits_set
from cordboard.tenancy.types import CompanyLimits, Language
from kit.companies import TwoCompanies
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NEW = "/company/users/new/"


@pytest.fixture
def admin(two_companies: TwoCompanies, sign_in: SignIn) -> Client:
    return sign_in(two_companies.one.admin.person)


def _typed(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "first_name": "Ann",
        "last_name": "Lee",
        "email": "ann@example.com",
        "language": "fr",
        "extension": "110",
        "role": "user",
        "phone": "on",
        "phone_name": "",
        "welcome": "on",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def test_one_form_equips_a_newcomer_and_shows_the_phone_once(
    two_companies: TwoCompanies, admin: Client
) -> None:
    answer = admin.post(NEW, _typed(), secure=True)
    page = answer.content.decode()
    company = two_companies.one.company
    person = person_find(company=company.id, text="110")
    assert person is not None
    (device,) = devices_for_people(company=company.id, people=[person.id])
    assert answer.status_code == 200
    assert "Ann Lee is ready" in page
    assert device.key in page
    assert "SIP password" in page
    assert "<svg" in page
    assert answer.headers["Cache-Control"].count("no-store") == 1
    assert Entry.objects.filter(kind="people.welcome_requested").count() == 1
    again = admin.get(f"/company/users/{person.id}/", secure=True).content.decode()
    assert "SIP password" not in again


def test_the_next_free_extension_is_filled_in(admin: Client) -> None:
    assert 'value="103"' in admin.get(NEW, secure=True).content.decode()


def test_a_newcomer_without_phone_is_told_so(admin: Client) -> None:
    page = admin.post(NEW, _typed(phone=None), secure=True).content.decode()
    assert "No phone account was made" in page


# What is typed, the field it is refused beside, and what is said there.
REFUSALS = [
    ({"extension": "1234567"}, "extension", "1234567 is no extension: use 1 to 6 digits."),
    ({"extension": "abc"}, "extension", "abc is no extension: use 1 to 6 digits."),
    (
        {"extension": "76"},
        "extension",
        "76 is the code of a service in this company. Choose another extension.",
    ),
    ({"extension": "101"}, "extension", "Extension 101 is already used in this company. Choose another one."),
    ({"extension": ""}, "extension", "This field is required."),
    ({"extension": "１０４"}, "extension", "is no extension: use 1 to 6 digits."),
    ({"email": "nobody"}, "email", "Enter a valid email address."),
    (
        {"email": "uma.102@borealis.example.com"},
        "email",
        "uma.102@borealis.example.com already belongs to an account. Use another address.",
    ),
    ({"first_name": ""}, "first_name", "This field is required."),
    ({"first_name": "\u200b"}, "first_name", "This field is required."),
    ({"last_name": "x" * 300}, "last_name", "Ensure this value has at most 80 characters (it has 300)."),
    ({"first_name": "a\0b"}, "first_name", "Null characters are not allowed."),
    ({"role": "super_admin"}, "role", "Select a valid choice."),
    ({"role": "company_admin"}, "role", "Select a valid choice."),
    ({"language": "xx"}, "language", "Select a valid choice."),
]


@pytest.mark.parametrize(("changes", "field", "text"), REFUSALS)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_made(
    two_companies: TwoCompanies, admin: Client, changes: dict[str, str], field: str, text: str
) -> None:
    answer = admin.post(NEW, _typed(**changes), secure=True)
    assert answer.status_code == 422
    said = str(answer.context["form"].errors.get(field, ""))
    assert text in said.replace("&#x27;", "'")
    assert len(people_for_company(company=two_companies.one.company.id)) == 2


@pytest.mark.parametrize("extension", ["0", "1", "123456", " 110 "])
def test_extensions_of_one_to_six_digits_are_taken(
    two_companies: TwoCompanies, admin: Client, extension: str
) -> None:
    assert admin.post(NEW, _typed(extension=extension), secure=True).status_code == 200
    assert extension_find(company=two_companies.one.company.id, number=extension.strip()) is not None


@pytest.mark.parametrize(
    "name",
    [
        "Zoë",
        "Łukasz 🎧",
        'O"Neil',
        "O'Neil",
        "a;b",
        "#exec ls",
        "one\ntwo",
        "<script>alert(1)</script>",
        "{{ 7 }}",
    ],
)
def test_hostile_names_are_shown_as_text_everywhere(
    two_companies: TwoCompanies, admin: Client, name: str
) -> None:
    assert admin.post(NEW, _typed(last_name=name, phone_name=name), secure=True).status_code == 200
    person = person_find(company=two_companies.one.company.id, text="110")
    assert person is not None
    (device,) = devices_for_people(company=two_companies.one.company.id, people=[person.id])
    pages = [
        "/company/users/",
        f"/company/users/{person.id}/",
        "/company/devices/",
        f"/company/devices/{device.id}/",
        "/company/journal/",
        "/company/devices/new/",
    ]
    for page in pages:
        answer = admin.get(page, secure=True)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode(), page
    assert admin.get("/company/users/export.csv", secure=True).status_code == 200


def test_a_limit_is_told_above_the_form(two_companies: TwoCompanies, admin: Client) -> None:
    company_limits_set(actor=SYSTEM, company=two_companies.one.company.id, limits=CompanyLimits(extensions=2))
    answer = admin.post(NEW, _typed(), secure=True)
    assert answer.status_code == 422
    assert "The limit of 2 is reached." in answer.content.decode()


def test_a_user_is_changed_and_promoted_by_a_reseller(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    client, person = sign_in(two_companies.one.reseller_admin), two_companies.one.user.person
    account = two_companies.one.company.account_number
    values = _typed(email="uma@example.com", role="company_admin", language="es")
    answer = client.post(f"/at/{account}/company/users/{person.id}/", values, secure=True)
    assert answer.headers["Location"] == f"/at/{account}/company/users/{person.id}/"
    changed = person_get(company=two_companies.one.company.id, person=person.id)
    assert (changed.email, changed.role, changed.language) == ("uma@example.com", Role.COMPANY_ADMIN, "es")


def test_extension_and_ring_time_are_changed(two_companies: TwoCompanies, admin: Client) -> None:
    person, company = two_companies.one.user.person, two_companies.one.company.id
    values = {"extension": "222", "ring_time_number": "45", "ring_time_unit": "s"}
    admin.post(f"/company/users/{person.id}/extension/", values, secure=True)
    extension = extension_for_person(company=company, person=person.id)
    assert extension is not None
    assert (extension.number, extension.ring_time.total_seconds()) == ("222", 45)
    refused = admin.post(
        f"/company/users/{person.id}/extension/", {**values, "extension": "101"}, secure=True
    )
    assert refused.status_code == 422
    assert "Extension 101 is already used" in refused.content.decode()


def _second_admin(two: TwoCompanies) -> PersonSummary:
    return person_create(
        actor=SYSTEM,
        email="second@example.com",
        first_name="Sam",
        last_name="Second",
        language=Language.ENGLISH,
        role=Role.COMPANY_ADMIN,
        company=two.one.company.id,
    )


@pytest.mark.parametrize("deed", ["", "extension/", "delete/", "welcome/", "act/"])
def test_administrators_do_not_change_one_another(
    two_companies: TwoCompanies, admin: Client, deed: str
) -> None:
    other = _second_admin(two_companies)
    answer = admin.post(f"/company/users/{other.id}/{deed}", _typed(), secure=True)
    assert answer.status_code == 403
    assert person_get(company=two_companies.one.company.id, person=other.id) == other


def test_administrators_look_at_one_another_without_forms(two_companies: TwoCompanies, admin: Client) -> None:
    page = admin.get(f"/company/users/{_second_admin(two_companies).id}/", secure=True).content.decode()
    assert "You can look, but not change" in page
    assert 'name="first_name"' not in page


def test_an_administrator_changes_oneself_but_neither_role_nor_existence(
    two_companies: TwoCompanies, admin: Client
) -> None:
    own = two_companies.one.admin.person
    admin.post(f"/company/users/{own.id}/", _typed(email=own.email, role="user"), secure=True)
    kept = person_get(company=two_companies.one.company.id, person=own.id)
    assert (kept.first_name, kept.role) == ("Ann", Role.COMPANY_ADMIN)
    assert admin.post(f"/company/users/{own.id}/delete/", secure=True).status_code == 403


def test_one_person_is_deleted_with_a_message(two_companies: TwoCompanies, admin: Client) -> None:
    person = two_companies.one.user.person
    answer = admin.post(f"/company/users/{person.id}/delete/", secure=True, follow=True)
    assert "Uma Aurora was deleted." in answer.content.decode()
    assert person_find(company=two_companies.one.company.id, text="102") is None


def test_many_are_deleted_at_once(two_companies: TwoCompanies, admin: Client) -> None:
    for extension in ("110", "111"):
        admin.post(NEW, _typed(extension=extension, email=f"{extension}@example.com"), secure=True)
    company = two_companies.one.company.id
    rows = [str(person_find(company=company, text=number).id) for number in ("110", "111")]  # type: ignore[union-attr]
    answer = admin.post("/company/users/delete/", {"row": rows}, secure=True, follow=True)
    assert "2 users deleted." in answer.content.decode()
    assert len(people_for_company(company=company)) == 2


@pytest.mark.parametrize("row", ["other administrator", "stranger", "nonsense"])
def test_one_that_may_not_be_deleted_and_none_is(
    two_companies: TwoCompanies, admin: Client, row: str
) -> None:
    rows = {
        "other administrator": str(_second_admin(two_companies).id),
        "stranger": str(two_companies.two.user.person.id),
        "nonsense": "x",
    }
    chosen = [str(two_companies.one.user.person.id), rows[row]]
    answer = admin.post("/company/users/delete/", {"row": chosen}, secure=True)
    assert answer.status_code in {403, 404, 302}
    left = person_find(company=two_companies.one.company.id, text="102")
    assert (left is None) is (row == "nonsense")
    assert person_get(company=two_companies.two.company.id, person=two_companies.two.user.person.id)


def test_the_export_holds_who_fits_the_search(two_companies: TwoCompanies, admin: Client) -> None:
    answer = admin.get("/company/users/export.csv?q=uma", secure=True)
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert rows == [
        ["First name", "Last name", "E-mail", "Extension", "Role", "Phones"],
        ["Uma", "Aurora", "uma.102@aurora.example.com", "102", "User", "Aurora desk phone 102"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\tx"])
def test_no_cell_of_an_export_is_a_formula(text: str) -> None:
    assert cell_safe(text) == f"'{text}"
    assert cell_safe("Ann=1") == "Ann=1"


def test_searching_answers_with_the_table_alone(admin: Client) -> None:
    answer = admin.get(
        "/company/users/?q=uma", secure=True, headers={"HX-Request": "true", "HX-Target": "users-body"}
    )
    page = answer.content.decode()
    assert "Uma Aurora" in page
    assert "Adam" not in page
    assert "<html" not in page


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%27%3B--", "sort=-password", "page=99999999999999", "page=-1", "size=7"]
)
def test_odd_addresses_of_a_list_are_answered(admin: Client, query: str) -> None:
    assert admin.get(f"/company/users/?{query}", secure=True).status_code == 200
