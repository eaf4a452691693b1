"""A greeting is placed whole, and on disk, before anybody is told of it."""

import errno
import os
from pathlib import Path

import pytest

from cordboard.engine.voicemail.greetings import GreetingKind, greeting_open, greeting_place

pytestmark = pytest.mark.pure


def heard(folder: Path) -> bytes:
    opened = greeting_open(folder, GreetingKind.BUSY)
    assert opened is not None
    with opened:
        return opened.read()


def test_the_sound_is_on_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, synced, real = tmp_path / "box", [], os.fsync

    def look(descriptor: int) -> None:
        synced.append((os.fstat(descriptor).st_ino, heard(folder) if synced else None))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", look)
    greeting_place(folder, GreetingKind.BUSY, b"old")
    greeting_place(folder, GreetingKind.BUSY, b"new")
    assert heard(folder) == b"new"
    assert synced[1] == ((folder / "busy.wav").stat().st_ino, b"old")
    assert [file.name for file in folder.iterdir()] == ["busy.wav"]


@pytest.mark.parametrize("failing", ["fsync", "fchmod"])
def test_on_a_full_disk_the_old_sound_stays_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    greeting_place(tmp_path, GreetingKind.BUSY, b"old")
    monkeypatch.setattr(os, failing, full)
    with pytest.raises(OSError, match="full"):
        greeting_place(tmp_path, GreetingKind.BUSY, b"new")
    assert heard(tmp_path) == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["busy.wav"]


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "full")
