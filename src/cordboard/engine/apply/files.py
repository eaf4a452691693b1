"""Files that the engine reads: written whole or not at all, and only when their text changes."""

import os
import tempfile
from pathlib import Path

READABLE = 0o640
OWNER_ONLY = 0o600


def file_write(file: Path, text: str, *, mode: int = READABLE) -> bool:
    """The file holds the text, with this mode. Returns whether it had to be written; a reader never sees half of it."""
    if file.exists() and file.read_text() == text:
        file.chmod(mode)
        return False
    file_place(file, text.encode(), mode=mode)
    return True


def file_place(file: Path, content: bytes, *, mode: int = READABLE) -> None:
    """The file holds this, from one moment to the next, and on disk: after a power cut it is the old one or this one, whole.

    Raises OSError, for instance on a full disk; then the old one stays and nothing lies beside it.
    """
    folder_place(file.parent)
    descriptor, staged = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".staged")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            os.fchmod(handle.fileno(), mode)
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        Path(staged).replace(file)
    except OSError:
        Path(staged).unlink(missing_ok=True)
        raise


def folder_place(folder: Path) -> None:
    """The folder exists; it and those above it that had to be made are closed to others."""
    if not folder.is_dir():
        folder_place(folder.parent)
        folder.mkdir(mode=0o750, exist_ok=True)


def link_place(link: Path, target: Path) -> bool:
    """The link leads to the target. Returns whether it had to be placed."""
    if link.is_symlink() and link.readlink() == target:
        return False
    folder_place(link.parent)
    link.unlink(missing_ok=True)
    link.symlink_to(target)
    return True
