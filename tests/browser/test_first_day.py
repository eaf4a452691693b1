"""The first day of an installation in a browser: first link, reseller, company, its administrator, a user with a phone."""

import re

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from browser.conftest import SignedIn, Visit, shot
from cordboard.accounts.services import first_link_token, super_admin_ensure
from cordboard.journal.models import Entry
from cordboard.people.jobs import send_welcome
from kit.companies import PASSWORD

pytestmark = pytest.mark.browser


def _welcome_links() -> list[str]:
    """The links in the welcome mails that were asked for, as the worker sends them."""
    for entry in Entry.objects.filter(kind="people.welcome_requested").order_by("id"):
        send_welcome(str(entry.company) if entry.company else None, entry.subject)
    return [
        found[1] for sent in mail.outbox if (found := re.search(r"https://[^/]+(/start/\S+)", str(sent.body)))
    ]


def _choose_password(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label(re.compile("^Password")).fill("abc")
    page.get_by_label("The same password again").fill("abc")
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_text("It needs an upper-case letter.")).to_be_visible()
    page.get_by_label(re.compile("^Password")).fill(PASSWORD)
    page.get_by_label("The same password again").fill(PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()


def test_from_the_first_link_to_a_user_with_a_phone(visit: Visit, transactional_db: None) -> None:
    page = visit()
    _choose_password(page, f"/start/{first_link_token(person=super_admin_ensure(email='a@example.com').id)}/")
    expect(page).to_have_title(re.compile("Dashboard"))
    _reseller_and_company(page)
    page.locator(".top .menu-end > summary").last.click()
    page.get_by_role("button", name="Sign out").click()
    _choose_password(page, _welcome_links()[-1])
    expect(page.get_by_role("heading", level=1)).to_have_text("Crescent")
    _user_with_phone(page)


def _reseller_and_company(page: Page) -> None:
    page.get_by_role("link", name="Resellers").first.click()
    page.get_by_label("Name").fill("North Star")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("North Star exists.")).to_be_visible()
    page.get_by_role("link", name="Add a company").click()
    typed = {
        "Name": "Crescent",
        "SIP domain": "crescent.example.com",
        "First name": "Nora",
        "Last name": "Vik",
        "E-mail": "nora@example.com",
    }
    for label, text in typed.items():
        page.get_by_label(re.compile(f"^{label}")).first.fill(text)
    page.get_by_role("button", name="Create and invite").click()
    expect(page.get_by_text("An invitation is on its way to nora@example.com.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Crescent")


def _user_with_phone(page: Page) -> None:
    page.get_by_role("link", name="Users", exact=True).first.click()
    page.get_by_role("link", name="Add a user").click()
    expect(page.get_by_label(re.compile("^Extension"))).to_have_value("101")
    page.get_by_label(re.compile("^Extension")).fill("76")
    page.get_by_label(re.compile("^First name")).fill("Émile")
    page.get_by_label(re.compile("^Last name")).fill("Béranger")
    page.get_by_label(re.compile("^E-mail")).fill("emile@example.com")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_text("76 is the code of a service in this company.")).to_be_visible()
    expect(page.get_by_label(re.compile("^Last name"))).to_have_value("Béranger")
    page.get_by_label(re.compile("^Extension")).fill("101")
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Émile Béranger is ready")
    expect(page.locator(".secret code")).to_have_text(re.compile("^[a-z2-9]{24}$"))
    expect(page.locator(".qr svg")).to_be_visible()
    shot(page, "ready-1280")


def test_a_spent_link_says_how_to_go_on(visit: Visit, transactional_db: None) -> None:
    page = visit()
    page.goto("/start/MQ.spent/")
    page.get_by_role("link", name="Mail me a new link").click()
    expect(page).to_have_url(re.compile("/account/password/reset/"))


def test_the_keyboard_alone_signs_in_and_adds_a_user(
    visit: Visit, signed_in: SignedIn, transactional_db: None
) -> None:
    from kit.companies import companies_make, password_give

    admin = companies_make().one.admin.person
    password_give(admin)
    page = visit()
    page.goto("/sign-in/")
    expect(page.locator("input:focus")).to_have_count(1)  # the first field has the focus
    page.keyboard.type(admin.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/company/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    _tab_to(page, "Users")
    page.keyboard.press("Enter")
    page.wait_for_url("**/company/users/")
    _tab_to(page, "Add a user")
    page.keyboard.press("Enter")
    page.wait_for_url("**/new/")
    for label, text in (("first_name", "Kai"), ("last_name", "Board"), ("email", "kai@example.com")):
        _tab_to_field(page, label)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kai Board is ready")


def _tab_to(page: Page, name: str) -> None:
    """The focus is on the link of this name, and shows."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText.trim()") == name:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    pytest.fail(f"no Tab reaches {name!r}")


def _tab_to_field(page: Page, name: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    pytest.fail(f"no Tab reaches the field {name!r}")
