"""The steps of setup, each by itself, in folders of its own."""

import configparser
import os
import shlex
import socket
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cordboard.base.configuration import Configuration, configuration_load
from cordboard.processes.setup.account import Account
from cordboard.processes.setup.certificate import certificate_ensure, certificate_names, certificate_read
from cordboard.processes.setup.cluster import Cluster, cluster_prepare
from cordboard.processes.setup.commands import command_run
from cordboard.processes.setup.engine_fetch import engine_fetch
from cordboard.processes.setup.errors import (
    AddressForeign,
    CommandFailed,
    DatabaseUnreachable,
    DiskFull,
    FolderUnusable,
    InstallationBusy,
    NetworkNeeded,
    PathUnusable,
    PortForbidden,
    PortTaken,
)
from cordboard.processes.setup.files import folder_build, folder_copy
from cordboard.processes.setup.kept import installation_lock, settings_keep
from cordboard.processes.setup.packages import packages_needed
from cordboard.processes.setup.ports import PortNeeded, port_check, port_holders
from cordboard.processes.setup.preflight import database_check, disk_check, path_check
from cordboard.processes.setup.programs import Program
from cordboard.processes.setup.supervisor_file import supervisor_file
from cordboard.processes.setup.telling import Silence
from cordboard.processes.setup.translations import translations_compile

pytestmark = pytest.mark.database  # no database, but files, sockets and programs

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAMES = ("phones.example.com", "localhost", "127.0.0.1", "2001:db8::7")


# The certificate


