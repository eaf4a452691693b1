"""A message store on a folder, and messages as the engine would leave them there.

For tests below the engine: the same scenarios run on `EngineMessageStore` against a real one (`tests/voicemail/test_engine.py`).
"""

import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

import pytest

from cordboard.engine.call import MailboxName
from cordboard.engine.voicemail.greetings import (
    GreetingKind,
    greeting_open,
    greeting_place,
    greeting_remove,
)
from cordboard.engine.voicemail.messages import ChangeOutcome, MessageCounts, VoiceMessage
from cordboard.engine.voicemail.spool import ARRIVALS, HEARD_FOLDERS, NEW_FOLDERS, SHELF, MessageSpool, Place
from cordboard.voicemail import registry

LEFT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@dataclass(slots=True)
class FolderMessageStore:
    """Messages of a folder, moved and removed as the engine does it: numbers have no gaps."""

    folder: Path
    in_use: set[MailboxName] = field(default_factory=set)  # a phone goes through these
    most: int = 100
    left: int = 0  # messages left so far

    @property
    def spool(self) -> MessageSpool:
        """How it is read: with the very code that reads the engine's."""
        return MessageSpool(self.folder)

    def messages(self, box: MailboxName) -> tuple[VoiceMessage, ...]:
        """All messages."""
        return self.spool.messages(box)

    def counts(self, box: MailboxName) -> MessageCounts:
        """How many."""
        return self.spool.counts(box)

    def last_change(self, box: MailboxName) -> int:
        """When new ones came or went."""
        return self.spool.last_change(box)

    def recording(self, box: MailboxName, message: str) -> BinaryIO | None:
        """The recording."""
        return self.spool.open(box, message)

    def mark(self, box: MailboxName, messages: Sequence[str], *, heard: bool) -> dict[str, ChangeOutcome]:
        """Moved."""
        return {message: self._mark(box, message, heard) for message in messages}

    def remove(self, box: MailboxName, messages: Sequence[str]) -> dict[str, ChangeOutcome]:
        """Removed."""
        return {message: self._remove(box, message) for message in messages}

    def erase(self, box: MailboxName) -> None:
        """Nothing is left."""
        _empty(self.spool.path(box))

    def erase_all(self, context: str) -> None:
        """Nothing is left of any box."""
        _empty(self.spool.company_path(context))

    def greeting(self, box: MailboxName, kind: GreetingKind) -> BinaryIO | None:
        """The greeting, open; None when the owner has none of that kind."""
        return greeting_open(self.spool.path(box), kind)

    def greeting_set(self, box: MailboxName, kind: GreetingKind, sound: bytes) -> None:
        """Callers hear this sound from now on."""
        greeting_place(self.spool.path(box), kind, sound)

    def greeting_remove(self, box: MailboxName, kind: GreetingKind) -> None:
        """Callers hear the engine's own words again."""
        greeting_remove(self.spool.path(box), kind)

    def leave(
        self,
        box: MailboxName,
        *,
        caller: str = '"Eve Holm" <5551>',
        left: datetime = LEFT,
        length: timedelta = timedelta(seconds=2),
    ) -> str:
        """A new message lies in the box; its id. `caller` is written as it is, as the engine does."""
        self.left += 1
        message = f"{int(left.timestamp())}-{self.left:08x}"
        folder = self.spool.path(box) / ARRIVALS
        folder.mkdir(parents=True, exist_ok=True)
        stem = folder / f"msg{self.spool.held(box, ARRIVALS):04}"
        recording_write(stem.with_suffix(".wav"), length)
        stem.with_suffix(".txt").write_text(message_text(message, caller=caller, left=left, length=length))
        return message

    def _mark(self, box: MailboxName, message: str, heard: bool) -> ChangeOutcome:
        target, done = (SHELF, HEARD_FOLDERS) if heard else (ARRIVALS, NEW_FOLDERS)
        place = self._place(box, message)
        if isinstance(place, ChangeOutcome):
            return place
        if place.folder in done:
            return ChangeOutcome.DONE
        held = self.spool.held(box, target)
        if held >= self.most:
            return ChangeOutcome.FULL
        (self.spool.path(box) / target).mkdir(exist_ok=True)
        _move(place.text.with_suffix(""), self.spool.path(box) / target / f"msg{held:04}")
        _renumber(place.text.parent)
        return ChangeOutcome.DONE

    def _remove(self, box: MailboxName, message: str) -> ChangeOutcome:
        place = self._place(box, message)
        if isinstance(place, ChangeOutcome):
            return place
        place.text.unlink()
        place.recording.unlink()
        _renumber(place.text.parent)
        return ChangeOutcome.DONE

    def _place(self, box: MailboxName, message: str) -> Place | ChangeOutcome:
        if box in self.in_use:
            return ChangeOutcome.IN_USE
        return self.spool.find(box, message) or ChangeOutcome.GONE


def message_text(message: str, *, caller: str, left: datetime, length: timedelta) -> str:
    """What the engine writes beside a recording. Source: seen in the spool of Asterisk 22.10."""
    return f""";
; Message Information file
;
[message]
origmailbox=12345678
context=phones
exten=102
rdnis=unknown
priority=5
callerchan=PJSIP/eabcdefghijkmnpqr-00000001
callerid={caller}
origdate=Sun Mar 01 09:30:00 AM UTC 2026
origtime={int(left.timestamp())}
category=
msg_id={message}
flag=
duration={int(length.total_seconds())}
"""


def recording_write(file: Path, length: timedelta) -> None:
    """A WAV file of silence as the engine records: 8 kHz, 16 bit, mono."""
    with wave.open(str(file), "wb") as recording:
        recording.setparams((1, 2, 8000, 0, "NONE", "not compressed"))
        recording.writeframes(b"\0\0" * int(8000 * length.total_seconds()))


@pytest.fixture
def messages(tmp_path: Path) -> Iterator[FolderMessageStore]:
    """Messages are kept in a folder of this test; to be imported into a module."""
    before = list(registry._stores)
    store = FolderMessageStore(tmp_path / "voicemail")
    registry.message_store_set(store)
    yield store
    registry._stores[:] = before


def _move(before: Path, after: Path) -> None:
    for suffix in (".wav", ".txt"):  # the text last: it makes the message
        before.with_suffix(suffix).rename(after.with_suffix(suffix))


def _renumber(folder: Path) -> None:
    for number, text in enumerate(sorted(folder.glob("msg*.txt"))):
        if (wanted := folder / f"msg{number:04}.txt") != text:
            _move(text.with_suffix(""), wanted.with_suffix(""))


def _empty(folder: Path) -> None:
    for file in sorted(folder.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
