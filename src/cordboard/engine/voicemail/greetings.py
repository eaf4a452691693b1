"""The greetings of a mailbox: sounds that lie in its folder under names the engine knows.

Source: Asterisk 22, app_voicemail: `unavail`, `busy`, `temp` (plays in place of both) and `greet` (the spoken name).
"""

import contextlib
import os
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from cordboard.engine.apply.files import file_place


class GreetingKind(Enum):
    """Which greeting; the value is the engine's name of its file."""

    UNAVAILABLE = "unavail"
    BUSY = "busy"
    TEMPORARY = "temp"
    NAME = "greet"


def greeting_open(folder: Path, kind: GreetingKind) -> BinaryIO | None:
    """The greeting, open; None when there is none. The file itself, never what a link leads to."""
    try:
        return os.fdopen(os.open(_file(folder, kind), os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb")
    except OSError:
        return None


def greeting_place(folder: Path, kind: GreetingKind, sound: bytes) -> None:
    """The greeting is this sound, on disk: a call hears the old one or the new one, whole. Raises OSError; then the old one stays."""
    file_place(_file(folder, kind), sound)


def greeting_remove(folder: Path, kind: GreetingKind) -> None:
    """There is no such greeting; the engine says its own."""
    with contextlib.suppress(FileNotFoundError):
        _file(folder, kind).unlink()


def _file(folder: Path, kind: GreetingKind) -> Path:
    return folder / f"{kind.value}.wav"
