"""The style guide in a real browser: nothing overflows, nothing is reported, everything works by keyboard.

Served without a database: the guide asks for none. Set SCREENSHOTS to a folder to look at the pages.
"""

import json
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect, sync_playwright

from kit.chromium import chromium_program

pytestmark = pytest.mark.browser

BUILT = Path(__file__).parents[2] / "src" / "cordboard" / "portal" / "static" / "built"
PHONE, DESK = (390, 844), (1280, 900)
CALL = {
    "id": "c1", "state": "talking", "since": 1, "dialled": "102",
    "legs": [
        {"endpoint": "e-sample", "name": "<b>Ada</b>", "number": "101", "state": "up", "since": 1},
        {"endpoint": "e-other", "name": "Émile", "number": "102", "state": "up", "since": 1},
    ],
}  # fmt: skip


class QuietServer(ThreadingMixIn, WSGIServer):
    """Answers many at once."""

    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    """Says nothing of what it answers."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the base class names it so
        """Nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The portal without a database, open to builders."""
    if not (BUILT / "style.css").exists():
        pytest.fail("the web assets are not built: run `npm ci && npm run build` in web/")
    with override_settings(DEBUG=True, CSRF_COOKIE_SECURE=False):
        server = make_server("127.0.0.1", 0, get_wsgi_application(), QuietServer, QuietHandler)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=options)
        yield browser
        browser.close()


class Visit:
    """A page with what the browser reported about it, and a live process that says what the test wants."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.reports: list[str] = []
        self.lines: list[WebSocketRoute] = []
        self.asked: list[str] = []
        self.page.set_default_timeout(30_000)
        self.page.on(
            "console",
            lambda said: self.reports.append(said.text) if said.type in ("error", "warning") else None,
        )
        self.page.on("pageerror", lambda fault: self.reports.append(str(fault)))
        self.page.route_web_socket(re.compile("/live"), self._answer)

    def _answer(self, line: WebSocketRoute) -> None:
        self.lines.append(line)
        line.on_message(lambda message: self.asked.append(str(message)))
        self.tell(type="snapshot", seq=1, engine="connected", companies={"t1": company()})

    def tell(self, **message: object) -> None:
        """The live process says this."""
        self.lines[-1].send(json.dumps(message))


PHONE_LISTED = {
    "id": "r1",
    "endpoint": "e-sample",
    "state": "reachable",
    "user_agent": "",
    "transport": "tls",
}


def company(*calls: object) -> dict[str, object]:
    """A company with one registered phone and these calls."""
    return {
        "calls": calls,
        "registrations": [PHONE_LISTED],
        "counts": {"calls": len(calls), "registrations": 1},
    }


@pytest.fixture
def visit(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """A visitor; parametrise with (size, theme)."""
    (width, height), theme = getattr(request, "param", (DESK, "light"))
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=theme)
    yield Visit(context)
    context.close()


