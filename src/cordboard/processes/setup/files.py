"""Files and folders that are there whole or not at all, however setup is interrupted."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cordboard.processes.setup.account import Account, entry_opened
from cordboard.processes.setup.errors import FolderUnusable


def file_write(path: Path, text: str, *, account: Account, mode: int = 0o600) -> None:
    """The file holds this text; readers see the old one or the new one, and an equal one is left alone."""
    if path.is_file() and not path.is_symlink() and file_read(path) == text:
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text)
        account.owns_opened(descriptor, mode=mode)
    Path(name).replace(path)


def file_read(path: Path) -> str:
    """The text of this very file, never of one that a link points to; empty when there is none. Raises FolderUnusable."""
    try:
        with entry_opened(path) as descriptor, os.fdopen(os.dup(descriptor)) as opened:
            return opened.read()
    except FileNotFoundError:
        return ""


@contextlib.contextmanager
def folder_held(folder: Path) -> Iterator[Path]:
    """A path to this very folder, which is ours, wherever its name leads meanwhile. Raises FolderUnusable."""
    with entry_opened(folder, os.O_RDONLY | os.O_DIRECTORY) as descriptor:
        if os.fstat(descriptor).st_uid != os.geteuid():
            raise FolderUnusable(
                folder=str(folder), reason="somebody else put a folder of theirs in its place"
            )
        yield Path(f"/proc/self/fd/{descriptor}")


@contextlib.contextmanager
def folder_build(target: Path, *, account: Account | None = None) -> Iterator[Path]:
    """A folder beside `target` to build in; it takes `target`'s place when the block ends well, and goes otherwise."""
    for stale in target.parent.glob(f".{target.name}.part-*"):
        shutil.rmtree(stale)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}.part-", dir=target.parent))
    if account:
        account.owns(fresh)
    try:
        yield fresh
        _swap(fresh, target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def folder_copy(source: Path, target: Path) -> None:
    """`target` is a copy of `source`, by hard links where the disk allows; an older one has gone."""
    with folder_build(target) as fresh, folder_held(fresh) as held:
        shutil.copytree(source, held, symlinks=True, dirs_exist_ok=True, copy_function=_link_or_copy)


def _link_or_copy(source: str, target: str) -> None:
    """A second name of the file; a copy where the disk, or the kernel's care for links, allows none."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _swap(fresh: Path, target: Path) -> None:
    """The fresh folder stands in the old one's place; in between there is none, which the next run mends."""
    if not target.exists():
        fresh.rename(target)
        return
    old = target.with_name(f".{target.name}.part-old")
    target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old)
