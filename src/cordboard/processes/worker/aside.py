"""Call records that could not be taken in: kept beside the spool, each with its reason, until somebody has looked.

Each lies behind a line that says why. Given a spool file's name (`calls.csv.` and 13 digits), the file is read again:
the lines with reasons are passed over, and what is in by then does not come in twice.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

REJECTED_FILE = "calls.rejected.csv"
AGAIN = "0" * 13  # behind a spool file's name: read before all others
MARK = b"# put aside: "
TAIL = 4 * 1024 * 1024  # bytes looked through for what a crash makes us write again; a block is far shorter
LONGEST_REASON = 200  # signs
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A piece of a spool that is no record of a call, or one that could not be taken in."""

    piece: bytes
    reason: str

    @property
    def entry(self) -> bytes:
        """As it lies in the file."""
        reason = _UNSEEN.sub(" ", self.reason).strip()[:LONGEST_REASON]
        return MARK + reason.encode() + b"\n" + self.piece + (b"" if self.piece.endswith(b"\n") else b"\n")


def rejected_keep(file: Path, rejected: Sequence[Rejected]) -> None:
    """All of it lies in the file, on disk, and only once, also when a crash makes us come here again."""
    if not rejected:
        return
    entries = [one.entry for one in rejected]
    with file.open("ab+") as opened:
        start = max(opened.tell() - TAIL, 0)
        opened.seek(start)
        kept = _whole(opened.read(), entries)
        opened.truncate(start + len(kept))
        for entry in entries:
            if not (kept.startswith(entry) or b"\n" + entry in kept):
                opened.write(entry)
                kept += entry
        opened.flush()
        os.fsync(opened.fileno())


def _whole(text: bytes, entries: Sequence[bytes]) -> bytes:
    """The text without an entry at its end that a crash cut short, for it is about to be written again."""
    lines = text[: text.rfind(b"\n") + 1]
    last = (b"\n" + lines).rfind(b"\n" + MARK)
    unfinished = last >= 0 and any(
        entry != lines[last:] and entry.startswith(lines[last:]) for entry in entries
    )
    return lines[:last] if unfinished else lines


def rejected_count(folder: Path) -> int:
    """How many pieces were put aside beside this spool."""
    try:
        text = (folder / REJECTED_FILE).read_bytes()
    except FileNotFoundError:
        return 0
    return (b"\n" + text).count(b"\n" + MARK)


def spool_folder(data: Path) -> Path:
    """Where the engine writes the records of an installation."""
    return data / "asterisk" / "log" / "cdr-custom"


def is_reason(piece: bytes) -> bool:
    """Whether a piece is only a line that said why the next was put aside."""
    return piece.startswith(MARK) and piece.find(b"\n") == len(piece) - 1
