"""Browsers' live view: what each may see is decided like their pages, and only our own pages may open it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client

from cordboard.accounts.types import PersonSummary
from cordboard.base.clock import now
from cordboard.portal.standing import address_as, address_at
from cordboard.processes.browsers import LATER, NOT_SIGNED_IN, LiveBridge, from_here
from cordboard.processes.live.server import LiveServer
from cordboard.processes.live.viewers import Viewer, Viewers
from cordboard.processes.live.views import View
from cordboard.processes.pages import PagesHandler
from kit.companies import TwoCompanies, companies_make

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

HOST = "phones.example.com"


class _Recorded(Viewers):
    """Viewers that remember what they were shown."""

    def __init__(self) -> None:
        super().__init__()
        self.views: list[View] = []

    def enter(self, view: View) -> Viewer:
        self.views.append(view)
        return super().enter(view)


class Browser:
    """One WebSocket, as an ASGI server would serve it."""

    def __init__(
        self, bridge: LiveBridge, path: str, *, cookie: str = "", origin: str = f"https://{HOST}"
    ) -> None:
        address, _, query = path.partition("?")
        headers = [(b"host", HOST.encode()), (b"origin", origin.encode()), (b"cookie", cookie.encode())]
        self.scope = {
            "type": "websocket", "path": address, "query_string": query.encode(), "headers": headers,
            "client": ("192.0.2.7", 1), "server": (HOST, 443), "asgi": {"version": "3.0"},
        }  # fmt: skip
        self.bridge = bridge
        self.sent: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.typed: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Browser"]:
        """The WebSocket is asked for, and left in the end."""
        self.typed.put_nowait({"type": "websocket.connect"})
        serving = asyncio.create_task(self.bridge(self.scope, self.typed.get, self.sent.put))
        try:
            yield self
        finally:
            self.typed.put_nowait({"type": "websocket.disconnect"})
            await asyncio.wait_for(serving, 10)

    async def next(self) -> dict[str, Any]:
        """The next thing the browser is told."""
        return await asyncio.wait_for(self.sent.get(), 10)


@asynccontextmanager
async def _live(path: Path) -> AsyncIterator[_Recorded]:
    viewers = _Recorded()
    server = LiveServer(viewers, key=settings.CORDBOARD_SECRETS.live_key, clock=now)
    async with server.serving(path):
        yield viewers


def _cookie(person: PersonSummary) -> str:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=person.id))
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


@pytest.fixture(autouse=True)
async def connections_closed() -> AsyncIterator[None]:
    """Threads that read the database for a test leave no connection to it."""
    yield
    await sync_to_async(connections.close_all)()


@pytest.fixture
def bridge(tmp_path: Path) -> LiveBridge:
    return LiveBridge(PagesHandler(), socket=lambda: tmp_path / "live.sock")


async def _seen(bridge: LiveBridge, tmp_path: Path, person: PersonSummary, path: str) -> View | int:
    """The view that `live` opened, or the code the browser was closed with."""
    cookie = await sync_to_async(_cookie)(person)
    async with (
        _live(tmp_path / "live.sock") as viewers,
        Browser(bridge, path, cookie=cookie).open() as browser,
    ):
        assert await browser.next() == {"type": "websocket.accept"}
        told = await browser.next()
        if told["type"] == "websocket.close":
            return int(told["code"])
        assert json.loads(told["text"])["type"] == "snapshot"
        return viewers.views[0]


async def test_each_sees_what_their_pages_show(bridge: LiveBridge, tmp_path: Path) -> None:
    two: TwoCompanies = await sync_to_async(companies_make)()
    one, account = two.one, two.one.company.account_number
    own, key = frozenset({one.company.key}), one.user.device.key
    table: list[tuple[PersonSummary, str, Any, Any]] = [
        (one.user.person, "/live?view=me", own, frozenset({key})),
        (one.user.person, "/live?view=company", NOT_SIGNED_IN, None),
        (one.user.person, "/live?view=platform", NOT_SIGNED_IN, None),
        (one.admin.person, "/live?view=company", own, None),
        (
            one.admin.person,
            address_at(two.two.company.account_number, "/live?view=company"),
            NOT_SIGNED_IN,
            None,
        ),
        (one.admin.person, address_as(one.user.person.id, "/live?view=me"), own, frozenset({key})),
        (one.admin.person, address_as(two.two.user.person.id, "/live?view=me"), NOT_SIGNED_IN, None),
        (one.reseller_admin, address_at(account, "/live?view=company"), own, None),
        (one.reseller_admin, "/live?view=platform", own, None),
        (two.super_admin, "/live?view=platform", None, None),
        (two.super_admin, "/live?view=nothing", NOT_SIGNED_IN, None),
        (two.super_admin, "/live", NOT_SIGNED_IN, None),
    ]
    for person, path, companies, endpoints in table:
        seen = await _seen(bridge, tmp_path, person, path)
        found = (seen, None) if isinstance(seen, int) else (seen.ticket.companies, seen.ticket.endpoints)
        assert found == (companies, endpoints), (person.role, path)


async def test_without_a_session_there_is_no_view(bridge: LiveBridge, tmp_path: Path) -> None:
    async with _live(tmp_path / "live.sock") as viewers, Browser(bridge, "/live?view=me").open() as browser:
        assert await browser.next() == {"type": "websocket.accept"}
        assert await browser.next() == {"type": "websocket.close", "code": NOT_SIGNED_IN}
        assert viewers.views == []


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "https://evil.example",
        f"http://{HOST}",
        f"https://{HOST}.evil.example",
        f"https://{HOST}:1",
    ],
)
async def test_other_sites_pages_are_refused_before_anything_is_asked(
    bridge: LiveBridge, origin: str
) -> None:
    async with Browser(bridge, "/live?view=me", origin=origin).open() as browser:
        assert await browser.next() == {"type": "websocket.close"}
    assert not from_here({"origin": origin, "host": HOST})


async def test_other_addresses_are_no_websockets(bridge: LiveBridge) -> None:
    async with Browser(bridge, "/company/users/").open() as browser:
        assert await browser.next() == {"type": "websocket.close"}


async def test_messages_go_both_ways_and_the_view_is_left_with_the_browser(
    bridge: LiveBridge, tmp_path: Path
) -> None:
    two = await sync_to_async(companies_make)()
    cookie = await sync_to_async(_cookie)(two.one.admin.person)
    async with _live(tmp_path / "live.sock") as viewers:
        async with Browser(bridge, "/live?view=company", cookie=cookie).open() as browser:
            first = [await browser.next() for _ in range(2)][1]
            browser.typed.put_nowait({"type": "websocket.receive", "text": '{"type": "snapshot"}'})
            again = await browser.next()
            assert json.loads(again["text"])["seq"] == json.loads(first["text"])["seq"] + 1
            assert len(viewers) == 1
        await asyncio.sleep(0.2)
        assert len(viewers) == 0


async def test_while_live_is_away_the_browser_is_told_to_come_back(bridge: LiveBridge) -> None:
    two = await sync_to_async(companies_make)()
    cookie = await sync_to_async(_cookie)(two.one.admin.person)
    async with Browser(bridge, "/live?view=company", cookie=cookie).open() as browser:
        await browser.next()
        assert await browser.next() == {"type": "websocket.close", "code": LATER}


@pytest.mark.parametrize("path", ["/live/ticket/?view=me", "/live/ticket/?view=platform"])
def test_a_browser_gets_no_ticket_itself(path: str) -> None:
    two = companies_make()
    client = Client()
    client.force_login(get_user_model().objects.get(pk=two.super_admin.id))
    assert client.get(path, secure=True).status_code == 404