@pytest.mark.parametrize(
    "visit", [(DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark")], indirect=True, ids=str
)
@pytest.mark.parametrize(
    "path", ["/design/", "/design/frame/", "/design/errors/404/", "/design/errors/500/", "/sign-in/"]
)
def test_page_fits_its_window_and_nothing_is_reported(
    site: str, visit: Visit, path: str, request: pytest.FixtureRequest
) -> None:
    visit.page.goto(site + path)
    visit.page.wait_for_timeout(300)

    picture(visit.page, request.node.name)
    overflow = visit.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0
    assert [report for report in visit.reports if "the server responded with a status" not in report] == []


FAULTS = """() => {
  const named = (element) => (element.getAttribute("aria-label") || (element.matches("select") ? "" : element.textContent) || "").trim()
    || element.getAttribute("title") || [...(element.labels ?? [])].map((label) => label.textContent.trim()).join("")
    || document.getElementById(element.getAttribute("aria-labelledby") ?? "")?.textContent;
  const found = [];
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) found.push(`two of id ${id}`);
  for (const element of document.querySelectorAll("a[href], button, summary, dialog, nav, input:not([type=hidden]), select, textarea")) {
    if (!named(element)) found.push(`no name: ${element.outerHTML.slice(0, 120)}`);
  }
  for (const element of document.querySelectorAll("[aria-labelledby], [aria-describedby]")) {
    for (const name of ["aria-labelledby", "aria-describedby"]) {
      for (const id of (element.getAttribute(name) ?? "").split(" ").filter(Boolean)) {
        if (!document.getElementById(id)) found.push(`${name} leads nowhere: ${id}`);
      }
    }
  }
  if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
  if (document.querySelectorAll("main").length !== 1) found.push("not one main");
  if (!document.documentElement.lang) found.push("no language");
  return found;
}"""


@pytest.mark.parametrize(
    "path", ["/design/", "/design/frame/", "/design/errors/404/", "/sign-in/", "/account/password/reset/"]
)
def test_everything_has_a_name_and_a_place(site: str, visit: Visit, path: str) -> None:
    visit.page.goto(site + path)

    assert visit.page.evaluate(FAULTS) == []


def test_password_can_be_shown_before_signing_in(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/sign-in/")
    entry = visit.page.get_by_label("Password", exact=False).first
    entry.fill("Secret-123")

    visit.page.get_by_role("button", name="Show password").click()

    expect(entry).to_have_attribute("type", "text")


def picture(page: Page, name: str) -> None:
    """A screenshot for whoever wants to look."""
    if folder := os.environ.get("SCREENSHOTS"):
        safe = "".join(sign if sign.isalnum() else "-" for sign in name)
        page.screenshot(path=Path(folder) / f"{safe}.png", full_page=True)


def test_first_tab_skips_to_the_content(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/frame/")

    visit.page.keyboard.press("Tab")
    expect(visit.page.locator(".skip-link")).to_be_focused()
    visit.page.keyboard.press("Enter")

    expect(visit.page.locator("main")).to_be_focused()


def test_menu_is_walked_by_arrows_and_left_by_escape(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/frame/")
    opener = visit.page.locator(".switcher > summary")
    opener.focus()

    visit.page.keyboard.press("ArrowDown")
    expect(visit.page.locator(".switcher a").first).to_be_focused()
    visit.page.keyboard.press("ArrowDown")
    expect(visit.page.locator(".switcher a").nth(1)).to_be_focused()
    visit.page.keyboard.press("Escape")

    expect(opener).to_be_focused()
    expect(visit.page.locator(".switcher ul")).to_be_hidden()


def test_searching_swaps_rows_keeps_focus_and_tells_the_count(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/")

    visit.page.locator("#people-search").press_sequentially("jonas")

    expect(visit.page.locator("#people tbody tr")).to_have_count(5)
    expect(visit.page.locator("#people-status")).to_have_text("5 results")
    expect(visit.page.locator("#people-search")).to_be_focused()
    assert "q=jonas" in visit.page.url


def test_sorting_keeps_focus_and_says_its_direction(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/?q=jonas")
    heading = visit.page.locator("#people-sort-extension")

    heading.press("Enter")
    expect(visit.page.locator("th[aria-sort]")).to_have_text("Extension")
    expect(heading).to_be_focused()
    heading.press("Enter")

    expect(visit.page.locator("th[aria-sort=descending]")).to_have_text("Extension")


def test_deed_asks_in_a_dialog_and_focus_comes_back(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/")
    opener = visit.page.get_by_role("button", name="Delete the company")
    opener.click()
    deed = visit.page.get_by_role("button", name="Delete for good")

    expect(deed).to_be_disabled()
    visit.page.get_by_label("Type Nordlys to go on").fill("Nordlys")
    expect(deed).to_be_enabled()
    visit.page.keyboard.press("Escape")

    expect(opener).to_be_focused()


def test_chosen_rows_bring_the_bar_of_deeds_which_asks(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/")
    expect(visit.page.locator(".bulk-bar")).to_be_hidden()

    visit.page.get_by_label("Select all on this page").check()
    expect(visit.page.locator(".bulk-count")).to_have_text("Selected: 25")
    visit.page.locator(".bulk-bar").get_by_role("button", name="Delete").click()

    expect(visit.page.get_by_role("dialog", name="Delete the people you chose?")).to_be_visible()


def test_made_password_meets_every_rule(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/")

    visit.page.locator("[data-password-generate=id_password]").click()

    expect(visit.page.locator("[data-password-rules=id_password] [data-met]")).to_have_count(5)
    assert len(visit.page.input_value("#id_password")) == 20


@pytest.mark.parametrize("visit", [(PHONE, "light")], indirect=True, ids=str)
def test_drawer_opens_on_a_phone_and_gives_focus_back(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/frame/")
    opener = visit.page.locator(".drawer-opener")

    opener.click()
    expect(visit.page.locator("#drawer")).to_be_visible()
    visit.page.keyboard.press("Escape")

    expect(opener).to_be_focused()


def test_calls_appear_and_leave_while_one_looks_and_names_are_text(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/")
    rows = visit.page.locator("[data-rows] tr")
    expect(visit.page.get_by_text("Nobody is on the phone")).to_be_visible()

    visit.tell(type="change", seq=2, engine="connected", companies={"t1": company(CALL)})
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("<b>Ada</b> · 101")
    expect(visit.page.locator("[data-endpoint=e-sample]")).to_have_text("In a call")
    expect(visit.page.locator("[data-live-count=calls]")).to_have_text("1")
    gone = {"calls": [], "calls_gone": ["c1"], "counts": {"calls": 0, "registrations": 1}}
    visit.tell(type="change", seq=3, engine="connected", companies={"t1": gone})

    expect(rows).to_have_count(0)
    expect(visit.page.locator("[data-endpoint=e-sample]")).to_have_text("Registered")


def test_phone_that_must_encrypt_and_does_not_is_told_apart(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/")
    dot = visit.page.locator("[data-endpoint=e-sample]")
    expect(dot).to_have_text("Registered")

    clear = {**company(), "registrations": [{**PHONE_LISTED, "transport": "udp"}]}
    visit.tell(type="change", seq=2, engine="connected", companies={"t1": clear})

    expect(dot).to_have_text("Registered without encryption: calls are refused")
    expect(dot).to_have_class("status status-warn")


def test_missed_change_asks_for_a_snapshot(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/")
    expect(visit.page.get_by_text("Live", exact=True)).to_be_visible()

    visit.tell(type="beat", seq=7)
    visit.page.wait_for_timeout(300)

    assert visit.asked == ['{"type":"snapshot"}']


def test_broken_line_is_said_and_comes_back(site: str, visit: Visit) -> None:
    visit.page.goto(site + "/design/")
    expect(visit.page.get_by_text("Live", exact=True)).to_be_visible()

    visit.lines[-1].close()
    expect(visit.page.get_by_text("Reconnecting…")).to_be_visible()

    expect(visit.page.get_by_text("Live", exact=True)).to_be_visible()
    assert len(visit.lines) == 2
