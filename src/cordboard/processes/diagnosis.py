"""What is wrong, or soon will be, with this machine and this installation: each finding names its cure."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import partial
from pathlib import Path

from cordboard.base.configuration import Configuration
from cordboard.base.errors import CordboardError
from cordboard.engine.apply.root import engine_root
from cordboard.engine.names import RECORDS_FILE
from cordboard.processes.health import health_of
from cordboard.processes.setup.account import Account
from cordboard.processes.setup.certificate import RENEW_BEFORE, certificate_names, certificate_read
from cordboard.processes.setup.commands import command_run
from cordboard.processes.setup.errors import CommandFailed, SetupError
from cordboard.processes.setup.leftovers import leftovers_find
from cordboard.processes.setup.packages import packages_missing, packages_needed
from cordboard.processes.setup.places import CHECKOUT, cache
from cordboard.processes.setup.ports import port_check, ports_needed
from cordboard.processes.setup.preflight import MB, ROOM_LATER_MB, database_check, disk_check
from cordboard.processes.setup.program import program_readable
from cordboard.processes.setup.programs import names
from cordboard.processes.setup.supervision import Supervision
from cordboard.processes.worker.aside import AGAIN, KEPT, rejected_count, rejected_files, spool_folder

MEMORY_MB = 1024
LOAD_SHORT_MB = 2 * ROOM_LATER_MB


class Grade(Enum):
    """How much a finding matters."""

    GOOD = "good"
    NOTE = "note"  # works, and may not tomorrow
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something looked at, what was seen, and the cure where one is needed."""

    subject: str
    grade: Grade
    seen: str
    cure: str = ""


def diagnosis(configuration: Configuration) -> Iterator[Finding]:
    """Everything worth knowing, one finding after the other. Changes nothing."""
    for subject, look in LOOKS.items():
        yield from look(subject, configuration)


def _packages(subject: str, configuration: Configuration) -> Iterator[Finding]:
    missing = " ".join(package.name for package in packages_missing(packages_needed(configuration)))
    if missing:
        yield Finding(
            subject=subject, grade=Grade.FAULT, seen=f"missing: {missing}", cure=f"apt-get install {missing}"
        )
    else:
        yield Finding(subject=subject, grade=Grade.GOOD, seen="all there")


def _account(subject: str, configuration: Configuration) -> Iterator[Finding]:
    if os.geteuid() != 0:
        yield Finding(subject=subject, grade=Grade.GOOD, seen=f"everything runs as you, {Account.own().name}")
        return
    try:
        account = Account.named(configuration.user)
    except KeyError:
        seen, cure = f"there is no account {configuration.user} yet", "./cordboard up, which makes it"
        yield Finding(subject=subject, grade=Grade.NOTE, seen=seen, cure=cure)
        return
    yield Finding(subject=subject, grade=Grade.GOOD, seen=f"everything runs as {account.name}")
    yield _readable(account)


def _readable(account: Account) -> Finding:
    if program_readable(account):
        return Finding(subject="program", grade=Grade.GOOD, seen=f"{account.name} can read {CHECKOUT}")
    return Finding(
        subject="program", grade=Grade.NOTE, seen=f"{account.name} can't read {CHECKOUT}: `up` copies the program",
        cure="git clone to a folder that everyone may enter, such as /opt/cordboard",
    )  # fmt: skip


def _disk(subject: str, configuration: Configuration) -> Iterator[Finding]:
    for folder in (configuration.data, cache()):
        yield _graded(f"{subject} of {folder}", lambda folder=folder: _room(folder))  # type: ignore[misc]


def _room(folder: Path) -> str:
    disk_check(folder, needed_mb=LOAD_SHORT_MB)
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    return f"{shutil.disk_usage(existing).free // MB} MB free"


