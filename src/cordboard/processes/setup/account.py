"""The system account that every process runs as when root starts Cordboard (ADR 8)."""

import os
import pwd
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypedDict

from cordboard.processes.setup.commands import command_run
from cordboard.processes.setup.errors import FolderUnusable


class RunAs(TypedDict, total=False):
    """Arguments by which `subprocess` starts a program as somebody else."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody the system knows, who owns an installation."""

    name: str
    uid: int
    gid: int

    @classmethod
    def named(cls, name: str) -> Self:
        """The account with this name. Raises KeyError when there is none."""
        found = pwd.getpwnam(name)
        return cls(name=found.pw_name, uid=found.pw_uid, gid=found.pw_gid)

    @classmethod
    def own(cls) -> Self:
        """Whoever runs this program."""
        found = pwd.getpwuid(os.geteuid())
        return cls(name=found.pw_name, uid=found.pw_uid, gid=found.pw_gid)

    @property
    def run_as(self) -> RunAs:
        """How `subprocess` becomes this account; nothing to do for whoever it is already."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, path: Path, *, mode: int | None = None) -> None:
        """The very file or folder of this name belongs to the account, with these permissions. Raises FolderUnusable."""
        with entry_opened(path) as descriptor:
            self.owns_opened(descriptor, mode=mode)

    def owns_opened(self, descriptor: int, *, mode: int | None = None) -> None:
        """What is open belongs to the account, with these permissions, whatever became of its name meanwhile."""
        if os.geteuid() == 0:
            os.fchown(descriptor, self.uid, self.gid)
        if mode is not None:
            os.fchmod(descriptor, mode)


@contextmanager
def entry_opened(path: Path, flags: int = os.O_RDONLY) -> Iterator[int]:
    """The very file or folder of this name is open; links are refused, for an account could point them at what is root's.

    Raises FolderUnusable for a symbolic link and for a file with a second name; FileNotFoundError when there is nothing.
    """
    try:
        descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
    except OSError:
        if not path.is_symlink():
            raise
        raise FolderUnusable(folder=str(path), reason="it is a link to another place") from None
    try:
        found = os.fstat(descriptor)
        if found.st_nlink > 1 and not stat.S_ISDIR(found.st_mode):
            raise FolderUnusable(folder=str(path), reason="it is another file's second name")
        yield descriptor
    finally:
        os.close(descriptor)


def account_ensure(name: str) -> Account:
    """The account that owns the installation: as root, `name`, made when missing; otherwise oneself."""
    if os.geteuid() != 0:
        return Account.own()
    try:
        return Account.named(name)
    except KeyError:
        command_run(["/usr/sbin/useradd", "--system", "--user-group", "--no-create-home",
                     "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name])  # fmt: skip
        return Account.named(name)


def folder_own(folder: Path, *, account: Account, mode: int = 0o700) -> Path:
    """The folder exists and belongs to the account alone."""
    folder.mkdir(parents=True, exist_ok=True)
    account.owns(folder, mode=mode)
    return folder
