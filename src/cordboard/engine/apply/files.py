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
    folder_place(file.parent)
    descriptor, staged = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".staged")
    with os.fdopen(descriptor, "w") as handle:
        os.fchmod(handle.fileno(), mode)
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    Path(staged).replace(file)
    return True


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
