"""Django as an ASGI application, each request in one thread from its first middleware to its last."""

from collections.abc import Awaitable, Callable
from typing import Any

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponseBase

Receive = Callable[[], Awaitable[dict[str, Any]]]

LARGEST_BODY = 8 * 1024 * 1024  # bytes; a greeting of three minutes has 6 MB
TOO_LARGE = b"This is more than the portal takes at once (8 MB). Send a smaller file."


class PagesHandler(ASGIHandler):
    """Django's own handler, but for synchronous views: all of ours are (ADR 0039).

    Django's renders error pages in a thread of another pool, whose database connection nobody closes: it outlives
    a restart of the database, and the next error page fails.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """The request is answered; one whose body is too large is refused before anything of it is kept."""
        budget = Budget(receive, most=LARGEST_BODY)
        if budget.declared(scope) > LARGEST_BODY:
            await _refuse(send)
        else:
            await super().__call__(scope, budget.receive, send)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, made in the request's own thread, whose connections close with the request."""
        response: HttpResponseBase = await sync_to_async(self.get_response, thread_sensitive=True)(request)
        return response


class Budget:
    """What may still come of a request's body. A client that sends more than it may counts as gone."""

    def __init__(self, receive: Receive, *, most: int) -> None:
        self._receive = receive
        self._left = most

    async def receive(self) -> dict[str, Any]:
        """The next message."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        return {"type": "http.disconnect"} if self._left < 0 else message

    @staticmethod
    def declared(scope: dict[str, Any]) -> int:
        """The length that the client announces, in bytes; 0 when it does not."""
        length = dict(scope.get("headers", ())).get(b"content-length", b"0")
        return int(length) if length.isdigit() else 0


async def _refuse(send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": TOO_LARGE})


def pages_application() -> PagesHandler:
    """Django set up, and its handler."""
    django.setup(set_prefix=False)
    return PagesHandler()
