"""Who may open what, by role; and how acting for someone and working in a company stay in one window."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cordboard.accounts.services import person_create
from cordboard.accounts.types import PersonSummary, Role
from cordboard.journal.models import Entry
from cordboard.journal.types import SYSTEM
from cordboard.portal.acting import may_act_for
from cordboard.portal.standing import address_as, address_at, standing_of
from cordboard.tenancy.types import Language
from kit.companies import TwoCompanies
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

# Page: what super administrator, platform administrator, reseller administrator, company administrator and user get.
PERMISSIONS = {
    "/platform/": (200, 200, 200, 403, 403),
    "/platform/companies/": (200, 200, 200, 403, 403),
    "/platform/companies/new/": (200, 200, 200, 403, 403),
    "/platform/numbers/": (200, 200, 200, 403, 403),
    "/platform/numbers/new/": (200, 200, 403, 403, 403),
    "/platform/journal/": (200, 200, 200, 403, 403),
    "/platform/resellers/": (200, 200, 403, 403, 403),
    "/platform/admins/": (200, 200, 403, 403, 403),
    "/platform/health/": (200, 200, 403, 403, 403),
    "/company/": (404, 404, 404, 200, 403),
    "/company/users/": (404, 404, 404, 200, 403),
    "/company/users/export.csv": (404, 404, 404, 200, 403),
    "/company/devices/": (404, 404, 404, 200, 403),
    "/company/settings/": (404, 404, 404, 200, 403),
    "/company/journal/": (404, 404, 404, 200, 403),
    "/at/ACCOUNT/company/": (200, 200, 200, 200, 403),
    "/at/ACCOUNT/company/users/": (200, 200, 200, 200, 403),
    "/at/9999999/company/": (404, 404, 404, 404, 403),
    "/me/": (403, 403, 403, 200, 200),
    "/me/phone/": (403, 403, 403, 200, 200),
    "/me/account/": (200, 200, 200, 200, 200),
    "/live/ticket/?view=platform": (404, 404, 404, 404, 404),
}


def _people(two: TwoCompanies) -> tuple[PersonSummary, ...]:
    return (
        two.super_admin,
        two.platform_admin,
        two.one.reseller_admin,
        two.one.admin.person,
        two.one.user.person,
    )


def test_each_role_opens_its_pages_and_no_others(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    account = str(two_companies.one.company.account_number)
    clients = [sign_in(person) for person in _people(two_companies)]
    found = {
        page: tuple(
            client.get(page.replace("ACCOUNT", account), secure=True).status_code for client in clients
        )
        for page in PERMISSIONS
    }
    assert found == PERMISSIONS


def test_home_leads_each_role_to_its_dashboard(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    homes = [sign_in(person).get("/", secure=True).headers["Location"] for person in _people(two_companies)]
    assert homes == ["/platform/", "/platform/", "/platform/", "/company/", "/me/"]


def test_an_api_client_has_no_pages(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    client = person_create(
        actor=SYSTEM,
        email="api@example.com",
        first_name="A",
        last_name="P",
        language=Language.ENGLISH,
        role=Role.API_CLIENT,
        company=two_companies.one.company.id,
    )
    browser = sign_in(client)
    assert [browser.get(page, secure=True).status_code for page in ("/", "/me/", "/company/")] == [403] * 3


def test_who_is_not_signed_in_is_asked_to_and_led_back(db: None) -> None:
    answer = Client().get("/company/users/?q=ann", secure=True)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=/company/users/%3Fq%3Dann"


def test_a_piece_asked_for_by_script_leads_the_whole_page_to_sign_in(db: None) -> None:
    answer = Client().get("/company/users/", secure=True, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith("/sign-in/")


def test_links_within_a_company_stay_in_it(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    account = two_companies.one.company.account_number
    page = sign_in(two_companies.one.reseller_admin).get(address_at(account), secure=True).content.decode()
    assert f'href="/at/{account}/company/users/"' in page
    assert 'href="/company/users/"' not in page
    assert 'href="/platform/"' in page


def test_one_company_does_not_follow_into_the_next_request(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    client = sign_in(two_companies.super_admin)
    client.get(address_at(two_companies.one.company.account_number), secure=True)
    assert reverse("company_users") == "/company/users/"
    assert client.get("/company/", secure=True).status_code == 404


# Who may act for whom: rank and reach both count, and nobody acts upwards (USR-27, WDX-91).
ACTING = [
    ("super_admin", "one.admin", True),
    ("super_admin", "one.reseller_admin", True),
    ("super_admin", "platform_admin", True),
    ("platform_admin", "one.admin", True),
    ("platform_admin", "super_admin", False),
    ("one.reseller_admin", "one.user", True),
    ("one.reseller_admin", "one.admin", True),
    ("one.reseller_admin", "two.user", False),
    ("one.reseller_admin", "platform_admin", False),
    ("one.admin", "one.user", True),
    ("one.admin", "one.admin", False),
    ("one.admin", "one.reseller_admin", False),
    ("one.admin", "two.user", False),
    ("one.user", "one.admin", False),
    ("one.user", "two.user", False),
]


def _named(two: TwoCompanies, name: str) -> PersonSummary:
    found: Any = two
    for part in name.split("."):
        found = getattr(found, part)
    return found if isinstance(found, PersonSummary) else found.person  # type: ignore[no-any-return]


def test_who_may_act_for_whom(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    for actor, target, allowed in ACTING:
        person, other = _named(two_companies, actor), _named(two_companies, target)
        assert may_act_for(person, other) is allowed, (actor, target)
        answer = sign_in(person).get(address_as(other.id, "/me/account/"), secure=True)
        assert answer.status_code == (200 if allowed else 404), (actor, target)


def test_acting_is_begun_recorded_shown_and_ended(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    admin, user = two_companies.one.admin.person, two_companies.one.user.person
    client = sign_in(admin)
    begun = client.post(f"/company/users/{user.id}/act/", secure=True)
    assert begun.headers["Location"] == address_as(user.id)
    page = client.get(address_as(user.id, "/me/"), secure=True).content.decode()
    assert "You are acting as" in page
    assert f'href="/as/{user.id}/me/phone/"' in page
    ended = client.post(address_as(user.id, "/acting/end/"), secure=True)
    assert ended.headers["Location"] == f"/company/users/{user.id}/"
    kinds = ["people.acting_begun", "people.acting_ended"]
    assert list(Entry.objects.filter(kind__in=kinds).order_by("id").values_list("kind", flat=True)) == kinds


def test_what_is_done_while_acting_names_both(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    admin, user = two_companies.one.admin, two_companies.one.user
    path = address_as(user.person.id, f"/me/phone/{user.device.id}/account/")
    assert sign_in(admin.person).post(path, secure=True).status_code == 200
    entry = Entry.objects.get(kind="devices.account_reissued")
    assert (entry.actor, entry.on_behalf_of) == (admin.person.id, user.person.id)
    assert entry.on_behalf_of_name == "Uma Aurora"


def test_acting_holds_for_its_window_only(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    client = sign_in(two_companies.one.admin.person)
    client.get(address_as(two_companies.one.user.person.id, "/me/"), secure=True)
    page = client.get("/company/", secure=True).content.decode()
    assert "You are acting as" not in page


def test_security_stays_with_whoever_sits_there(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    client = sign_in(two_companies.one.admin.person)
    user = two_companies.one.user.person.id
    answer = client.get(address_as(user, "/account/password/change/"), secure=True)
    assert answer.headers["Location"] == "/account/password/change/"
    assert "/account/2fa/" not in client.get(address_as(user, "/me/account/"), secure=True).content.decode()


def test_acting_for_an_administrator_gives_their_company_and_no_more(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    client = sign_in(two_companies.one.reseller_admin)
    admin = two_companies.one.admin.person.id
    assert client.get(address_as(admin, "/company/"), secure=True).status_code == 200
    assert client.get(address_as(admin, "/platform/"), secure=True).status_code == 403


def test_while_acting_one_does_not_act_for_a_third(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    admin, user = two_companies.one.admin.person, two_companies.one.user.person
    client = sign_in(two_companies.one.reseller_admin)
    answer = client.post(address_as(admin.id, f"/company/users/{user.id}/act/"), secure=True)
    assert answer.headers["Location"] == f"/as/{admin.id}/company/users/{user.id}/"
    assert not Entry.objects.filter(kind="people.acting_begun", subject=str(user.id)).exists()


@pytest.mark.parametrize(
    ("path", "prefix", "rest"),
    [
        ("/me/", "", "/me/"),
        ("/at/10001/company/", "/at/10001", "/company/"),
        ("/at/10001", "", "/at/10001"),
        ("/at/99999999999/company/", "", "/at/99999999999/company/"),
        ("/at/١٠/company/", "", "/at/١٠/company/"),
        ("/as/nobody/me/", "", "/as/nobody/me/"),
        ("/at/1/at/2/company/", "/at/1", "/at/2/company/"),
    ],
)
def test_the_standing_is_read_off_the_address(path: str, prefix: str, rest: str) -> None:
    standing, page = standing_of(path)
    assert (standing.prefix, page) == (prefix, rest)


def test_the_five_areas_stand_in_the_menu_and_open(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    client = sign_in(two_companies.one.admin.person)
    page = client.get("/company/", secure=True).content.decode()
    areas = {
        "Users": "users",
        "Trunks": "trunks",
        "Devices": "devices",
        "Dialplan": "dialplan",
        "Settings": "settings",
    }
    for name, path in areas.items():
        assert f'href="/company/{path}/"' in page
        shown = client.get(f"/company/{path}/", secure=True)
        assert shown.status_code == 200
        assert f"<h1>{name}</h1>" in shown.content.decode()
