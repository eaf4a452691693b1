"""Goes on as the account that owns the installation, so that root leaves no files behind that others can't read."""

import os
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

from cordboard.base.configuration import Configuration
from cordboard.processes.setup.account import Account
from cordboard.processes.setup.program import program_place
from cordboard.processes.setup.programs import environment
from cordboard.processes.setup.telling import Silence


def become(
    configuration: Configuration, words: Sequence[str], *, variables: Mapping[str, str] | None = None
) -> NoReturn:
    """This process is now Python with these words, run by the installation's account from a program it can read."""
    account = Account.named(configuration.user) if os.geteuid() == 0 else Account.own()
    program = program_place(configuration.data, account=account, telling=Silence())
    root_give_up(account)
    interpreter = str(program / ".venv" / "bin" / "python")
    os.chdir(configuration.data)
    sys.stdout.flush()
    terminal = {
        name: os.environ[name] for name in ("TERM", "COLUMNS", "LINES", "NO_COLOR") if name in os.environ
    }
    found = {**terminal, **environment(configuration), **(variables or {})}
    os.execve(interpreter, [interpreter, *words], found)  # noqa: S606  # no shell


def root_give_up(account: Account) -> None:
    """This process is the account's for good; nothing to do when it is already."""
    if os.geteuid() == 0:
        os.initgroups(account.name, account.gid)
        os.setgid(account.gid)
        os.setuid(account.uid)
