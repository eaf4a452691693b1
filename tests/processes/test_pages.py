"""A request's body is bounded before anything of it is kept: whoever sends it, signed in or not."""

import asyncio
from typing import Any

import pytest

from cordboard.processes.pages import LARGEST_BODY, pages_application

pytestmark = pytest.mark.database


async def asked(*chunks: bytes, headers: tuple[tuple[bytes, bytes], ...] = ()) -> list[dict[str, Any]]:
    """What the portal sends to a client that posts these chunks to the sign-in page."""
    scope = {
        "type": "http", "method": "POST", "path": "/sign-in/", "query_string": b"", "http_version": "1.1",
        "headers": [(b"host", b"localhost"), *headers],
    }  # fmt: skip
    messages = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    messages.append({"type": "http.request", "body": b"", "more_body": False})
    told: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0) if messages else await asyncio.Future()  # the client stays

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    await pages_application()(scope, receive, send)
    return told


async def test_a_body_that_announces_itself_too_large_is_refused_unread() -> None:
    told = await asked(headers=((b"content-length", str(LARGEST_BODY + 1).encode()),))

    assert told[0]["status"] == 413
    assert b"smaller file" in told[1]["body"]


async def test_a_body_without_a_length_that_grows_too_large_ends_the_conversation() -> None:
    chunk = b"x" * (1024 * 1024)

    assert await asked(*[chunk] * (LARGEST_BODY // len(chunk) + 1)) == []


@pytest.mark.django_db(transaction=True)
async def test_a_body_within_the_bound_is_read() -> None:
    told = await asked(b"x" * 1024, headers=((b"content-length", b"1024"),))

    assert told[0]["status"] == 403  # no token against forged requests: it was read and judged
