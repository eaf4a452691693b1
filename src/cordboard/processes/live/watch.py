"""Keeps the board true to the engine: a snapshot whenever events may have been missed, then events."""

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from cordboard.engine.ami import (
    Disconnected,
    EngineRefused,
    EngineUnreachable,
    ManagerConnection,
    Resynchronised,
)
from cordboard.engine.ami.events import ContactListed, ContactStatus, Event, FullyBooted, MessageWaiting
from cordboard.engine.ami.subscription import Notice
from cordboard.processes.live.board import Board
from cordboard.processes.live.facts import GONE

log = logging.getLogger(__name__)

EVENT_CLASSES = "call,system"
EVENTS = (
    "Newchannel", "Newstate", "NewAccountCode", "NewCallerid", "NewConnectedLine", "Hangup", "BridgeEnter",
    "BridgeLeave", "ContactStatus", "MessageWaiting", "FullyBooted",
)  # fmt: skip
MANY = 50  # contacts without details, from which on one listing of all is cheaper than one each


class MailboxWatch(Protocol):
    """Who is told of mailboxes."""

    def mailbox_changed(self, mailbox: str) -> None:
        """Messages of `box@context` changed."""

    def mailboxes_unwatched(self) -> None:
        """Any box may have changed."""


class EngineWatch:
    """Reads the engine into the board until cancelled; `changed` is called after everything read."""

    def __init__(
        self,
        *,
        manager: ManagerConnection,
        board: Board,
        mailboxes: MailboxWatch,
        changed: Callable[[], None],
    ) -> None:
        self._manager = manager
        self._board = board
        self._mailboxes = mailboxes
        self._changed = changed
        self._undetailed: dict[str, None] = {}
        self._detail_wanted = asyncio.Event()
        self.engine_answers = False

    async def run(self) -> None:
        """Watch for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._detail())
            with self._manager.subscribed() as notices:
                async for notice in notices:
                    await self._take(notice)
                    self._changed()

    async def _take(self, notice: Notice) -> None:
        match notice:
            case Disconnected():
                self.engine_answers = False
            case Resynchronised() | FullyBooted():
                await self._read_all()
            case MessageWaiting():
                self._mailboxes.mailbox_changed(notice.mailbox)
            case Event():
                self._board.apply(notice)
                self._want_details(notice)

    async def _read_all(self) -> None:
        """The board is as the engine says now. While the engine still loads, `FullyBooted` will bring us here again."""
        try:
            channels = await self._manager.listing("CoreShowChannels")
            contacts = await self._contacts()
        except (EngineUnreachable, EngineRefused) as fault:
            log.info("no snapshot of the engine yet: %s", fault)
            return
        self._board.replace(channels=channels, contacts=contacts)
        self._mailboxes.mailboxes_unwatched()
        self.engine_answers = True

    async def _contacts(self) -> list[Event]:
        return await self._manager.listing("PJSIPShowContacts")

    def _want_details(self, event: Event) -> None:
        """Events about contacts tell neither user agent nor transport; ask for them, without holding up events."""
        if isinstance(event, ContactStatus) and event.status not in GONE and self._board.lacks_details(event):
            self._undetailed[event.endpoint] = None
            self._detail_wanted.set()

    async def _detail(self) -> None:
        while True:
            await self._detail_wanted.wait()
            self._detail_wanted.clear()
            wanted, self._undetailed = list(self._undetailed), {}
            try:
                await self._detail_some(wanted)
            except (EngineUnreachable, EngineRefused) as fault:
                log.info("details of %s registrations are left out: %s", len(wanted), fault)
            self._changed()

    async def _detail_some(self, endpoints: list[str]) -> None:
        if len(endpoints) > MANY:
            self._apply(await self._contacts())
            return
        for endpoint in endpoints:
            self._apply(await self._manager.listing("PJSIPShowEndpoint", Endpoint=endpoint))

    def _apply(self, rows: list[Event]) -> None:
        for row in rows:
            if isinstance(row, ContactListed):
                self._board.apply(row)
