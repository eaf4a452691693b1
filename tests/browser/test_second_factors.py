"""Second factors with a real browser: an authenticator that Chromium pretends to have, and codes as an app shows them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import CDPSession, Page, expect

from browser.conftest import SignedIn, shot
from cordboard.accounts.types import PersonSummary
from kit.companies import PASSWORD, TwoCompanies, companies_make

pytestmark = pytest.mark.browser


@pytest.fixture
def two(transactional_db: None) -> TwoCompanies:
    return companies_make()


def authenticator_plug(page: Page) -> tuple[CDPSession, str]:
    """The browser has an authenticator whose owner is always there and verified. Source: WebAuthn level 3, section 11."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    plugged: dict[str, Any] = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, plugged["authenticatorId"]


def credentials_held(session: CDPSession, authenticator: str) -> list[dict[str, Any]]:
    """What the authenticator holds."""
    held: dict[str, Any] = session.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})
    return list(held["credentials"])


def sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.locator("main form button[type=submit], form.form button[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/sign-in/"))


def password_confirm(page: Page) -> None:
    """What protects the account is changed by who knows the password, not by who finds the browser open."""
    expect(page).to_have_url(re.compile("/account/reauthenticate/"))
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form.form button[type=submit]").first.click()


def passkey_add(page: Page, name: str, *, alone: bool = True) -> None:
    """A passkey, which signs in alone, or a security key, which is a second step."""
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Add a key").click()
    password_confirm(page)
    page.get_by_label("Name").fill(name)
    page.get_by_role("checkbox").set_checked(alone)
    page.get_by_role("button", name="Add the key").click()
    page.wait_for_url(lambda address: "/add/" not in address)


def password_type(page: Page, person: PersonSummary) -> None:
    page.goto("/sign-in/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_is_added_signs_in_and_is_revoked(two: TwoCompanies, signed_in: SignedIn) -> None:
    user = two.one.user.person
    page = signed_in(user)
    session, authenticator = authenticator_plug(page)
    passkey_add(page, "My laptop")
    shot(page, "passkey-added-1280")
    (held,) = credentials_held(session, authenticator)
    assert held["isResidentCredential"]

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Uma")

    page.goto("/account/2fa/webauthn/")
    page.get_by_role("row", name="My laptop").get_by_role("link", name="Remove").click()
    password_confirm(page)
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No keys yet")).to_be_visible()
    assert not Authenticator.objects.filter(user=user.id).exists()

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".toast-error")).to_contain_text("The passkey was not accepted")
    shot(page, "passkey-revoked-1280")
    page.goto("/me/")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_a_finger_that_is_not_known_signs_nobody_in(two: TwoCompanies, signed_in: SignedIn) -> None:
    page = signed_in(two.one.user.person)
    session, authenticator = authenticator_plug(page)
    passkey_add(page, "My laptop")
    sign_out(page)
    session.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator(".toast-error")).to_contain_text("The passkey was not accepted")
    expect(page).to_have_url(re.compile("/sign-in/"))


def test_a_security_key_is_the_second_step_after_the_password(two: TwoCompanies, signed_in: SignedIn) -> None:
    user = two.one.user.person
    page = signed_in(user)
    authenticator_plug(page)
    passkey_add(page, "Key in my pocket", alone=False)
    sign_out(page)
    password_type(page, user)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    shot(page, "second-step-1280")
    page.goto("/me/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Uma")


def code_now(secret: str) -> str:
    """What an authenticator app shows. Source: RFC 6238."""
    (counter,) = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


def code_enter(page: Page, code: Callable[[], str]) -> None:
    """A code was accepted; a second one is typed when the first ran out on its way."""
    here = page.url
    for _ in range(2):
        page.locator("[name=code]").fill(code())
        with page.expect_navigation():
            page.locator("form.form button[type=submit]").first.click()
        if page.url != here:
            return
    raise AssertionError(page.locator("main").inner_text())


def test_an_authenticator_app_is_set_up_asked_for_and_switched_off(
    two: TwoCompanies, signed_in: SignedIn
) -> None:
    user = two.one.user.person
    page = signed_in(user)
    page.goto("/account/2fa/")
    page.get_by_role("link", name="Set up").click()
    password_confirm(page)
    page.get_by_text("I cannot scan it").click()
    secret = page.locator("details code").inner_text()
    code_enter(page, lambda: code_now(secret))
    recovery = page.locator("#recovery-codes code").first.inner_text()

    sign_out(page)
    password_type(page, user)
    expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
    page.locator("[name=code]").fill("000000" if code_now(secret) != "000000" else "111111")
    page.locator("form.form button[type=submit]").first.click()
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    code_enter(page, lambda: code_now(secret))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Uma")

    sign_out(page)
    password_type(page, user)
    code_enter(page, lambda: recovery)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Uma")

    page.goto("/account/2fa/")
    page.get_by_role("link", name="Switch off").click()
    password_confirm(page)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile("/account/2fa/$"))
    assert not Authenticator.objects.filter(user=user.id).exists()
    sign_out(page)
    password_type(page, user)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Uma")
