"""Browsers' WebSockets, bridged to the live process: who they are is asked of the pages, what they see is live's to say."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from cordboard.portal.live import INSIDE
from cordboard.portal.standing import standing_of

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

LIFE = timedelta(minutes=10)  # then the browser comes back, and its session is asked for again
NOT_SIGNED_IN = 4401  # close codes of our own, read by the page
COME_BACK = 1012  # "service restart". Source: RFC 6455, IANA registry of close codes
LATER = 1013  # "try again later"


class Refused(Exception):  # an answer, not a fault
    """The browser gets no live view: it is not signed in, or may not see what it asked for."""


class LiveBridge:
    """An ASGI application for WebSockets."""

    LARGEST_MESSAGE: ClassVar[int] = 64 * 1024  # bytes

    def __init__(self, pages: Application, *, socket: Callable[[], Path]) -> None:
        self._pages = pages
        self._socket = socket

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one WebSocket until either side leaves, or its time is over."""
        await receive()  # websocket.connect
        standing, path = standing_of(scope["path"])
        if path != "/live" or not from_here(headers_of(scope)):
            await send({"type": "websocket.close"})  # before it is accepted: answered with 403
            return
        await send({"type": "websocket.accept"})
        code = await self._serve(scope, f"{standing.prefix}/live/ticket/", receive, send)
        with contextlib.suppress(RuntimeError):  # the browser left first
            await send({"type": "websocket.close", "code": code})

    async def _serve(self, scope: Scope, path: str, receive: Receive, send: Send) -> int:
        """The close code that tells how it ended."""
        try:
            ticket = await self._ticket(scope, path)
            async with unix_connect(str(self._socket()), max_size=None, compression=None) as live:
                await live.send(json.dumps({"ticket": ticket}))
                return await _bridged(live, receive, send)
        except Refused:
            return NOT_SIGNED_IN
        except (OSError, WebSocketException) as fault:
            log.warning("the live process does not answer: %s", fault)
            return LATER

    async def _ticket(self, scope: Scope, path: str) -> str:
        """What the browser may see, decided by the pages from its cookie. Raises Refused."""
        answer = Answer()
        await self._pages(request_scope(scope, path), once_then_never(), answer.take)
        if answer.status != 200:
            raise Refused
        return answer.body.decode()


class Answer:
    """The answer of an ASGI application to one request."""

    def __init__(self) -> None:
        self.status = 0
        self.body = b""

    async def take(self, message: dict[str, Any]) -> None:
        """One message of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


def request_scope(scope: Scope, path: str) -> Scope:
    """A request of our own with the browser's headers, hence its session."""
    headers = [(name, value) for name, value in scope["headers"] if not name.startswith(b"sec-websocket")]
    kept = {name: scope.get(name) for name in ("client", "server", "query_string", "asgi")}
    return {
        **kept,
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https",
        "root_path": "",
        "path": path,
        "raw_path": path.encode(),
        "headers": headers,
        INSIDE: True,
    }


def once_then_never() -> Receive:
    """What a request without a body receives: its end, and then silence."""
    told = False

    async def receive() -> dict[str, Any]:
        nonlocal told
        if told:
            await asyncio.Event().wait()
        told = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


def headers_of(scope: Scope) -> dict[str, str]:
    """The request's headers by lower-case name."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def from_here(headers: dict[str, str]) -> bool:
    """Whether the page that opens the WebSocket came from the same host. Source: RFC 6455 section 10.2.

    Cookies are sent along from any page, so that without this any site could look at the live view of its visitors.
    """
    origin = urlsplit(headers.get("origin", ""))
    return origin.scheme == "https" and bool(origin.netloc) and origin.netloc == headers.get("host", "")


async def _bridged(live: ClientConnection, receive: Receive, send: Send) -> int:
    """Messages go both ways until one side leaves or the time is over; the close code to give."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LIFE.total_seconds()):
            await _first_of(_towards_browser(live, send), _towards_live(live, receive))
    return live.close_code if live.close_code and live.close_code >= 4000 else COME_BACK


async def _towards_browser(live: ClientConnection, send: Send) -> None:
    with contextlib.suppress(ConnectionClosed):
        async for message in live:
            text = message if isinstance(message, str) else message.decode()
            await send({"type": "websocket.send", "text": text})


async def _towards_live(live: ClientConnection, receive: Receive) -> None:
    with contextlib.suppress(ConnectionClosed):
        while (message := await receive())["type"] == "websocket.receive":
            if text := message.get("text"):
                await live.send(text)


async def _first_of(*acts: Coroutine[Any, Any, None]) -> None:
    """Return when the first is done; the others are cancelled."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(act) for act in acts]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()
