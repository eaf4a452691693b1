"""Every page of every audience, in every language, on a desk and on a phone: whole, within its window, without a fault."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import DESK, PHONE, SignedIn, Visit, shot
from cordboard.accounts.types import PersonSummary
from cordboard.journal.types import SYSTEM
from cordboard.people.services import newcomer_create
from cordboard.people.types import NewcomerWish, PhoneWish
from cordboard.tenancy.types import Language
from kit.companies import Side, TwoCompanies, companies_make

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

LONG = "Wolfeschlegelsteinhausenbergerdorff-Ærøskøbing"


@pytest.fixture
def two(transactional_db: None) -> TwoCompanies:
    """Two companies, one of them with a person of a very long name."""
    made = companies_make()
    wish = NewcomerWish(
        email="long@aurora.example.com", first_name="Maximiliane", last_name=LONG, language=Language.FRENCH,
        extension="103", phone=PhoneWish(name="Conference room on the third floor, by the window"), welcome=False,
    )  # fmt: skip
    newcomer_create(actor=SYSTEM, company=made.one.company.id, wish=wish)
    return made


def _pages(two: TwoCompanies) -> Iterator[tuple[str, PersonSummary, tuple[str, ...]]]:
    side = two.one
    yield "platform", two.super_admin, _platform_pages(side)
    yield "reseller", side.reseller_admin, ("/platform/", "/platform/companies/", "/platform/numbers/")
    yield "company", side.admin.person, _company_pages(side)
    yield (
        "me",
        side.user.person,
        ("/me/", "/me/calls/", "/me/voicemail/", "/me/voicemail/greetings/", "/me/phone/", "/me/account/"),
    )


def _platform_pages(side: Side) -> tuple[str, ...]:
    account = side.company.account_number
    return (
        "/platform/", "/platform/resellers/", f"/platform/resellers/{side.reseller.id}/", "/platform/companies/",
        "/platform/companies/new/", f"/platform/companies/{account}/", "/platform/numbers/", "/platform/numbers/new/",
        f"/platform/numbers/{side.did.id}/", "/platform/calls/", "/platform/journal/", "/platform/admins/",
        f"/at/{account}/company/",
    )  # fmt: skip


def _company_pages(side: Side) -> tuple[str, ...]:
    user, device = side.user.person.id, side.user.device.id
    return (
        "/company/", "/company/users/", "/company/mailboxes/", "/company/users/new/", f"/company/users/{user}/", "/company/devices/",
        "/company/devices/new/", f"/company/devices/{device}/", "/company/trunks/", "/company/numbers/",
        f"/company/numbers/{side.did.id}/", "/company/dialplan/", "/company/calls/", "/company/settings/", "/company/journal/",
        "/account/2fa/", "/account/password/change/", "/account/sessions/",
    )  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr", "es", "nb"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_every_page_fits_its_window(
    two: TwoCompanies, signed_in: SignedIn, size: tuple[int, int], language: str
) -> None:
    faults = []
    for audience, person, paths in _pages(two):
        page = signed_in(person, size, language)
        _speak(page, language)
        for path in paths:
            answer = page.goto(path)
            if answer is None or answer.status != 200:
                faults.append(f"{path}: {answer.status if answer else 'no answer'}")
                continue
            faults += [f"{path}: {fault}" for fault in _faults(page, language)]
            shot(page, f"{audience}{_name(path)}-{size[0]}-{language}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["en", "fr", "es", "nb"])
def test_pages_before_sign_in_fit_a_phone(two: TwoCompanies, visit: Visit, language: str) -> None:
    for size in (PHONE, DESK):
        page = visit(size, language)
        for path in ("/sign-in/", "/account/password/reset/", "/start/MQ.x/", "/nowhere"):
            page.goto(path)
            assert _faults(page, language) == [], path
            shot(page, f"out{_name(path)}-{size[0]}-{language}")


def _speak(page: Page, language: str) -> None:
    page.locator(".top details:has(button[name=language]) > summary").click()
    page.locator(f"button[name=language][value={language}]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def _faults(page: Page, language: str) -> Iterator[str]:
    """What is wrong with the page shown: its language, what sticks out, its one heading, names that nobody hears."""
    found: list[str] = page.evaluate(
        """language => {
            const faults = [];
            const out = document.documentElement.scrollWidth - window.innerWidth;
            if (document.documentElement.lang !== language) faults.push('speaks ' + document.documentElement.lang);
            if (out > 0) faults.push(`${out} pixels stick out`);
            const titles = document.querySelectorAll('h1').length;
            if (titles !== 1) faults.push(`${titles} headings of the first level`);
            for (const field of document.querySelectorAll('main :is(input:not([type=hidden]), select, textarea)'))
                if (!field.hidden && !field.labels?.length && !field.getAttribute('aria-label')) faults.push(`no name for ${field.name}`);
            for (const button of document.querySelectorAll('button, a[href]'))
                if (!button.textContent.trim() && !button.getAttribute('aria-label')) faults.push('a button without a name');
            return faults;
        }""",
        language,
    )
    return found  # type: ignore[return-value]


def _name(path: str) -> str:
    parts = [part if len(part) < 30 and not part.isdigit() else "one" for part in path.strip("/").split("/")]
    return "-" + "-".join(parts)