def test_the_certificate_covers_every_name_and_is_signed_by_the_installations_own_authority(
    tmp_path: Path,
) -> None:
    assert certificate_ensure(tmp_path, names=NAMES, account=Account.own(), now=NOW)
    assert certificate_names(certificate_read(tmp_path / "server.crt")) == set(NAMES)
    checked = subprocess.run(
        ["openssl", "verify", "-CAfile", tmp_path / "ca.crt", "-attime", str(int(NOW.timestamp())),
         "-purpose", "sslserver", "-verify_hostname", "phones.example.com", tmp_path / "server.crt"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert (tmp_path / "server.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "ca.key").stat().st_mode & 0o777 == 0o600


def test_the_certificate_is_renewed_in_its_last_thirty_days_under_the_same_authority(tmp_path: Path) -> None:
    certificate_ensure(tmp_path, names=NAMES, account=Account.own(), now=NOW)
    authority = (tmp_path / "ca.crt").read_bytes()
    assert not certificate_ensure(tmp_path, names=NAMES, account=Account.own(), now=NOW + timedelta(days=366))
    assert certificate_ensure(tmp_path, names=NAMES, account=Account.own(), now=NOW + timedelta(days=368))
    assert (tmp_path / "ca.crt").read_bytes() == authority


def test_a_new_name_makes_a_new_certificate_and_a_lost_name_does_not(tmp_path: Path) -> None:
    certificate_ensure(tmp_path, names=NAMES, account=Account.own(), now=NOW)
    assert not certificate_ensure(tmp_path, names=NAMES[:2], account=Account.own(), now=NOW)
    assert certificate_ensure(tmp_path, names=(*NAMES, "bücher.example"), account=Account.own(), now=NOW)
    assert not certificate_ensure(tmp_path, names=(*NAMES, "bücher.example"), account=Account.own(), now=NOW)


def test_an_operators_own_certificate_is_left_alone_even_when_it_has_expired(tmp_path: Path) -> None:
    command_run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=own.example", "-days", "1",
                 "-keyout", tmp_path / "server.key", "-out", tmp_path / "server.crt"])  # fmt: skip
    own = (tmp_path / "server.crt").read_bytes()
    assert not certificate_ensure(
        tmp_path, names=NAMES, account=Account.own(), now=NOW + timedelta(days=9000)
    )
    assert (tmp_path / "server.crt").read_bytes() == own


# The supervisor's settings


def test_the_supervisor_reads_back_what_was_written_whatever_signs_a_command_holds(tmp_path: Path) -> None:
    words = ("/bin/odd", "100%", "a b", 'quo"te', "$HOME", "it's", "%(here)s", "semi;colon")
    text = supervisor_file(tmp_path, [Program(name="odd", command=words, priority=7, stop_signal="INT")])
    parsed = configparser.ConfigParser(inline_comment_prefixes=(";", "#"), strict=True)
    parsed.read_string(text)
    section = parsed["program:odd"]
    assert tuple(shlex.split(section["command"])) == words
    assert (section["priority"], section["stopsignal"], section["autorestart"]) == ("7", "INT", "true")
    assert parsed["unix_http_server"]["chmod"] == "0700"


# The settings that are kept


def test_settings_given_are_kept_and_the_operators_own_lines_stay(tmp_path: Path) -> None:
    file = tmp_path / "cordboard.toml"
    file.write_text("# ours\nweb_port = 8443 # why\nhost = 'a'\n")
    odd = 'x"\\\n;#é😀'
    assert settings_keep(tmp_path, {"web_port": "9443", "mail_from": odd, "demo": False}, account=Account.own()) == (
        "web_port", "mail_from", "demo",
    )  # fmt: skip
    assert file.read_text().startswith("# ours\nweb_port = 9443\nhost = 'a'\n")
    loaded = configuration_load(data=tmp_path, environment={})
    assert (loaded.web_port, loaded.mail_from, loaded.demo, loaded.host) == (9443, odd, False, "a")
    assert file.stat().st_mode & 0o777 == 0o600


def test_settings_kept_again_change_nothing(tmp_path: Path) -> None:
    settings_keep(tmp_path, {"web_port": "9443"}, account=Account.own())
    before = (tmp_path / "cordboard.toml").stat().st_mtime_ns
    assert settings_keep(tmp_path, {"web_port": "9443"}, account=Account.own()) == ()
    assert (tmp_path / "cordboard.toml").stat().st_mtime_ns == before


def test_only_one_command_at_a_time_changes_an_installation(tmp_path: Path) -> None:
    with (
        installation_lock(tmp_path, account=Account.own()),
        pytest.raises(InstallationBusy, match=str(os.getpid())),
        installation_lock(tmp_path, account=Account.own()),
    ):
        pass
    with installation_lock(tmp_path, account=Account.own()):
        pass


# What stands in the way


def _needed(port: int, *, address: str = "127.0.0.1", kind: str = "tcp") -> PortNeeded:
    return PortNeeded(setting="web_port", process="web", address=address, port=port, kind=kind)


@pytest.mark.parametrize(("kind", "number"), [("tcp", socket.SOCK_STREAM), ("udp", socket.SOCK_DGRAM)])
def test_a_taken_port_is_told_with_its_holder(kind: str, number: int) -> None:
    with socket.socket(socket.AF_INET, number) as taken:
        taken.bind(("127.0.0.1", 0))
        if kind == "tcp":
            taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"{port}.*process {os.getpid()}"):
            port_check(_needed(port, kind=kind), account="cordboard")
    port_check(_needed(port, kind=kind), account="cordboard")
    assert port_holders(port, kind) == ()


def test_a_port_only_root_may_open_and_an_address_of_others_are_told() -> None:
    with pytest.raises(PortForbidden, match="443"):
        port_check(_needed(443), account="cordboard", open_from=1024)
    with pytest.raises(AddressForeign, match=r"203\.0\.113\.9"):
        port_check(_needed(21999, address="203.0.113.9"), account="cordboard")


def test_a_full_disk_is_told_with_what_is_missing(tmp_path: Path) -> None:
    disk_check(tmp_path / "not" / "yet", needed_mb=1)
    with pytest.raises(DiskFull, match="1000000000 MB"):
        disk_check(tmp_path, needed_mb=10**9)


@pytest.mark.parametrize(
    "path", ["/srv/a b", "/srv/a;b", "/srv/a%b", "/srv/a\nb", "/srv/é", '/srv/"', "/srv/$(id)"]
)
def test_a_data_folder_that_other_programs_would_misread_is_refused(path: str) -> None:
    with pytest.raises(PathUnusable):
        path_check(Path(path))


