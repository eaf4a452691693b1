"""Call records from the engine's spool into the database, each exactly once, whatever is killed when.

The engine appends lines to `calls.csv` (one write a line). How far the file is read is kept in the transaction that
stores the rows, by inode and digest of its head, so that neither a crash nor a renamed, replaced or restored file makes
a difference; a unique key on the rows is the second guard. What can not be taken in is put aside (`aside`).
"""

import contextlib
import hashlib
import logging
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cordboard.base.ids import opaque_id
from cordboard.calls.selectors import spool_position
from cordboard.calls.services import (
    NO_LINES_FAULT,
    position_forget,
    records_take,
    records_take_singly,
)
from cordboard.calls.types import SpoolPiece
from cordboard.engine.names import RECORDS_FILE
from cordboard.engine.records import RecordLine, record_line_parse, records_split
from cordboard.processes.worker.aside import REJECTED_FILE, Rejected, is_reason, rejected_keep

log = logging.getLogger(__name__)

BLOCK = 262_144  # bytes read at a time; one transaction each
HEAD = 512  # bytes that tell a file from another with its inode
ROTATE_AT = 16 * 1024 * 1024  # bytes
GRACE_S = 60.0  # a renamed file may still be written to by an engine that had it open
NODE_FILE = "node"
_RENAMED = re.compile(re.escape(RECORDS_FILE) + r"\.[0-9]{13}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolFile:
    """A file of the spool as it stands."""

    path: Path
    inode: str
    size: int
    finished: bool  # renamed, and nobody writes to it any more


@dataclass(slots=True, kw_only=True)
class Intake:
    """Takes one spool folder in. One at a time and a folder: two would only do each other's work again."""

    folder: Path
    rotate_at: int = ROTATE_AT
    grace_s: float = GRACE_S
    _seen: Sequence[SpoolFile] = ()

    def stirred(self) -> bool:
        """Whether there is something to do: a look at the folder, no database."""
        return spool_files(self.folder, grace_s=self.grace_s) != self._seen

    def take(self, *, enough: Callable[[], bool] = lambda: False) -> None:
        """Everything whole in the spool is in the database; a full file is renamed, a finished one is gone.

        Ends between two blocks once it is `enough`. Raises django.db.Error when the database is away and OSError
        when the disk is; nothing is lost by any of these.
        """
        files = spool_files(self.folder, grace_s=self.grace_s)
        for file in files:
            _file_take(file, node=node_of(self.folder), enough=enough)
            if enough():
                return
        current = self.folder / RECORDS_FILE
        if current.exists() and current.stat().st_size >= self.rotate_at:
            spool_turn(self.folder)
        self._seen = files


def spool_files(folder: Path, *, grace_s: float = GRACE_S) -> tuple[SpoolFile, ...]:
    """The files of a spool, oldest first; none when the folder is not there yet."""
    names = sorted(path.name for path in folder.glob(f"{RECORDS_FILE}.*") if _RENAMED.fullmatch(path.name))
    return tuple(_spool_files(folder, [*names, RECORDS_FILE], grace_s))


def spool_turn(folder: Path) -> None:
    """The engine begins a new file; the one it wrote so far goes once it has been read."""
    current = folder / RECORDS_FILE
    with contextlib.suppress(FileNotFoundError):
        if current.stat().st_size:
            current.rename(folder / f"{RECORDS_FILE}.{time.time_ns() // 1_000_000:013}")


def node_of(folder: Path) -> str:
    """The name under which this spool's records are known: made once, and moving with the folder."""
    file = folder / NODE_FILE
    if not file.exists():
        fresh = folder / f"{NODE_FILE}.new"
        fresh.write_text(opaque_id("n"))
        fresh.rename(file)
    return file.read_text().strip()


def _spool_files(folder: Path, names: Sequence[str], grace_s: float) -> Iterator[SpoolFile]:
    for name in names:
        try:
            found = (folder / name).stat()
        except FileNotFoundError:
            continue
        yield SpoolFile(
            path=folder / name,
            inode=str(found.st_ino),
            size=found.st_size,
            finished=name != RECORDS_FILE and time.time() - found.st_ctime > grace_s,
        )


def _file_take(file: SpoolFile, *, node: str, enough: Callable[[], bool]) -> None:
    with file.path.open("rb") as opened:
        while _block_take(opened.fileno(), file, node=node):
            if enough():
                return
    if file.finished:
        position_forget(node=node, inode=file.inode)
        file.path.unlink()


def _block_take(descriptor: int, file: SpoolFile, *, node: str) -> bool:
    """The next block is taken in; False when there is none that could be."""
    start = _start(descriptor, node=node, inode=file.inode)
    block = os.pread(descriptor, BLOCK, start)
    found = records_split(block, final=file.finished and len(block) < BLOCK)
    if not found.taken:
        return False
    read, unread = _read(found.records)
    rejected = [
        *(Rejected(piece=one, reason="no record of a call") for one in found.rejected if not is_reason(one)),
        *unread,
    ]
    rejected_keep(file.path.parent / REJECTED_FILE, rejected)
    end = start + found.taken
    piece = SpoolPiece(node=node, inode=file.inode, start=start, end=end, head=_head(descriptor, end))
    _piece_take(piece, read, len(rejected), beside=file.path.parent / REJECTED_FILE)
    return True


def _piece_take(
    piece: SpoolPiece, read: Sequence[tuple[bytes, RecordLine]], rejected: int, *, beside: Path
) -> None:
    """The lines are in: all at once or, when one of them spoils that, one by one and the bad ones put aside."""
    lines = [line for _, line in read]

    def put_aside(faults: Mapping[int, str]) -> None:
        rejected_keep(
            beside, [Rejected(piece=read[place][0], reason=fault) for place, fault in faults.items()]
        )

    try:
        records_take(piece=piece, lines=lines, rejected=rejected)
    except NO_LINES_FAULT:
        raise
    except Exception:
        log.exception("call records from byte %d on are taken in one by one", piece.start)
        records_take_singly(piece=piece, lines=lines, rejected=rejected, aside=put_aside)


def _start(descriptor: int, *, node: str, inode: str) -> int:
    """Where to go on; the beginning when the file is another one than the position was kept for."""
    offset, head = spool_position(node=node, inode=inode)
    same = offset <= os.fstat(descriptor).st_size and _head(descriptor, offset) == head
    return offset if same else 0


def _head(descriptor: int, offset: int) -> str:
    return hashlib.sha256(os.pread(descriptor, min(offset, HEAD), 0)).hexdigest()


def _read(records: Sequence[bytes]) -> tuple[list[tuple[bytes, RecordLine]], list[Rejected]]:
    """The records with their lines, and those that can not be read."""
    read, unread = [], []
    for record in records:
        try:
            read.append((record, record_line_parse(record)))
        except (ValueError, OverflowError) as fault:
            unread.append(Rejected(piece=record, reason=str(fault)))
    return read, unread
