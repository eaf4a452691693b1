"""The list of users: what a click opens, what narrows and orders it, what its rows tell."""

import re

import pytest
from django.test import Client

from cordboard.accounts.models import Person
from cordboard.accounts.selectors import people_for_company
from cordboard.accounts.services import person_create
from cordboard.accounts.types import PersonSummary, Role
from cordboard.journal.models import Entry
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.types import Language
from kit.companies import TwoCompanies, password_give
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

LIST = "/company/users/"


@pytest.fixture
def admin(two_companies: TwoCompanies, sign_in: SignIn) -> Client:
    return sign_in(two_companies.one.admin.person)


def _row(page: str, person: PersonSummary) -> str:
    """The row of someone in the list."""
    (row,) = [part.split("</tr>")[0] for part in page.split("<tr>") if f'value="{person.id}"' in part]
    return row


def test_number_name_and_extension_each_open_the_users_own_pages(
    two_companies: TwoCompanies, admin: Client
) -> None:
    """USR-27: three click targets, a window of its own, and the journal names the administrator and the user."""
    user = two_companies.one.user.person
    row = _row(admin.get(LIST, secure=True).content.decode(), user)
    target = f'formaction="{LIST}{user.id}/act/" formtarget="_blank">'
    assert [shown.split("<")[0] for shown in row.split(target)[1:]] == [
        str(user.user_number),
        user.name,
        "102",
    ]
    answer = admin.post(f"{LIST}{user.id}/act/", secure=True)
    assert answer.headers["Location"] == f"/as/{user.id}/"
    entry = Entry.objects.get(kind="people.acting_begun")
    assert (entry.actor_name, entry.facts["name"]) == (two_companies.one.admin.person.name, user.name)


def test_nobody_opens_their_own_or_their_equals_pages_from_the_list(
    two_companies: TwoCompanies, admin: Client
) -> None:
    one = two_companies.one
    other = person_create(
        actor=SYSTEM, email="equal@example.com", first_name="Eve", last_name="Equal",
        language=Language.ENGLISH, role=Role.COMPANY_ADMIN, company=one.company.id,
    )  # fmt: skip
    page = admin.get(LIST, secure=True).content.decode()
    for person in (one.admin.person, other):
        assert "formaction" not in _row(page, person)
        assert "hx-post" not in _row(page, person)


def test_the_bin_asks_and_then_deletes_one_person_only(two_companies: TwoCompanies, admin: Client) -> None:
    """USR-15: whatever else is ticked in the list."""
    user = two_companies.one.user.person
    row = _row(admin.get(LIST, secure=True).content.decode(), user)
    assert f'hx-post="{LIST}{user.id}/delete/" hx-confirm="Delete {user.name}' in row
    newcomer = person_create(
        actor=SYSTEM, email="ticked@example.com", first_name="Tick", last_name="Ed",
        language=Language.ENGLISH, role=Role.USER, company=two_companies.one.company.id,
    )  # fmt: skip
    admin.post(
        f"{LIST}{user.id}/delete/", {"row": str(newcomer.id)}, secure=True, headers={"HX-Request": "true"}
    )
    left = {person.id for person in people_for_company(company=two_companies.one.company.id)}
    assert user.id not in left
    assert newcomer.id in left


@pytest.mark.parametrize(
    ("asked", "shown"), [("?letter=U", 1), ("?state=pending", 2), ("?state=complete", 0), ("?letter=%27", 2)]
)
def test_letters_and_states_narrow_the_list(
    two_companies: TwoCompanies, admin: Client, asked: str, shown: int
) -> None:
    page = admin.get(f"{LIST}{asked}", secure=True).content.decode()
    assert page.count('name="row"') == shown


@pytest.mark.parametrize("column", ["id", "name", "extension", "email"])
def test_a_column_title_sets_the_order_and_turns_it(admin: Client, column: str) -> None:
    """USR-19."""
    page = admin.get(f"{LIST}?sort={column}", secure=True).content.decode()
    assert 'aria-sort="ascending"' in page
    assert f"sort=-{column}" in page
    assert 'aria-sort="descending"' in admin.get(f"{LIST}?sort=-{column}", secure=True).content.decode()


