"""Preparing a node: everything in place, closed to others, and nothing touched twice."""

from pathlib import Path

import pytest

from cordboard.base.configuration import Configuration
from cordboard.base.secrets import secrets_load
from cordboard.engine.apply.base import CertificateMissing, engine_prepare
from cordboard.engine.apply.files import file_write, link_place
from cordboard.engine.apply.root import EngineMissing, engine_command, engine_root

pytestmark = pytest.mark.golden

PROGRAM = ("lib64/ld-linux-x86-64.so.2", "usr/sbin/asterisk")
FOLDERS = ("usr/lib/x86_64-linux-gnu/asterisk/modules", "usr/share/asterisk/sounds/en_US_f_Allison")


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    """An installation beside the shape of an engine."""
    root, data = tmp_path / "engine", tmp_path / "data"
    for name in PROGRAM:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    for name in FOLDERS:
        (root / name).mkdir(parents=True)
    (data / "tls").mkdir(parents=True)
    for name in ("server.crt", "server.key"):
        (data / "tls" / name).touch()
    return Configuration(data=data, engine_root=str(root), fastagi_port=4999)


def prepare(configuration: Configuration) -> tuple[str, ...]:
    return engine_prepare(configuration=configuration, secrets=secrets_load(configuration.data))


def test_a_second_preparation_changes_nothing(configuration: Configuration) -> None:
    assert "pjsip.conf" in prepare(configuration)
    etc = configuration.data / "asterisk" / "etc"
    before = {file: file.stat().st_mtime_ns for file in etc.iterdir()}
    assert prepare(configuration) == ()
    assert {file: file.stat().st_mtime_ns for file in etc.iterdir()} == before


def test_a_setting_changes_only_the_files_that_tell_it(configuration: Configuration) -> None:
    prepare(configuration)
    moved = Configuration(data=configuration.data, engine_root=configuration.engine_root, fastagi_port=5000)
    assert prepare(moved) == ("extensions.conf",)


def test_a_file_changed_by_hand_is_put_right(configuration: Configuration) -> None:
    prepare(configuration)
    (configuration.data / "asterisk" / "etc" / "manager.conf").write_text("[general]\nenabled = no\n")
    assert prepare(configuration) == ("manager.conf",)


def test_others_read_nothing_and_passwords_only_the_owner(configuration: Configuration) -> None:
    prepare(configuration)
    home = configuration.data / "asterisk"
    modes = {file.name: file.stat().st_mode & 0o777 for file in (home / "etc").glob("*.conf")}
    assert {name for name, mode in modes.items() if mode == 0o600} == {"manager.conf", "ari.conf"}
    assert set(modes.values()) == {0o600, 0o640}
    folders = [folder for folder in home.rglob("*") if folder.is_dir() and not folder.is_symlink()]
    assert all(folder.stat().st_mode & 0o007 == 0 for folder in folders)


def test_prompts_are_found_by_their_language(configuration: Configuration) -> None:
    prepare(configuration)
    sounds = configuration.data / "asterisk" / "lib" / "sounds"
    assert {link.name for link in sounds.iterdir()} == {"en"}
    assert (sounds / "en").resolve().name == "en_US_f_Allison"


def test_the_engine_starts_by_its_own_loader_with_the_prepared_settings(configuration: Configuration) -> None:
    before, words = engine_command(configuration)[:4], engine_command(configuration)[4:]
    assert before[1:3] == ("-m", "cordboard.engine.start")
    assert before[3] == f"{configuration.data}/asterisk"
    assert words[0].endswith("/lib64/ld-linux-x86-64.so.2")
    assert words[1] == "--library-path"
    assert words[3:] == (
        f"{configuration.engine_root}/usr/sbin/asterisk",
        "-C",
        f"{configuration.data}/asterisk/etc/asterisk.conf",
        "-f",
    )


def test_without_an_engine_the_cure_is_told(tmp_path: Path) -> None:
    with pytest.raises(EngineMissing, match="cordboard up"):
        engine_root(Configuration(data=tmp_path))


def test_without_a_certificate_the_cure_is_told_and_nothing_is_written(configuration: Configuration) -> None:
    (configuration.data / "tls" / "server.key").unlink()
    with pytest.raises(CertificateMissing, match="cordboard up"):
        prepare(configuration)
    assert not (configuration.data / "asterisk").exists()


def test_a_file_is_swapped_whole(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "x.conf"
    assert file_write(file, "one")
    inode = file.stat().st_ino
    assert not file_write(file, "one")
    assert file.stat().st_ino == inode
    assert file_write(file, "two", mode=0o600)
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("two", 0o600)
    assert [path.name for path in file.parent.iterdir()] == ["x.conf"]


def test_a_link_to_a_former_engine_is_moved(tmp_path: Path) -> None:
    link = tmp_path / "moh"
    assert link_place(link, tmp_path / "gone")
    assert link_place(link, tmp_path / "new")
    assert not link_place(link, tmp_path / "new")
    assert link.readlink() == tmp_path / "new"
