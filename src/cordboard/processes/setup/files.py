"""Files and folders that are there whole or not at all, however setup is interrupted."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cordboard.processes.setup.account import Account


def file_write(path: Path, text: str, *, account: Account, mode: int = 0o600) -> None:
    """The file holds this text; readers see the old one or the new one, and an equal one is left alone."""
    if path.exists() and path.read_text() == text:
        return
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    fresh = Path(name)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text)
    account.owns(fresh, mode=mode)
    fresh.replace(path)


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
    with folder_build(target) as fresh:
        fresh.rmdir()
        try:
            shutil.copytree(source, fresh, symlinks=True, copy_function=os.link)
        except (OSError, shutil.Error):
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(source, fresh, symlinks=True)


def _swap(fresh: Path, target: Path) -> None:
    """The fresh folder stands in the old one's place; in between there is none, which the next run mends."""
    if not target.exists():
        fresh.rename(target)
        return
    old = target.with_name(f".{target.name}.part-old")
    target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old)