def test_someone_without_a_direct_number_shows_where_to_assign_one(
    two_companies: TwoCompanies, admin: Client
) -> None:
    """USR-11."""
    side = two_companies.one
    page = admin.get(LIST, secure=True).content.decode()
    assign = '<a href="/company/numbers/">Assign</a>'
    assert assign in _row(page, side.user.person)
    assert assign not in _row(page, side.admin.person)


def test_rows_on_a_page_can_be_chosen_once_there_are_many(two_companies: TwoCompanies, admin: Client) -> None:
    """USR-18: pages, and how much each holds."""
    assert "Rows on a page" not in admin.get(LIST, secure=True).content.decode()
    Person.objects.bulk_create(
        Person(
            email=f"p{number}@example.com", first_name="P", last_name=f"Q {number}", language="en",
            role="user", company_id=two_companies.one.company.id, password="!",
        )
        for number in range(60)
    )  # fmt: skip
    page = admin.get(f"{LIST}?size=50&letter=Q", secure=True).content.decode()
    assert page.count('name="row"') == 50
    assert "?letter=Q&amp;size=100" in page
    assert "?letter=Q&amp;size=50&amp;page=2" in page
    last = admin.get(f"{LIST}?size=50&letter=Q&page=2", secure=True).content.decode()
    assert last.count('name="row"') == 10
    assert 'rel="next"' not in last


def _many(two: TwoCompanies, number: int) -> None:
    """So many people more in the first company."""
    Person.objects.bulk_create(
        Person(
            email=f"m{one}@example.com", first_name=f"{number - one:03}", last_name="Many", language="en",
            role="user", company_id=two.one.company.id, password="!",
        )
        for one in range(number)
    )  # fmt: skip


def _shown(client: Client, address: str) -> tuple[list[str], dict[str, str]]:
    """Who is in the list at this address, and where its links lead: the next page, the previous one, another order."""
    page = client.get(address, secure=True).content.decode()
    people = re.findall(r'name="row" value="([^"]+)"', page)
    links = re.findall(r'id="users-(next|previous|sort-\w+)" href="([^"]+)"', page)
    return people, {name: address.replace("&amp;", "&") for name, address in links}


def test_next_and_previous_lead_through_the_list_and_stop_at_its_ends(
    two_companies: TwoCompanies, admin: Client
) -> None:
    """USR-18."""
    _many(two_companies, 60)
    seen, backwards, address = [], [], LIST
    while address:
        people, links = _shown(admin, address)
        assert ("previous" in links) is bool(seen)
        seen.append(people)
        last, address = address, links.get("next", "")
    while last:
        people, links = _shown(admin, last)
        backwards.append(people)
        last = links.get("previous", "")
    assert [len(people) for people in seen] == [25, 25, 12]
    assert len({one for people in seen for one in people}) == 62
    assert backwards == seen[::-1]


def test_a_click_on_a_title_reorders_the_rows(two_companies: TwoCompanies, admin: Client) -> None:
    """USR-19: ID, then name."""
    _many(two_companies, 3)
    _, links = _shown(admin, LIST)
    by_number, links = _shown(admin, links["sort-id"])
    by_name, _ = _shown(admin, links["sort-name"])
    everyone = people_for_company(company=two_companies.one.company.id)
    assert by_number == [str(one.id) for one in sorted(everyone, key=lambda one: one.user_number)]
    assert by_name == [
        str(one.id) for one in sorted(everyone, key=lambda one: (one.last_name, one.first_name))
    ]
    assert by_number != by_name


def test_who_has_signed_in_is_not_among_the_pending(two_companies: TwoCompanies, admin: Client) -> None:
    """USR-22."""
    side = two_companies.one
    password_give(side.user.person)
    assert _shown(admin, f"{LIST}?state=pending")[0] == [str(side.admin.person.id)]
    assert _shown(admin, f"{LIST}?state=complete")[0] == [str(side.user.person.id)]
