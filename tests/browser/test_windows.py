"""Acting in a second window, live dashboards, deeds that ask first and can be undone."""

import re

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import PHONE, SignedIn, shot
from cordboard.accounts.selectors import people_for_company
from cordboard.numbering.selectors import dids_for_company
from cordboard.processes.live.board import CompanyState
from cordboard.processes.live.calls import Call
from cordboard.processes.live.facts import Leg, Registration
from kit.companies import Side, TwoCompanies, companies_make
from kit.portal_server import PortalServer

pytestmark = pytest.mark.browser


@pytest.fixture
def two(transactional_db: None) -> TwoCompanies:
    return companies_make()


def _talking(side: Side) -> CompanyState:
    legs = [
        Leg(
            id=f"1700000000.{at}", call="1700000000.1", company=side.company.key, endpoint=one.device.key,
            name=one.person.name, number=one.extension.number, dialled="102" if at == 1 else "", state="Up",
            bridge="b", since=1_700_000_000,
        )
        for at, one in enumerate((side.admin, side.user), start=1)
    ]  # fmt: skip
    phone = Registration(
        id="r1", company=side.company.key, endpoint=side.user.device.key, uri="", status="Reachable"
    )
    return CompanyState(
        calls={"1700000000.1": Call(id="1700000000.1", legs=tuple(legs))}, registrations={"r1": phone}
    )


def test_a_second_window_acts_and_the_first_does_not(two: TwoCompanies, signed_in: SignedIn) -> None:
    page = signed_in(two.one.admin.person)
    page.goto(f"/company/users/{two.one.user.person.id}/")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open as Uma").click()
    window = opened.value
    expect(window.get_by_text("You are acting as")).to_be_visible()
    expect(window.get_by_role("heading", level=1)).to_have_text("Hello Uma")
    shot(window, "acting-1280")
    window.get_by_role("link", name="My phone").first.click()
    expect(window.get_by_text("You are acting as")).to_be_visible()
    page.goto("/company/")
    expect(page.get_by_text("You are acting as")).to_have_count(0)
    window.get_by_role("button", name="Return to my own account").click()
    expect(window).to_have_url(re.compile(f"/company/users/{two.one.user.person.id}/$"))


def test_number_name_and_extension_in_the_list_each_open_the_users_pages(
    two: TwoCompanies, signed_in: SignedIn
) -> None:
    """USR-27, and the bin of USR-15."""
    page, user = signed_in(two.one.admin.person), two.one.user.person
    page.goto("/company/users/")
    for target in (str(user.user_number), user.name, two.one.user.extension.number):
        with page.expect_popup() as opened:
            page.get_by_role("button", name=target, exact=True).click()
        window = opened.value
        expect(window.get_by_text("You are acting as")).to_be_visible()
        expect(window).to_have_url(re.compile(f"/as/{user.id}/"))
        window.close()
    page.locator("tr", has_text=user.name).get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Delete {user.name} with their extension")
    shot(page, "users-bin-1280")
    dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("was deleted.")).to_be_visible()
    assert user.id not in {person.id for person in people_for_company(company=two.one.company.id)}


def test_dashboards_follow_calls_and_registrations(
    two: TwoCompanies, signed_in: SignedIn, portal: PortalServer
) -> None:
    page = signed_in(two.one.admin.person)
    page.goto("/company/")
    expect(page.get_by_text("Nobody is on the phone")).to_be_visible()
    portal.tell(two.one.company.key, _talking(two.one))
    expect(page.locator("[data-live-count=calls]")).to_have_text("1")
    expect(page.locator("[data-live-count=registrations]")).to_have_text("1")
    expect(page.get_by_role("table", name="Calls in progress")).to_contain_text("Uma Aurora")
    expect(page.locator(".live-indicator")).to_contain_text("Live")
    shot(page, "live-1280")
    page.goto("/company/devices/")
    expect(page.locator(f"[data-endpoint={two.one.user.device.key}]")).to_have_class(
        re.compile("status-busy")
    )
    portal.tell(two.one.company.key, CompanyState())
    expect(page.locator(f"[data-endpoint={two.one.user.device.key}]")).to_have_class(
        re.compile("status-idle")
    )


def test_another_company_sees_nothing_of_it(
    two: TwoCompanies, signed_in: SignedIn, portal: PortalServer
) -> None:
    page = signed_in(two.two.admin.person)
    page.goto("/company/")
    expect(page.get_by_text("Nobody is on the phone")).to_be_visible()
    portal.tell(two.one.company.key, _talking(two.one))
    portal.tell(two.two.company.key, _talking(two.two))
    expect(page.locator("[data-live-count=calls]")).to_have_text("1")
    expect(page.locator("body")).not_to_contain_text("Aurora")


def test_deleting_asks_first_and_cancel_is_the_way_out(two: TwoCompanies, signed_in: SignedIn) -> None:
    page, company = signed_in(two.one.admin.person), two.one.company.id
    page.goto(f"/company/users/{two.one.user.person.id}/")
    page.get_by_role("button", name="Delete this user").click()
    dialog = page.get_by_role("dialog", name="Delete Uma Aurora?")
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    assert len(people_for_company(company=company)) == 2
    page.get_by_role("button", name="Delete this user").click()
    dialog.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("Uma Aurora was deleted.")).to_be_visible()
    assert len(people_for_company(company=company)) == 1


def test_freeing_a_number_can_be_undone(two: TwoCompanies, signed_in: SignedIn) -> None:
    page = signed_in(two.one.reseller_admin)
    page.goto("/platform/numbers/")
    page.get_by_role("button", name="Free it").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("belongs to the company again")).to_be_visible()
    assert [row.number for row in dids_for_company(company=two.one.company.id)] == [two.one.did.number]


def test_a_list_narrows_as_one_types_and_keeps_the_focus(two: TwoCompanies, signed_in: SignedIn) -> None:
    page = signed_in(two.one.admin.person)
    page.goto("/company/users/")
    search = page.get_by_role("searchbox")
    search.fill("uma")
    expect(page.get_by_role("row")).to_have_count(2)
    expect(search).to_be_focused()
    expect(page).to_have_url(re.compile("q=uma"))
    search.fill("nobody at all")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    page.get_by_role("link", name="Show everything").click()
    expect(page.get_by_role("row")).to_have_count(3)


def test_a_phone_shows_the_menu_in_a_drawer(two: TwoCompanies, signed_in: SignedIn) -> None:
    page = signed_in(two.one.admin.person, PHONE)
    page.goto("/company/")
    page.get_by_role("button", name="Open the menu").click()
    drawer = page.get_by_role("dialog", name="Menu")
    drawer.get_by_role("link", name="Dialplan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dialplan")
    _tap_targets(page)


def _tap_targets(page: Page) -> None:
    """Links in the bar at the foot are large enough for a thumb. Source: WCAG 2.2, 2.5.8 (24 px)."""
    sizes = page.evaluate(
        "[...document.querySelectorAll('.bottom-bar a')].map(a => Math.min(a.offsetWidth, a.offsetHeight))"
    )
    assert sizes
    assert min(sizes) >= 40
