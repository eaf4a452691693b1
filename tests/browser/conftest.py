"""What browser journeys share: a portal served as in production, and Debian's Chromium."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kit.chromium import chromium_program

if TYPE_CHECKING:
    from cordboard.accounts.types import PersonSummary
    from kit.portal_server import PortalServer

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
DESK, PHONE = (1280, 800), (390, 844)
PATIENCE_MS = 30_000

Visit = Callable[..., Page]
SignedIn = Callable[..., Page]


@pytest.fixture(scope="module")
def chromium(django_db_setup: None) -> Iterator[Browser]:
    """The browser. Its driver keeps a loop in this thread, in which the test's own reads are allowed meanwhile."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def portal(chromium: Browser, transactional_db: None) -> Iterator["PortalServer"]:
    """The portal over TLS, with the live process beside it."""
    from kit.portal_server import portal_server

    with tempfile.TemporaryDirectory(prefix="cb-") as folder:
        Path(folder).chmod(0o755)
        with portal_server(Path(folder)) as server:
            yield server


@pytest.fixture
def visit(chromium: Browser, portal: "PortalServer") -> Iterator[Visit]:
    """A new visitor; in the end no page had anything to report in its console."""
    contexts: list[BrowserContext] = []
    reports: list[str] = []

    def visitor(size: tuple[int, int] = DESK, language: str = "en") -> Page:
        context = chromium.new_context(
            base_url=portal.address, ignore_https_errors=True, locale=language,
            viewport={"width": size[0], "height": size[1]},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", lambda page: _listen(page, reports))
        contexts.append(context)
        return context.new_page()

    yield visitor
    for context in contexts:
        context.close()
    assert reports == []


@pytest.fixture
def signed_in(visit: Visit) -> SignedIn:
    """A visitor who is signed in."""

    def visitor(person: "PersonSummary", size: tuple[int, int] = DESK, language: str = "en") -> Page:
        from kit.companies import PASSWORD, password_give

        password_give(person)
        page = visit(size, language)
        page.goto("/sign-in/")
        page.locator("[name=login]").fill(person.email)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("form.form button[type=submit]").first.click()
        page.wait_for_url(lambda address: "/sign-in" not in address)
        return page

    return visitor


def shot(page: Page, name: str) -> None:
    """The page is kept as a picture when SCREENSHOTS names a folder."""
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def _listen(page: Page, reports: list[str]) -> None:
    expected = (
        "status of 422",
        "status of 403",
        "status of 404",
        "status of 410",
    )  # answers that tests ask for
    page.on("pageerror", lambda fault: reports.append(str(fault)))
    page.on(
        "console",
        lambda said: (
            reports.append(said.text)
            if said.type in ("error", "warning") and not any(words in said.text for words in expected)
            else None
        ),
    )
