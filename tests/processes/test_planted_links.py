"""Root works in folders that belong to an account: what the account puts there leads root nowhere else."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cordboard.processes.setup.account import Account, folder_own
from cordboard.processes.setup.errors import FolderUnusable
from cordboard.processes.setup.files import file_write, folder_copy, folder_held
from cordboard.processes.setup.kept import installation_lock, settings_keep

pytestmark = pytest.mark.pure

Plant = Callable[[Path, Path], None]
SECRET = "root:secret\n"  # what only root may read


@pytest.fixture
def precious(tmp_path: Path) -> Path:
    """A file outside the data folder that nobody may change."""
    file = tmp_path / "precious"
    file.write_text(SECRET)
    file.chmod(0o600)
    return file


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder, in which the account does as it likes."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def state_of(path: Path) -> tuple[int, int, str]:
    found = path.stat()
    return found.st_mode, found.st_uid, path.read_text()


@pytest.mark.parametrize("plant", [os.symlink, os.link], ids=["link", "second name"])
def test_neither_owner_nor_permissions_of_another_file_change(
    data: Path, precious: Path, plant: Plant
) -> None:
    before = state_of(precious)
    plant(precious, data / "thing")
    with pytest.raises(FolderUnusable):
        Account(name="somebody", uid=4242, gid=4242).owns(data / "thing", mode=0o644)
    assert state_of(precious) == before


def test_a_folder_in_whose_place_a_link_was_put_is_refused(data: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o755)
    (data / "run").symlink_to(elsewhere)
    with pytest.raises(FolderUnusable, match="link"):
        folder_own(data / "run", account=Account.own())
    assert elsewhere.stat().st_mode & 0o777 == 0o755


def test_settings_are_not_read_through_a_link(data: Path, precious: Path) -> None:
    (data / "cordboard.toml").symlink_to(precious)
    with pytest.raises(FolderUnusable):
        settings_keep(data, {"web_port": "9443"}, account=Account.own())
    assert precious.read_text() == SECRET
    assert (data / "cordboard.toml").is_symlink()


def test_a_link_is_replaced_by_the_file_and_what_it_points_to_stays(data: Path, precious: Path) -> None:
    (data / "server.crt").symlink_to(precious)
    file_write(data / "server.crt", SECRET, account=Account.own(), mode=0o644)
    assert not (data / "server.crt").is_symlink()
    assert precious.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("plant", [os.symlink, os.link], ids=["link", "second name"])
def test_the_lock_writes_into_no_other_file(data: Path, precious: Path, plant: Plant) -> None:
    plant(precious, data / ".at-work")
    with pytest.raises(FolderUnusable), installation_lock(data, account=Account.own()):
        pass
    assert precious.read_text() == SECRET


def test_a_held_folder_stays_the_same_when_another_is_put_in_its_place(data: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (data / "fresh").mkdir()
    with folder_held(data / "fresh") as held:
        (data / "fresh").rename(data / "aside")
        (data / "fresh").symlink_to(elsewhere)
        (held / "file").write_text("x")
        held.chmod(0o755)
    assert (data / "aside" / "file").read_text() == "x"
    assert not list(elsewhere.iterdir())


def test_a_link_is_not_held(data: Path, tmp_path: Path) -> None:
    (data / "fresh").symlink_to(tmp_path)
    with pytest.raises(FolderUnusable), folder_held(data / "fresh"):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_elses_is_not_held(data: Path) -> None:
    (data / "fresh").mkdir()
    os.chown(data / "fresh", 4242, 4242)
    with pytest.raises(FolderUnusable, match="somebody else"), folder_held(data / "fresh"):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_what_root_makes_belongs_to_the_account(data: Path) -> None:
    somebody = Account(name="somebody", uid=4242, gid=4242)
    folder_own(data / "run", account=somebody)
    file_write(data / "run" / "file", "text", account=somebody)
    for path in (data / "run", data / "run" / "file"):
        assert (path.stat().st_uid, path.stat().st_gid) == (4242, 4242)


def test_a_copy_shares_files_where_the_disk_allows(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "file").write_text("x")
    folder_copy(tmp_path / "from", tmp_path / "to")
    assert (tmp_path / "to" / "file").stat().st_ino == (tmp_path / "from" / "file").stat().st_ino
