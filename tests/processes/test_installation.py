"""The whole installation: it stands up by one command, mends itself, and says what is in its way."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cordboard.processes.setup.deadline import Watched, wait_until
from cordboard.processes.setup.programs import NAMES
from kit.whole_installation import Installation, installation_folder

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

SHORT_S = 60


@pytest.fixture(scope="module")
def running() -> Iterator[Installation]:
    """An installation that runs; tests leave it running."""
    with installation_folder() as one:
        said = one.up()
        assert said.status == 0, said.text
        yield one


@pytest.fixture
def fresh() -> Iterator[Installation]:
    """An installation that does not exist yet."""
    with installation_folder() as one:
        yield one


# It stands


def test_every_process_does_its_work_as_an_account_that_is_not_root(running: Installation) -> None:
    status = running.status()
    assert status["well"], status
    assert tuple(process["name"] for process in status["processes"]) == NAMES
    owners = {Path(f"/proc/{process['pid']}").stat().st_uid for process in status["processes"]}
    assert owners == {(running.data / "secrets.json").stat().st_uid}
    assert 0 not in owners


def test_secrets_are_read_by_their_owner_only(running: Installation) -> None:
    for name in ("secrets.json", "cordboard.toml", "tls/server.key", "tls/ca.key", "run/supervisord.conf"):
        assert (running.data / name).stat().st_mode & 0o077 == 0, name
    for name in ("run", "postgres", "log"):
        assert (running.data / name).stat().st_mode & 0o077 == 0, name


def test_the_portal_speaks_tls_by_the_installations_own_authority(running: Installation) -> None:
    trust = ssl.create_default_context(cafile=str(running.data / "tls" / "ca.crt"))
    address = ("127.0.0.1", running.configuration.web_port)
    with (
        socket.create_connection(address, 5) as plain,
        trust.wrap_socket(plain, server_hostname="localhost") as tls,
    ):
        assert tls.version() in {"TLSv1.2", "TLSv1.3"}


def test_a_request_in_the_clear_is_refused(running: Installation) -> None:
    """SCO-190: not a byte is answered to whoever does not speak TLS."""
    with socket.create_connection(("127.0.0.1", running.configuration.web_port), 5) as plain:
        plain.sendall(b"GET /sign-in/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert plain.recv(1024) == b""


def test_the_loopback_interfaces_are_not_open_to_others(running: Installation) -> None:
    configuration = running.configuration
    for port in (configuration.ami_port, configuration.ari_port, configuration.fastagi_port):
        assert _listening_addresses(port) == {"0100007F"}


def _listening_addresses(port: int) -> set[str]:
    """As the kernel writes them. Source: proc(5), /proc/net/tcp."""
    lines = [
        line for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
    ]
    cells = [line.split() for line in lines]
    return {
        cell[1].partition(":")[0] for cell in cells if cell[1].endswith(f":{port:04X}") and cell[3] == "0A"
    }


def test_a_second_up_finds_the_first_and_changes_nothing(running: Installation) -> None:
    before = running.pids()
    said = running.up()
    assert said.status == 0
    assert "already up" in said.text
    assert running.pids() == before


def test_doctor_finds_no_fault_in_an_installation_that_runs(running: Installation) -> None:
    said = running.command("doctor")
    assert said.status == 0, said.text
    assert "✗" not in said.text


def test_logs_of_one_process_and_of_all_are_shown(running: Installation) -> None:
    assert running.command("logs", "db", "-n", "5").status == 0
    assert running.command("logs").status == 0
    wrong = running.command("logs", "nobody")
    assert (wrong.status, "no process 'nobody'" in wrong.text) == (2, True)


def test_manage_runs_as_the_installations_account(running: Installation) -> None:
    said = running.command("manage", "showmigrations", "--plan")
    assert said.status == 0, said.text
    assert "[X]" in said.text
    assert "[ ]" not in said.text


# It mends itself


@pytest.mark.parametrize("name", NAMES)
def test_a_killed_process_is_started_again(running: Installation, name: str) -> None:
    killed = running.pids()[name]
    os.kill(killed, signal.SIGKILL)
    assert running.becomes_well(without=killed), running.command("status").text


def test_up_goes_on_after_its_supervisor_was_killed(running: Installation) -> None:
    before = running.pids()
    _kill(running.supervisor())
    assert {left.name for left in running.left()} == set(NAMES)
    said = running.up()
    assert said.status == 0, said.text
    assert "left these behind" in said.text
    after = running.pids()
    assert all(after.values())
    assert not set(before.values()) & set(after.values())


def test_down_after_the_supervisor_was_killed_leaves_nothing_running(running: Installation) -> None:
    _kill(running.supervisor())
    assert running.command("down").status == 0
    assert running.left() == ()
    assert running.up().status == 0


def test_down_ends_everything_and_up_brings_it_back_quickly(running: Installation) -> None:
    assert running.command("down").status == 0
    assert running.left() == ()
    assert running.command("status").status == 3
    assert running.command("down").status == 0
    said = running.up()
    assert said.status == 0, said.text
    assert "Fetching" not in said.text
    assert "Building" not in said.text


# In the foreground


def test_up_stays_until_it_is_interrupted_and_then_ends_everything(fresh: Installation) -> None:
    with fresh.started() as up:
        _told(up, "Ctrl-C stops everything")
        assert fresh.status()["well"]
        os.killpg(up.pid, signal.SIGINT)  # as a terminal does
        assert up.wait(SHORT_S) == 0
    assert fresh.left() == ()


def test_up_ends_when_down_is_called_elsewhere(fresh: Installation) -> None:
    with fresh.started() as up:
        _told(up, "Ctrl-C stops everything")
        assert fresh.command("down").status == 0
        assert up.wait(SHORT_S) == 0
    assert fresh.left() == ()


def test_a_killed_up_leaves_everything_running_for_the_next_one_to_find(fresh: Installation) -> None:
    with fresh.started() as up:
        _told(up, "Ctrl-C stops everything")
        os.kill(up.pid, signal.SIGKILL)
    assert fresh.status()["well"]
    assert "already up" in fresh.up().text
    assert fresh.command("down").status == 0
    assert fresh.left() == ()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_first_start_that_was_cut_off_is_taken_up_again(
    fresh: Installation, number: signal.Signals
) -> None:
    with fresh.started() as up, Watched(up.pid) as watched:
        assert wait_until(
            lambda: any(fresh.data.glob(".postgres.part-*")), seconds=SHORT_S, ended=watched.ended
        )
        os.killpg(up.pid, number)
        assert up.wait(SHORT_S) != 0
    assert not (fresh.data / "postgres").exists()
    said = fresh.up()
    assert said.status == 0, said.text
    assert fresh.status()["well"]


# What is in its way


def test_a_taken_port_is_told_with_its_holder_and_nothing_is_started(fresh: Installation) -> None:
    with socket.create_server(("127.0.0.1", fresh.port_base)):
        said = fresh.up()
    assert said.status == 1
    assert f"Port {fresh.port_base} (web_port, TCP) is taken by" in said.text
    assert f"process {os.getpid()}" in said.text
    assert fresh.left() == ()
    assert not (fresh.data / "cordboard.toml").exists()


def test_a_wrong_dsn_is_told_without_its_password_and_is_not_kept(fresh: Installation) -> None:
    said = fresh.up("--dsn", "postgresql://joe:s3cret@127.0.0.1:1/shop")
    assert said.status == 1
    assert "The database shop on 127.0.0.1 can't be used" in said.text
    assert "s3cret" not in said.text
    assert not (fresh.data / "cordboard.toml").exists()


def test_a_wrong_setting_in_the_file_is_named(fresh: Installation) -> None:
    fresh.data.mkdir()
    (fresh.data / "cordboard.toml").write_text("webport = 1\n")
    said = fresh.command("status")
    assert (said.status, "unknown setting 'webport'" in said.text) == (2, True)


def test_a_full_disk_is_told_before_anything_is_made(fresh: Installation) -> None:
    with _small_disk(fresh.data):
        said = fresh.up()
        assert said.status == 1
        assert "Cordboard needs" in said.text, said.text
        assert "Make room there" in said.text
        assert sorted(entry.name for entry in fresh.data.iterdir()) == [".at-work"]


@contextmanager
def _small_disk(folder: Path) -> Iterator[None]:
    """The folder is a disk of 20 MB."""
    folder.mkdir()
    as_root = () if os.geteuid() == 0 else ("sudo",)
    _run(*as_root, "mount", "-t", "tmpfs", "-o", f"size=20m,uid={os.geteuid()}", "none", folder)
    try:
        yield
    finally:
        _run(*as_root, "umount", folder)


def test_a_process_that_does_not_come_up_is_told_with_the_end_of_its_log(fresh: Installation) -> None:
    assert fresh.up().status == 0
    fresh.command("down")
    (fresh.data / "postgres" / "local.conf").write_text("no_such_setting = 1\n")
    said = fresh.up()
    assert said.status == 1
    assert "`db` did not come up" in said.text
    assert "no_such_setting" in said.text
    assert fresh.left() == ()


def test_two_installations_run_side_by_side(running: Installation, fresh: Installation) -> None:
    said = fresh.up()
    assert said.status == 0, said.text
    assert running.status()["well"]
    assert fresh.status()["well"]
    assert fresh.command("down").status == 0
    assert running.status()["well"]


def test_another_installations_database_can_be_used_by_its_dsn(
    running: Installation, fresh: Installation
) -> None:
    subprocess.run(
        ["createdb", "-h", running.data / "run", "-U", "postgres", "-O", "cordboard", "second"],
        check=True,
        cwd="/",
    )
    said = fresh.up("--dsn", f"postgresql://cordboard@/second?host={running.data / 'run'}")
    assert said.status == 0, said.text
    assert not (fresh.data / "postgres").exists()
    assert "db" not in {left.name for left in fresh.left()}
    assert fresh.status()["well"]


# Otherwise than by `up`


def test_processes_run_one_by_one_as_systemd_starts_them(fresh: Installation) -> None:
    options = ("--port-base", str(fresh.port_base), *fresh.options)
    assert fresh.command("prepare", *options).status == 0
    with fresh.process("db"), fresh.process("engine"):
        said = fresh.command("down")
        assert (said.status, "systemctl stop" in said.text) == (1, True)
        status = {process["name"]: process for process in fresh.status()["processes"]}
        assert status["engine"]["well"]
        assert not status["web"]["well"]
    assert fresh.command("status").status == 3


def test_a_backup_as_the_page_tells_it_is_an_installation_again(
    running: Installation, fresh: Installation
) -> None:
    made = running.command("manage", "shell", "-c", COMPANY_MAKE)
    assert made.status == 0, made.text
    dump, files = fresh.data.parent / "database.dump", fresh.data.parent / "files.tar.gz"
    _run("pg_dump", "-h", running.data / "run", "-U", "cordboard", "--format=custom", "-f", dump, "cordboard")
    _run(
        "tar", "-C", running.data, "-czf", files, "secrets.json", "tls", "asterisk/spool/voicemail", "outbox"
    )

    assert fresh.command("prepare", "--port-base", str(fresh.port_base), *fresh.options).status == 0
    _run("tar", "-C", fresh.data, "-xzf", files)
    with fresh.process("db"):
        _run(
            "pg_restore",
            "-h",
            fresh.data / "run",
            "-U",
            "cordboard",
            "--dbname",
            "cordboard",
            "--no-owner",
            dump,
        )
    said = fresh.up()
    assert said.status == 0, said.text
    listed = fresh.command("manage", "shell", "-v0", "-c", COMPANIES_LIST)
    assert "Bäckerei «#exec»" in listed.text
    assert (fresh.data / "secrets.json").read_text() == (running.data / "secrets.json").read_text()


COMPANY_MAKE = """
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.services import company_create, reseller_create
from cordboard.tenancy.types import Language
house = reseller_create(actor=SYSTEM, name="Kept")
company_create(actor=SYSTEM, reseller=house.id, name="Bäckerei «#exec»", sip_domain="kept.example.com",
               language=Language.FRENCH, country="FR", time_zone="Europe/Paris")