@pytest.mark.parametrize(
    "dsn",
    [
        "postgresql://joe:s3cret@127.0.0.1:1/shop",
        "host=127.0.0.1 port=1 dbname=shop user=joe password=s3cret",
        "postgresql://joe:s3cret@[::1/shop",
        "joe:s3cret",
        "postgresql://joe:s3cret@127.0.0.1:99999/shop",
    ],
)
def test_a_wrong_dsn_is_told_without_its_password(dsn: str) -> None:
    with pytest.raises(DatabaseUnreachable) as fault:
        database_check(dsn)
    told = f"{fault.value} {fault.value.advice()} {fault.value!r}"
    assert "s3cret" not in told


def test_a_data_folder_too_deep_for_a_socket_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FolderUnusable, match="too long"):
        cluster_prepare(Cluster(data=tmp_path / ("x" * 100), account=Account.own()))


def test_packages_that_a_configuration_does_without_are_not_asked_for(tmp_path: Path) -> None:
    names = {package.name for package in packages_needed(Configuration(data=tmp_path))}
    assert {"postgresql", "mmdebstrap", "debian-archive-keyring"} <= names
    spare = packages_needed(Configuration(data=tmp_path, dsn="postgresql://x/y", engine_root="host"))
    assert {package.name for package in spare} == {"gettext"}


def test_a_mirror_that_does_not_answer_leaves_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NetworkNeeded) as fault:
        engine_fetch(tmp_path, mirrors=("http://127.0.0.1:1/debian",), telling=Silence())
    assert "--engine-mirror" in fault.value.advice()
    assert list(tmp_path.iterdir()) == []


# Files that are there whole or not at all


def test_a_folder_that_could_not_be_built_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "thing"
    with folder_build(target) as fresh:
        (fresh / "a").write_text("old")
    with pytest.raises(KeyboardInterrupt):
        _interrupted_build(target)
    assert [path.name for path in tmp_path.iterdir()] == ["thing"]
    assert (target / "a").read_text() == "old"


def _interrupted_build(target: Path) -> None:
    with folder_build(target) as fresh:
        (fresh / "a").write_text("half")
        raise KeyboardInterrupt


def test_what_an_interruption_left_goes_with_the_next_build(tmp_path: Path) -> None:
    (tmp_path / ".thing.part-left").mkdir()
    with folder_build(tmp_path / "thing") as fresh:
        (fresh / "a").touch()
    assert [path.name for path in tmp_path.iterdir()] == ["thing"]


def test_a_copied_folder_is_whole_and_links_within_it_stay_links(tmp_path: Path) -> None:
    (tmp_path / "from" / "in").mkdir(parents=True)
    (tmp_path / "from" / "in" / "file").write_text("x")
    (tmp_path / "from" / "link").symlink_to("in/file")
    folder_copy(tmp_path / "from", tmp_path / "to")
    assert (tmp_path / "to" / "link").readlink() == Path("in/file")
    assert (tmp_path / "to" / "link").read_text() == "x"


def test_translations_are_compiled_when_their_text_is_newer(tmp_path: Path) -> None:
    text = tmp_path / "src" / "cordboard" / "portal" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    text.parent.mkdir(parents=True)
    text.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Save"\nmsgstr "Enregistrer"\n'
    )
    translations_compile(tmp_path, Silence())
    compiled = text.with_suffix(".mo")
    made = compiled.stat().st_mtime_ns
    translations_compile(tmp_path, Silence())
    assert compiled.stat().st_mtime_ns == made
    assert b"Enregistrer" in compiled.read_bytes()


def test_a_failed_program_is_told_in_its_own_last_words() -> None:
    words = [sys.executable, "-c", "import sys; [print(n) for n in range(40)]; sys.exit(3)"]
    with pytest.raises(CommandFailed, match="exit status 3") as fault:
        command_run(words)
    assert fault.value.said.splitlines()[-1].strip() == "39"
    assert len(fault.value.said.splitlines()) == 12


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(CommandFailed, match="No such file"):
        command_run(["/nonexistent/program"])
