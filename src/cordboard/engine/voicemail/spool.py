"""The engine's folders of voice messages, read only: `<spool>/<context>/<box>/<folder>/msgNNNN.{txt,wav}`.

A message's number changes whenever one before it goes away, so messages are known by their id alone.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from cordboard.engine.call import MailboxName
from cordboard.engine.names import company_key
from cordboard.engine.voicemail.messages import MessageCounts, VoiceMessage, message_read

NEW_FOLDERS = ("Urgent", "INBOX")
HEARD_FOLDERS = (
    "Old", "Work", "Family", "Friends", "Cust1", "Cust2", "Cust3", "Cust4", "Cust5",
)  # fmt: skip
ARRIVALS = "INBOX"  # where a message is new
SHELF = "Old"  # where it is once heard
LONGEST_TEXT = 16 * 1024  # bytes read of a message's text file
TRIES = 5  # to open a recording while the engine renumbers

_TEXT = re.compile(r"msg[0-9]{4}\.txt")
_BOX = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a message lies at this moment."""

    folder: str
    text: Path
    message: VoiceMessage

    @property
    def recording(self) -> Path:
        """The sound."""
        return self.text.with_suffix(".wav")


class MessageSpool:
    """The messages of all mailboxes of one engine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def messages(self, box: MailboxName) -> tuple[VoiceMessage, ...]:
        """All messages, the latest first."""
        found = (place.message for place in self.places(box))
        return tuple(sorted(found, key=lambda message: (message.left, message.id), reverse=True))

    def counts(self, box: MailboxName) -> MessageCounts:
        """How many messages there are, without reading any."""
        return MessageCounts(new=self._count(box, NEW_FOLDERS), heard=self._count(box, HEARD_FOLDERS))

    def held(self, box: MailboxName, folder: str) -> int:
        """How many messages one folder holds."""
        return self._count(box, (folder,))

    def last_change(self, box: MailboxName) -> int:
        """When new messages last came or went, in nanoseconds since 1970; 0 when none ever came."""
        return max(_modified(self.path(box) / folder) for folder in NEW_FOLDERS)

    def find(self, box: MailboxName, message: str) -> Place | None:
        """Where the message lies, or None."""
        return next((place for place in self.places(box) if place.message.id == message), None)

    def open(self, box: MailboxName, message: str) -> BinaryIO | None:
        """The recording, open, which stays readable even when the message is removed; None when it is gone already."""
        for _ in range(TRIES):
            place = self.find(box, message)
            if place is None:
                return None
            if recording := _opened(place):
                return recording
        return None

    def places(self, box: MailboxName) -> Iterator[Place]:
        """Every message and where it lies."""
        for folder in (*NEW_FOLDERS, *HEARD_FOLDERS):
            for text in _texts(self.path(box) / folder):
                message = _read(text, heard=folder in HEARD_FOLDERS)
                if message:
                    yield Place(folder=folder, text=text, message=message)

    def path(self, box: MailboxName) -> Path:
        """The box's own folder. Raises ValueError for a name that is no mailbox's."""
        if not _BOX.fullmatch(box.box):
            raise ValueError(f"{box.box!r} is no mailbox: digits only")
        return self.company_path(box.context) / box.box

    def company_path(self, context: str) -> Path:
        """The folder of all boxes of a company. Raises ValueError for a name that is no company's key."""
        return self._folder / company_key(context)

    def _count(self, box: MailboxName, folders: tuple[str, ...]) -> int:
        return sum(len(_texts(self.path(box) / folder)) for folder in folders)


def spool_path(home: Path) -> Path:
    """Where the engine at home in this folder keeps all messages."""
    return home / "spool" / "voicemail"


def _texts(folder: Path) -> list[Path]:
    """Text files of the messages in a folder; none where there is no folder."""
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return []
    return [folder / name for name in sorted(names) if _TEXT.fullmatch(name)]


def _read(text: Path, *, heard: bool) -> VoiceMessage | None:
    """The message; None when it has just gone away."""
    try:
        with text.open("rb") as file:
            content = file.read(LONGEST_TEXT).decode("utf-8", errors="replace")
            written = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    except FileNotFoundError:
        return None
    return message_read(content, heard=heard, written=written)


def _opened(place: Place) -> BinaryIO | None:
    """The recording of a place, unless the engine put another message there meanwhile."""
    try:
        recording = place.recording.open("rb")
    except FileNotFoundError:
        return None
    now = _read(place.text, heard=place.message.heard)
    if now is None or now.id != place.message.id:
        recording.close()
        return None
    return recording


def _modified(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except FileNotFoundError:
        return 0