"""
COMPANIES_LIST = (
    "from cordboard.tenancy.selectors import *; print(company_find_by_domain(domain='kept.example.com').name)"
)


def _run(*words: str | Path) -> None:
    ran = subprocess.run(words, capture_output=True, text=True, check=False, cwd="/", timeout=SHORT_S)
    assert ran.returncode == 0, ran.stderr


# The script


def test_the_script_builds_its_environment_once_and_mends_it_when_cut_off(tmp_path: Path) -> None:
    checkout = _checkout_copied(tmp_path / "checkout")
    script = str(checkout / "cordboard")
    with subprocess.Popen(
        [script, "status"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as first:
        with Watched(first.pid) as watched:
            assert wait_until((checkout / ".venv.new").exists, seconds=SHORT_S, ended=watched.ended)
        os.killpg(first.pid, signal.SIGKILL)
    assert not (checkout / ".venv").exists()
    words = [script, "--data", str(tmp_path / "none"), "status"]
    second = subprocess.run(words, capture_output=True, text=True, check=False, timeout=SHORT_S)
    assert second.returncode == 3, second.stderr
    assert "Building the locked Python environment" in second.stderr
    third = subprocess.run(words, capture_output=True, text=True, check=False, timeout=SHORT_S)
    assert (third.returncode, third.stderr) == (3, "")


def _checkout_copied(target: Path) -> Path:
    here = Path(__file__).parents[2]
    target.mkdir()
    for name in ("cordboard", "requirements.lock", "requirements-uv.lock", "pyproject.toml"):
        shutil.copy2(here / name, target / name)
    shutil.copytree(here / "src", target / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return target


def _told(up: "subprocess.Popen[str]", words: str) -> None:
    """The command said these words; fails with all it said when it ended without."""
    said = []
    for line in up.stdout or ():
        said.append(line)
        if words in line:
            return
    pytest.fail("".join(said))


def _kill(pid: int) -> None:
    with Watched(pid) as process:
        process.signal(signal.SIGKILL)
        assert process.ended(SHORT_S)