def _memory(subject: str, configuration: Configuration) -> Iterator[Finding]:
    lines = Path("/proc/meminfo").read_text().splitlines()
    available = next(int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable"))
    needed = 0 if Supervision(configuration.data).pid() else MEMORY_MB
    if available < needed:
        yield Finding(
            subject=subject, grade=Grade.NOTE, seen=f"{available} MB available; {needed} MB are comfortable",
            cure="stop other programs, or give this machine more memory",
        )  # fmt: skip
    else:
        yield Finding(subject=subject, grade=Grade.GOOD, seen=f"{available} MB available")


def _clock(subject: str, configuration: Configuration) -> Iterator[Finding]:
    try:
        synchronised = command_run(["timedatectl", "show", "--property=NTPSynchronized", "--value"]).strip()
    except CommandFailed:
        synchronised = "unknown"
    cure = (
        ""
        if synchronised == "yes"
        else "timedatectl set-ntp true (or let the host keep the time of this container)"
    )
    grade = Grade.GOOD if synchronised == "yes" else Grade.NOTE
    seen = {"yes": "kept by the network", "no": "not kept by the network: certificates and records need it"}
    yield Finding(
        subject=subject, grade=grade, seen=seen.get(synchronised, "nobody says who keeps it"), cure=cure
    )


def _passing(check: Callable[[], None], seen: str) -> Callable[[], str]:
    """A check that says so when nothing is wrong."""

    def run() -> str:
        check()
        return seen

    return run


def _ports(subject: str, configuration: Configuration) -> Iterator[Finding]:
    if Supervision(configuration.data).pid():
        yield Finding(subject=subject, grade=Grade.GOOD, seen="held by this installation, which runs")
        return
    account = configuration.user if os.geteuid() == 0 else Account.own().name
    for needed in ports_needed(configuration):
        check = partial(port_check, needed, account=account)
        finding = _graded(f"port {needed.port}/{needed.kind}", _passing(check, "free"))
        if finding.grade is not Grade.GOOD:
            yield finding


def _database(subject: str, configuration: Configuration) -> Iterator[Finding]:
    if configuration.dsn:
        check = partial(database_check, configuration.dsn)
        yield _graded(subject, _passing(check, "reachable, and lets tables be made"))


def _engine(subject: str, configuration: Configuration) -> Iterator[Finding]:
    if not (configuration.engine_root or (configuration.data / "engine").exists()):
        yield Finding(
            subject=subject, grade=Grade.NOTE, seen="not fetched yet", cure="./cordboard up, which fetches it"
        )
        return
    yield _graded(subject, lambda: _engine_version(configuration))


def _engine_version(configuration: Configuration) -> str:
    """What the engine calls itself; asked as the account, which could have put another program in its place."""
    try:
        account = Account.named(configuration.user) if os.geteuid() == 0 else Account.own()
    except KeyError:
        account = Account.own()  # nobody else yet
    return command_run([*engine_root(configuration).program, "-V"], account=account).strip()


def _certificate(subject: str, configuration: Configuration) -> Iterator[Finding]:
    file = configuration.data / "tls" / "server.crt"
    if not file.exists():
        yield Finding(
            subject=subject, grade=Grade.NOTE, seen="not made yet", cure="./cordboard up, which makes it"
        )
        return
    certificate = certificate_read(file)
    left = certificate.not_valid_after_utc - datetime.now(UTC)
    if left < RENEW_BEFORE:
        grade = Grade.FAULT if left < timedelta(0) else Grade.NOTE
        cure = "./cordboard down, then up, which renews Cordboard's own; put a fresh one of your own into its place"
        yield Finding(subject=subject, grade=grade, seen=f"{left.days} days left", cure=cure)
    elif configuration.host not in certificate_names(certificate):
        cure = f"--host with a name it covers, or a certificate that covers {configuration.host}"
        yield Finding(
            subject=subject, grade=Grade.NOTE, seen=f"does not cover {configuration.host}", cure=cure
        )
    else:
        yield Finding(subject=subject, grade=Grade.GOOD, seen=f"{left.days} days left")


def _processes(subject: str, configuration: Configuration) -> Iterator[Finding]:
    if not Supervision(configuration.data).pid():
        left = leftovers_find(configuration.data)
        seen = (
            f"left behind without a supervisor: {', '.join(one.name for one in left)}"
            if left
            else "not running"
        )
        grade = Grade.FAULT if left else Grade.NOTE
        yield Finding(
            subject=subject, grade=grade, seen=seen, cure=f"./cordboard up --data {configuration.data}"
        )
        return
    for name in names(configuration):
        health = health_of(name, configuration)
        grade = Grade.GOOD if health.well else Grade.FAULT
        cure = "" if health.well else f"./cordboard logs {name} --data {configuration.data}"
        yield Finding(subject=f"process {name}", grade=grade, seen=health.detail, cure=cure)


def _records(subject: str, configuration: Configuration) -> Iterator[Finding]:
    folder = spool_folder(configuration.data)
    count = rejected_count(folder)
    if count:
        files = ", ".join(str(file) for file in rejected_files(folder))
        yield Finding(
            subject=subject, grade=Grade.NOTE, seen=f"{count} put aside in {files}; more than {KEPT + 1} files are never kept",
            cure=f"read there why; delete it, or name it {RECORDS_FILE}.{AGAIN} once mended: nothing comes in twice",
        )  # fmt: skip
    else:
        yield Finding(subject=subject, grade=Grade.GOOD, seen="none was put aside")


def _graded(subject: str, look: Callable[[], str]) -> Finding:
    """What was seen, or the fault that looking raised together with its cure."""
    try:
        return Finding(subject=subject, grade=Grade.GOOD, seen=look())
    except SetupError as fault:
        return Finding(
            subject=subject, grade=Grade.FAULT, seen=fault.text % fault.values(), cure=fault.advice()
        )
    except CordboardError as fault:
        return Finding(subject=subject, grade=Grade.FAULT, seen=fault.text % fault.values())


LOOKS: dict[str, Callable[[str, Configuration], Iterator[Finding]]] = {
    "system packages": _packages,
    "account": _account,
    "disk": _disk,
    "memory": _memory,
    "clock": _clock,
    "ports": _ports,
    "database": _database,
    "engine": _engine,
    "certificate": _certificate,
    "processes": _processes,
    "call records": _records,
}
