"""Voice messages of a running engine: read from its files, moved and removed by the engine itself.

Only the engine may change a box, so that its numbering stays whole and phones' lamps follow at once. It has no lock
against a phone that is going through the same box: that phone remembers messages by number, and would delete another
message than the one its owner heard (ADR 41). So nothing changes while a phone is in the box.

Source: Asterisk 22.10, AMI actions `VoicemailMove`, `VoicemailRemove`, `VoicemailUserStatus`. They report success also
when they did nothing; only the wording tells.
"""

import contextlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from cordboard.engine.ami import BlockingManager, ManagerAccount, manager_session
from cordboard.engine.call import MailboxName
from cordboard.engine.errors import EngineRefused
from cordboard.engine.names import mailbox_address
from cordboard.engine.voicemail.greetings import (
    GreetingKind,
    greeting_open,
    greeting_place,
    greeting_remove,
)
from cordboard.engine.voicemail.messages import ChangeOutcome, MessageCounts, VoiceMessage
from cordboard.engine.voicemail.spool import (
    ARRIVALS,
    HEARD_FOLDERS,
    NEW_FOLDERS,
    SHELF,
    MessageSpool,
    Place,
)

MENU = "VoiceMailMain"  # the engine's application in which a phone goes through a box
FAILED = "failed"

_Change = Callable[[BlockingManager, Place], ChangeOutcome | None]  # None: it was not there any more


class EngineMessageStore:
    """The messages of one engine. All that changes something raises EngineUnreachable while the engine is away."""

    def __init__(self, *, account: ManagerAccount, spool: Path) -> None:
        self._account = account
        self._spool = MessageSpool(spool)

    def messages(self, box: MailboxName) -> tuple[VoiceMessage, ...]:
        """All messages of a box, the latest first."""
        return self._spool.messages(box)

    def counts(self, box: MailboxName) -> MessageCounts:
        """How many messages a box holds."""
        return self._spool.counts(box)

    def last_change(self, box: MailboxName) -> int:
        """When new messages last came or went, in nanoseconds since 1970; 0 when none ever came."""
        return self._spool.last_change(box)

    def recording(self, box: MailboxName, message: str) -> BinaryIO | None:
        """The recording, open; None when the message is gone."""
        return self._spool.open(box, message)

    def mark(self, box: MailboxName, messages: Sequence[str], *, heard: bool) -> Mapping[str, ChangeOutcome]:
        """The messages count as heard, or as new again, for phones too."""
        target, done = (SHELF, HEARD_FOLDERS) if heard else (ARRIVALS, NEW_FOLDERS)

        def change(manager: BlockingManager, place: Place) -> ChangeOutcome | None:
            if place.folder in done:
                return ChangeOutcome.DONE
            return self._moved(manager, box, place, target)

        return self._changed(box, messages, change)

    def remove(self, box: MailboxName, messages: Sequence[str]) -> Mapping[str, ChangeOutcome]:
        """The messages are gone for good."""
        return self._changed(box, messages, lambda manager, place: _removed(manager, box, place))

    def erase(self, box: MailboxName) -> None:
        """Nothing is left of a box that no longer exists: messages, greetings, spoken name."""
        _erase(self._spool.path(box))

    def erase_all(self, context: str) -> None:
        """Nothing is left of any box of a company that no longer exists."""
        _erase(self._spool.company_path(context))

    def greeting(self, box: MailboxName, kind: GreetingKind) -> BinaryIO | None:
        """The greeting, open; None when the owner has none of that kind."""
        return greeting_open(self._spool.path(box), kind)

    def greeting_set(self, box: MailboxName, kind: GreetingKind, sound: bytes) -> None:
        """Callers hear this sound from now on."""
        greeting_place(self._spool.path(box), kind, sound)

    def greeting_remove(self, box: MailboxName, kind: GreetingKind) -> None:
        """Callers hear the engine's own words again."""
        greeting_remove(self._spool.path(box), kind)

    def _changed(
        self, box: MailboxName, messages: Sequence[str], change: _Change
    ) -> Mapping[str, ChangeOutcome]:
        with manager_session(self._account) as manager:
            if _in_use(manager, box):
                return dict.fromkeys(messages, ChangeOutcome.IN_USE)
            return {message: self._change(manager, box, message, change) for message in messages}

    def _change(
        self, manager: BlockingManager, box: MailboxName, message: str, change: _Change
    ) -> ChangeOutcome:
        """The message is changed wherever it lies; should it be moved meanwhile, it is looked for again."""
        place = self._spool.find(box, message)
        while place:
            if outcome := change(manager, place):
                return outcome
            before, place = place, self._spool.find(box, message)
            if place and place.folder == before.folder:
                raise EngineRefused(action=f"to change message {message}", reason="it did not say why")
        return ChangeOutcome.GONE

    def _moved(
        self, manager: BlockingManager, box: MailboxName, place: Place, target: str
    ) -> ChangeOutcome | None:
        answer = manager.action("VoicemailMove", **_where(box, place), ToFolder=target)
        if FAILED not in answer.get("Message"):
            return ChangeOutcome.DONE
        full = self._spool.held(box, target) >= _most(manager, box)
        return ChangeOutcome.FULL if full else None


def _erase(folder: Path) -> None:
    while folder.exists():
        with contextlib.suppress(FileNotFoundError):  # a call that has just ended tidies up after itself
            shutil.rmtree(folder)


def _removed(manager: BlockingManager, box: MailboxName, place: Place) -> ChangeOutcome | None:
    answer = manager.action("VoicemailRemove", **_where(box, place))
    return None if FAILED in answer.get("Message") else ChangeOutcome.DONE


def _where(box: MailboxName, place: Place) -> dict[str, str]:
    return {
        "Context": box.context,
        "Mailbox": box.box,
        "Folder": place.folder,
        "ID": place.message.id,
    }


def _in_use(manager: BlockingManager, box: MailboxName) -> bool:
    """Whether a phone is going through the box at this moment."""
    address = mailbox_address(box.box, box.context)
    return any(
        channel.get("Application") == MENU and channel.get("ApplicationData").split(",")[0] == address
        for channel in manager.listing("CoreShowChannels")
    )


def _most(manager: BlockingManager, box: MailboxName) -> int:
    """How many messages the engine keeps in one folder of the box."""
    status = manager.listing("VoicemailUserStatus", Context=box.context, Mailbox=box.box)
    return next((int(row.get("MaxMessageCount") or 0) for row in status), 0)
