"""The system account that every process runs as when root starts Cordboard (ADR 8)."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypedDict

from cordboard.processes.setup.commands import command_run


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
        """The path belongs to this account, with these permissions."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)
        if mode is not None:
            path.chmod(mode)


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
