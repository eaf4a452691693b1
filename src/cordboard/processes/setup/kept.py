"""Keeps the settings given to `up` in <data>/cordboard.toml, so that later commands need the folder only."""

import fcntl
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cordboard.processes.setup.account import Account, entry_opened
from cordboard.processes.setup.errors import InstallationBusy
from cordboard.processes.setup.files import file_read, file_write

FILE = "cordboard.toml"


def settings_keep(data: Path, given: Mapping[str, Any], *, account: Account) -> tuple[str, ...]:
    """The file holds these settings; its other lines and remarks stay as they are. Returns the names that changed.

    Raises FolderUnusable when the file is a link: by it, root would show the account what it may not read.
    """
    file = data / FILE
    before = file_read(file)
    text = before
    for name, value in given.items():
        text = _with_setting(text, name, value)
    file_write(file, text, account=account)
    return tuple(name for name in given if _line(before, name) != _line(text, name))


def toml_value(value: object) -> str:
    """A setting's value as TOML writes it. Source: TOML 1.0, basic strings share JSON's escapes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
        return str(int(value))
    return json.dumps(str(value), ensure_ascii=False)


@contextmanager
def installation_lock(data: Path, *, account: Account) -> Iterator[None]:
    """Nobody else changes this installation meanwhile. Raises InstallationBusy naming who does."""
    file = data / ".at-work"
    with entry_opened(file, os.O_RDWR | os.O_CREAT) as descriptor:
        account.owns_opened(descriptor, mode=0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode() or "just starting"
            raise InstallationBusy(folder=str(data), pid=holder) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield


def _with_setting(text: str, name: str, value: object) -> str:
    line = f"{name} = {toml_value(value)}"
    if old := _line(text, name):
        return text.replace(old, line, 1)
    return f"{text.rstrip()}\n{line}\n".lstrip()


def _line(text: str, name: str) -> str:
    found = re.search(rf"^{name}\s*=.*$", text, re.MULTILINE)
    return found.group() if found else ""
