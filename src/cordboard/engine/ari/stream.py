"""The stream of events of an application, across interruptions."""

import asyncio
import json
import logging
import random
from collections.abc import AsyncIterator
from urllib.parse import quote

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus, WebSocketException

from cordboard.engine.ari.events import Happening
from cordboard.engine.ari.rest import RestAccount

log = logging.getLogger(__name__)

BACK_OFF_FIRST = 0.1  # seconds
BACK_OFF_MOST = 5.0  # seconds
LARGEST = 1024 * 1024  # bytes of one event


async def events_of(
    account: RestAccount, application: str, connected: asyncio.Event
) -> AsyncIterator[Happening]:
    """Events of an application, for ever; `connected` tells whether the engine hands calls to it right now."""
    pause, complained = BACK_OFF_FIRST, False
    while True:
        try:
            async for event in _events_once(account, application, connected):
                pause, complained = BACK_OFF_FIRST, False
                yield event
        except (OSError, TimeoutError, WebSocketException) as fault:
            if not complained:
                log.warning(
                    "application %s: no events from the engine at %s: %s",
                    application,
                    account.address,
                    _told(fault),
                )
            complained = True
        finally:
            connected.clear()
        await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311  # spreads reconnections, guards nothing
        pause = min(pause * 2, BACK_OFF_MOST)


async def _events_once(
    account: RestAccount, application: str, connected: asyncio.Event
) -> AsyncIterator[Happening]:
    address = f"ws://{account.address}/ari/events?app={quote(application, safe='')}"
    headers = {"Authorization": account.authorization}
    deadline = account.deadline.total_seconds()
    async with connect(
        address,
        additional_headers=headers,
        open_timeout=deadline,
        max_size=LARGEST,
        proxy=None,
        compression=None,
    ) as socket:
        connected.set()
        async for line in socket:
            yield event_read(line)


def event_read(line: str | bytes) -> Happening:
    """The event in one message; what is no event is told as one of no kind."""
    try:
        plain = json.loads(line)
    except ValueError:
        plain = None
    return Happening.read(plain if isinstance(plain, dict) else {})


def _told(fault: Exception) -> str:
    return f"refused with {fault.response.status_code}" if isinstance(fault, InvalidStatus) else str(fault)
