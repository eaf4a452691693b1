"""Lets the worker know of mailboxes that changed in the engine, whatever the state of the database."""

import asyncio
import logging
from datetime import timedelta
from typing import Protocol

log = logging.getLogger(__name__)

PAUSE = timedelta(milliseconds=500)  # between tellings; changes of one box within it are told once
RETRY_FIRST = 1.0  # seconds
RETRY_MOST = 60.0  # seconds

Box = tuple[str, str]  # context, box


class MailboxNews(Protocol):
    """Who wants to know; called in a thread of its own, may raise anything, is then asked again."""

    def mailbox_changed(self, context: str, box: str) -> None:
        """Messages of this box changed."""

    def mailboxes_unwatched(self) -> None:
        """Nobody watched for a while: any box may have changed."""


class NoMailboxNews:
    """Nobody wants to know of mailboxes."""

    def mailbox_changed(self, context: str, box: str) -> None:
        """Nothing."""

    def mailboxes_unwatched(self) -> None:
        """Nothing."""


class MailboxCourier:
    """Collects what changed and tells it in order of arrival, again until it was taken."""

    def __init__(
        self, news: MailboxNews, *, pause: timedelta = PAUSE, retry_first: float = RETRY_FIRST
    ) -> None:
        self._news = news
        self._pause = pause.total_seconds()
        self._retry_first = retry_first
        self._changed: dict[Box, None] = {}
        self._unwatched = False
        self._arrived = asyncio.Event()

    def mailbox_changed(self, mailbox: str) -> None:
        """A box, as the engine writes it (`box@context`), will be told of."""
        box, _, context = mailbox.partition("@")
        if box and context and not self._unwatched:
            self._changed[context, box] = None
            self._arrived.set()

    def mailboxes_unwatched(self) -> None:
        """It will be told that any box may have changed; single boxes need not be told besides."""
        self._changed.clear()
        self._unwatched = True
        self._arrived.set()

    async def run(self) -> None:
        """Tell for ever."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            await self._tell_all()
            await asyncio.sleep(self._pause)

    async def _tell_all(self) -> None:
        retry = self._retry_first
        while self._unwatched or self._changed:
            try:
                await self._tell_next()
            except Exception as fault:  # whatever fails out there must not lose a change
                log.warning("mailbox changes wait %s s, they could not be told: %s", retry, fault)
                await asyncio.sleep(retry)
                retry = min(retry * 2, RETRY_MOST)

    async def _tell_next(self) -> None:
        if self._unwatched:
            await asyncio.to_thread(self._news.mailboxes_unwatched)
            self._unwatched = False
            return
        context, box = next(iter(self._changed))
        del self._changed[context, box]  # a change while it is told is told again
        try:
            await asyncio.to_thread(self._news.mailbox_changed, context, box)
        except BaseException:
            self._changed.setdefault((context, box))
            raise
