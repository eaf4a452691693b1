"""Pure decisions about mailboxes."""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from cordboard.base.errors import mark
from cordboard.tenancy.errors import FieldInvalid
from cordboard.voicemail.errors import PinInvalid, PinTrivial

PIN_LEAST, PIN_MOST = 4, 10  # digits
PIN_GIVEN = 6  # digits of a PIN we choose

# So many wrong PINs within so long shut a box for phones: six digits then last a thief 17 months on average.
FAILURES_ALLOWED = 10
FAILURES_COUNT_FOR = timedelta(minutes=15)

MESSAGES_LEAST, MESSAGES_MOST = 1, 1000  # kept of new and of heard messages each
LENGTH_LEAST, LENGTH_MOST = timedelta(seconds=10), timedelta(minutes=30)

ATTACHABLE = (
    15 * 1024 * 1024
)  # bytes; in a mail they become a third more, and 25 MB is what mail servers take

_DIGITS = re.compile(r"[0-9]+", re.ASCII)


def pin_check(pin: str, *, extension: str) -> str:
    """The PIN, 4 to 10 digits that are not the first anyone would try. Raises PinInvalid, PinTrivial."""
    clean = pin.strip()
    if not (_DIGITS.fullmatch(clean) and PIN_LEAST <= len(clean) <= PIN_MOST):
        raise PinInvalid
    if _is_run(clean) or _is_repeated(clean) or clean in _derived(extension):
        raise PinTrivial
    return clean


def pin_suggest(*, extension: str) -> str:
    """A new random PIN that `pin_check` accepts."""
    while True:
        pin = "".join(secrets.choice("0123456789") for _ in range(PIN_GIVEN))
        try:
            return pin_check(pin, extension=extension)
        except PinTrivial:
            continue


def failures_recent(failures: Iterable[datetime], *, moment: datetime) -> list[datetime]:
    """Those of the failed attempts that still count."""
    return [failure for failure in failures if failure > moment - FAILURES_COUNT_FOR]


def is_shut(failures: Iterable[datetime], *, moment: datetime) -> bool:
    """Whether so many PINs were wrong lately that none is even looked at."""
    return len(failures_recent(failures, moment=moment)) >= FAILURES_ALLOWED


def most_messages_check(number: int) -> int:
    """How many messages a box keeps. Raises FieldInvalid. Source: catalogue USR-61, SCO-103."""
    if not MESSAGES_LEAST <= number <= MESSAGES_MOST:
        raise FieldInvalid(field="most_messages", reason=mark("Keep 1 to 1000 messages."))
    return number


def longest_message_check(length: timedelta) -> timedelta:
    """How long a message may be. Raises FieldInvalid. Source: catalogue SCO-103."""
    if not LENGTH_LEAST <= length <= LENGTH_MOST:
        raise FieldInvalid(field="longest_message", reason=mark("Allow 10 seconds to 30 minutes."))
    return length


def length_shown(length: timedelta) -> str:
    """A length such as 0:42 or 12:05, the same in all our languages."""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return f"{minutes}:{seconds:02}"


def recording_name(left: datetime) -> str:
    """The file name of a recording: nothing in it comes from the caller. `left` is in its reader's zone."""
    return f"voicemail-{left:%Y-%m-%d-%H%M%S}.wav"


def _is_run(pin: str) -> bool:
    """Whether each digit follows the one before, up or down, also over the zero: 1234, 9876, 7890, 1111."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps <= {0} or steps <= {1} or steps <= {9}


def _is_repeated(pin: str) -> bool:
    """Whether it is one pair of digits over and over: 1212, 383838."""
    return len(pin) % 2 == 0 and pin == pin[:2] * (len(pin) // 2)


def _derived(extension: str) -> frozenset[str]:
    """What someone who knows the extension tries."""
    padded = (extension.zfill(length) for length in range(PIN_LEAST, PIN_MOST + 1))
    return frozenset({extension, extension[::-1], extension * 2, *padded}) if extension else frozenset()
