"""The history of calls in a real browser: searched as one types, paged, opened, on a desk and on a phone.

Set SCREENSHOTS to a folder to look at the pages.
"""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright

from cordboard.accounts.types import PersonSummary
from cordboard.base.clock import now
from cordboard.calls.services import records_take
from cordboard.calls.types import SpoolPiece
from cordboard.engine.records import record_line_parse
from kit.companies import Side, companies_make
from kit.records import call_fields, record_line_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHROMIUM = "/usr/bin/chromium"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
EXPECTED = ("live", "WebSocket")  # no live process runs here
ENDINGS = (
    {"outcome": "answered", "cause": "16"},
    {"outcome": "no_answer", "disposition": "NO ANSWER", "answer": "0", "cause": "19"},
    {"outcome": "busy", "disposition": "BUSY", "answer": "0", "cause": "17"},
    {"outcome": "voicemail", "dstchannel": "", "lastapp": "VoiceMail", "cause": "16"},
    {
        "outcome": "refused",
        "dstchannel": "",
        "disposition": "FAILED",
        "answer": "0",
        "cause": "1",
        "rule": "number unknown",
    },
)
Visit = Callable[[PersonSummary], Page]


@pytest.fixture
def side() -> Side:
    """A company with sixty calls of every kind, one of them from outside."""
    made = companies_make().one
    begin = now().replace(microsecond=0) - timedelta(hours=30)
    lines = [
        record_line_at(
            begin + timedelta(minutes=29 * one), one, **{**call_fields(made), **ENDINGS[one % len(ENDINGS)]}
        )
        for one in range(60)
    ]
    outside = call_fields(
        made, direction="incoming", channel="PJSIP/e4444444444444444-1", src="+442079460123", person=""
    )
    outside |= {
        "clid": '"Émile Béranger-Vandenbroucke" <+442079460123>',
        "dst": made.did.number,
        "rule": "direct number",
    }
    lines.append(record_line_at(now() - timedelta(minutes=3), 99, **{**outside, "cause": "16"}))
    piece = SpoolPiece(node="test", inode="1", start=0, end=1, head="")
    records_take(piece=piece, lines=[record_line_parse(line) for line in lines])
    return made


@pytest.fixture
def visit(live_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """A page of someone who is signed in; afterwards the browser had nothing to report."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport=DESK, base_url=live_server.url)  # type: ignore[arg-type]
        reports: list[str] = []

        def signed_in(person: PersonSummary) -> Page:
            context.add_cookies([cookie_of(person, live_server.url, settings.SESSION_COOKIE_NAME)])
            page = context.new_page()
            page.on("pageerror", lambda error: reports.append(str(error)))
            page.on("console", lambda line: reports.append(line.text) if line.type == "error" else None)
            return page

        yield signed_in
        browser.close()
    assert [report for report in reports if not any(known in report for known in EXPECTED)] == []


def cookie_of(person: PersonSummary, address: str, name: str) -> Any:
    """The session cookie of someone signed in."""
    from django.contrib.auth import get_user_model

    client = Client()
    client.force_login(get_user_model().objects.get(pk=person.id))
    value = client.cookies[name].value
    return {"name": name, "value": value, "domain": urlsplit(address).hostname, "path": "/"}


def look(page: Page, name: str) -> None:
    """The page fits desk and phone, by day and by night; photographed when asked to."""
    for size, scheme in ((DESK, "light"), (DESK, "dark"), (PHONE, "light")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(width) <= 0, f"{name} is wider than {size['width']}"
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}-{scheme}.png", full_page=True)
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")


def test_an_administrator_searches_pages_and_opens_calls(side: Side, visit: Visit) -> None:
    page = visit(side.admin.person)
    page.goto("/company/calls/")
    look(page, "company")
    expect(page.get_by_text("1–25 of 61")).to_be_visible()
    page.get_by_role("link", name="Next page").click()
    expect(page.get_by_text("26–50 of 61")).to_be_visible()
    page.get_by_label("Name or number").fill("emile")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert "q=emile" in page.url
    assert "after" not in page.url
    expect(page.get_by_role("link", name="Export CSV")).to_have_attribute(
        "href", "/company/calls/export.csv?q=emile"
    )
    page.get_by_role("link", name="Émile Béranger-Vandenbroucke").click()
    expect(page.get_by_text("Normal call clearing (16)").first).to_be_visible()
    look(page, "company-call")


def test_filters_work_by_keyboard_and_say_when_nothing_fits(side: Side, visit: Visit) -> None:
    page = visit(side.admin.person)
    page.goto("/company/calls/")
    page.get_by_label("Outcome").select_option("busy")
    expect(page.get_by_text("1–12 of 12")).to_be_visible()
    page.get_by_label("First day").fill("2001-01-01")
    page.wait_for_url("**from=2001-01-01**")
    page.get_by_label("Last day").fill("2001-01-02")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    look(page, "company-nothing")
    page.get_by_role("link", name="Show everything").click()
    expect(page.get_by_text("1–25 of 61")).to_be_visible()


def test_ones_own_calls_on_a_phone(side: Side, visit: Visit) -> None:
    page = visit(side.admin.person)
    page.goto("/me/calls/")
    look(page, "own")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.get_by_role("link", name="Uma Aurora").first.click()
    expect(page.get_by_role("heading", name="How it went")).to_be_visible()
    look(page, "own-call")


def test_a_reseller_sees_no_outside_party(side: Side, visit: Visit) -> None:
    page = visit(side.reseller_admin)
    page.goto("/platform/calls/")
    expect(page.get_by_text("+44207946••••")).to_be_visible()
    expect(page.get_by_text("Émile")).to_have_count(0)
    look(page, "platform")


def test_a_history_that_is_empty_yet(visit: Visit) -> None:
    page = visit(companies_make().one.admin.person)
    page.goto("/company/calls/")
    expect(page.get_by_text("No calls yet")).to_be_visible()
    look(page, "empty")
