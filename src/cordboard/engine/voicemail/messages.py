"""One voice message, read from the text file that lies beside its recording.

Source: Asterisk 22.10, app_voicemail: `key=value` lines, written as they come. Caller names and numbers in them are
whatever a stranger's phone claimed, line breaks included, so nothing but their own line is believed.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

LONGEST_NAME = 80  # signs
LONGEST_NUMBER = 40  # signs
UNKNOWN = "unknown"  # how the engine writes a caller who gave nothing

_ID = re.compile(r"[0-9]{1,15}-[0-9a-f]{8}")
_CALLER = re.compile(r'"(?P<name>.*)" <(?P<number>.*)>')
_ESCAPED = re.compile(r"""\\(["\\])""")
_NUMBER = re.compile(r"\+?[0-9*#]+")
_LONGEST_EPOCH = 10**11  # seconds; year 5138
_LONGEST_LENGTH = 10**6  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceMessage:
    """A message in a mailbox. Its id stays the same in whatever folder and under whatever number the engine keeps it."""

    id: str
    heard: bool
    caller_name: str  # as claimed, made harmless; empty when withheld
    caller_number: str
    left: datetime
    length: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCounts:
    """How many messages a mailbox holds."""

    new: int = 0
    heard: int = 0


class ChangeOutcome(Enum):
    """What became of a message that was to be moved or removed."""

    DONE = "done"
    GONE = "gone"  # somebody else removed it before
    FULL = "full"  # the engine keeps no more messages of that kind in this box
    IN_USE = "in use"  # a phone is going through the box: its numbering must not change now


def message_read(text: str, *, heard: bool, written: datetime) -> VoiceMessage | None:
    """The message that a text file describes; None for one without an id. `written` stands in for a moment that is missing."""
    facts = _facts(text)
    if not _ID.fullmatch(facts.get("msg_id", "")):
        return None
    name, number = caller_read(facts.get("callerid", ""))
    return VoiceMessage(
        id=facts["msg_id"],
        heard=heard,
        caller_name=name,
        caller_number=number,
        left=_moment(facts.get("origtime", "")) or written,
        length=timedelta(seconds=_whole(facts.get("duration", ""), most=_LONGEST_LENGTH)),
    )


def caller_read(text: str) -> tuple[str, str]:
    """Name and number in a caller id such as `"Ada Holm" <102>`, both made harmless; quotes in it carry backslashes."""
    if text.strip().lower() == UNKNOWN:
        return "", ""
    if parts := _CALLER.fullmatch(text.strip()):
        name = _ESCAPED.sub(r"\1", parts["name"])
        return text_shown(name, most=LONGEST_NAME), text_shown(parts["number"], most=LONGEST_NUMBER)
    if _NUMBER.fullmatch(text.strip()):
        return "", text_shown(text, most=LONGEST_NUMBER)
    return text_shown(text, most=LONGEST_NAME), ""


def text_shown(text: str, *, most: int) -> str:
    """The text on one line, without control signs and signs that turn the direction of writing; at most so many signs."""
    visible = (sign if unicodedata.category(sign)[0] != "C" else " " for sign in text)
    return " ".join(unicodedata.normalize("NFC", "".join(visible)).split())[:most].strip()


def _facts(text: str) -> dict[str, str]:
    """Value by key. The last one counts: the engine writes what matters after whatever the caller could slip in."""
    pairs = (line.split("=", 1) for line in text.split("\n") if "=" in line)
    return {key.strip(): value.strip() for key, value in pairs}


def _moment(text: str) -> datetime | None:
    seconds = _whole(text, most=_LONGEST_EPOCH)
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _whole(text: str, *, most: int) -> int:
    """The number, or 0 for anything that is none within its bounds."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return 0
    number = int(text)
    return number if number <= most else 0
