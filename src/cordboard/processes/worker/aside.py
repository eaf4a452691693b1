"""Call records that could not be taken in: kept beside the spool, each with its reason, until somebody has looked.

What is put aside takes some 50 MB at most: a source of nothing but rubbish does not fill the disk.
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
LARGE = 8 * 1024 * 1024  # bytes from which on the file is not gone on with
KEPT = 4  # older files: `calls.rejected.1.csv` is the newest of them
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
    """All of it lies in the file, on disk, and only once, also when a crash makes us come here again.

    A file that is large by then begins anew; KEPT older ones stay beside it, the oldest goes.
    """
    if not rejected:
        return
    entries = list(dict.fromkeys(one.entry for one in rejected))
    known = _tail(_older(file, 1)) + _mended(file, entries)
    fresh = [entry for entry in entries if not (known.startswith(entry) or b"\n" + entry in known)]
    if fresh and file.stat().st_size >= LARGE:
        _turn(file)
    with file.open("ab") as opened:
        opened.writelines(fresh)
        opened.flush()
        os.fsync(opened.fileno())


def rejected_count(folder: Path) -> int:
    """How many pieces lie aside beside this spool, in the file and the older ones."""
    return sum((b"\n" + _read(file)).count(b"\n" + MARK) for file in rejected_files(folder))


def rejected_files(folder: Path) -> tuple[Path, ...]:
    """The files that hold them, the newest first."""
    newest = folder / REJECTED_FILE
    files = (newest, *(_older(newest, age) for age in range(1, KEPT + 1)))
    return tuple(file for file in files if file.exists())


def _mended(file: Path, entries: Sequence[bytes]) -> bytes:
    """The end of the file, which ends with a line break and without a piece of an entry from now on."""
    with file.open("ab+") as opened:
        start = max(opened.tell() - TAIL, 0)
        opened.seek(start)
        kept = _whole(opened.read(), entries)
        opened.truncate(start + len(kept))
        if kept and not kept.endswith(b"\n"):  # somebody's editor left it so
            opened.write(b"\n")
            kept += b"\n"
    return kept


def _whole(text: bytes, entries: Sequence[bytes]) -> bytes:
    """The text without an entry at its end that a crash cut short, for it is about to be written again."""
    for place in ((b"\n" + text).rfind(b"\n" + MARK), text.rfind(b"\n") + 1):
        end = text[place:] if place >= 0 else b""
        if end and any(entry != end and entry.startswith(end) for entry in entries):
            return text[:place]
    return text


def _turn(file: Path) -> None:
    """The file has become the first of the older ones, each of which is one further from it."""
    for age in range(KEPT, 0, -1):
        younger = _older(file, age - 1)
        if younger.exists():
            younger.replace(_older(file, age))


def _older(file: Path, age: int) -> Path:
    return file.with_name(f"{file.stem}.{age}{file.suffix}") if age else file


def _tail(file: Path) -> bytes:
    return _read(file)[-TAIL:]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return b""


def spool_folder(data: Path) -> Path:
    """Where the engine writes the records of an installation."""
    return data / "asterisk" / "log" / "cdr-custom"


def is_reason(piece: bytes) -> bool:
    """Whether a piece is only a line that said why the next was put aside."""
    return piece.startswith(MARK) and piece.find(b"\n") == len(piece) - 1
