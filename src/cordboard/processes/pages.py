"""Django as an ASGI application, each request in one thread from its first middleware to its last."""

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponseBase


class PagesHandler(ASGIHandler):
    """Django's own handler, but for synchronous views: all of ours are (ADR 0039).

    Django's renders error pages in a thread of another pool, whose database connection nobody closes: it outlives
    a restart of the database, and the next error page fails.
    """

    def __init__(self) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, made in the request's own thread, whose connections close with the request."""
        response: HttpResponseBase = await sync_to_async(self.get_response, thread_sensitive=True)(request)
        return response


def pages_application() -> PagesHandler:
    """Django set up, and its handler."""
    django.setup(set_prefix=False)
    return PagesHandler()
