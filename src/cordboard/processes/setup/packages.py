"""The system packages Cordboard stands on, installed only where what they bring is missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from platform import freedesktop_os_release

from cordboard.base.configuration import Configuration
from cordboard.processes.setup.commands import command_run
from cordboard.processes.setup.errors import CommandFailed, NetworkNeeded, ProgramMissing
from cordboard.processes.setup.telling import Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPackage:
    """A package of the distribution, and a file pattern that proves it is there."""

    name: str
    proof: str

    @property
    def present(self) -> bool:
        """Whether what it brings is there, from whichever package."""
        return any(Path("/").glob(self.proof.lstrip("/")))


SERVER = SystemPackage(name="postgresql", proof="/usr/lib/postgresql/*/bin/postgres")
FETCHER = SystemPackage(name="mmdebstrap", proof="/usr/bin/mmdebstrap")
KEYS = SystemPackage(name="debian-archive-keyring", proof="/usr/share/keyrings/debian-archive-keyring.*g*")
MESSAGES = SystemPackage(name="gettext", proof="/usr/bin/msgfmt")

_FOR_TESTS = (
    SERVER, FETCHER, KEYS, MESSAGES,
    SystemPackage(name="libatomic1", proof="/usr/lib/*/libatomic.so.1"),  # of Playwright's own Node
    SystemPackage(name="sip-tester", proof="/usr/bin/sipp"),
    SystemPackage(name="openssl", proof="/usr/bin/openssl"),
    SystemPackage(name="sox", proof="/usr/bin/sox"),
    SystemPackage(name="tshark", proof="/usr/bin/tshark"),
    SystemPackage(name="fonts-dejavu-core", proof="/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
)  # fmt: skip

BROWSER = SystemPackage(name="chromium", proof="/usr/bin/chromium")

CLUSTER_DROP_IN = Path("/etc/postgresql-common/createcluster.d/cordboard.conf")


def packages_for_tests() -> tuple[SystemPackage, ...]:
    """What tests need of the distribution. Ubuntu's chromium is only a way to a snap: `setup.browser` knows another."""
    return _FOR_TESTS if freedesktop_os_release()["ID"] == "ubuntu" else (*_FOR_TESTS, BROWSER)


def packages_needed(configuration: Configuration) -> tuple[SystemPackage, ...]:
    """What a running installation with this configuration needs of the distribution."""
    database = () if configuration.dsn else (SERVER,)
    engine = () if configuration.engine_root else (FETCHER, KEYS)
    return (*database, *engine, MESSAGES)


def packages_missing(needed: Sequence[SystemPackage]) -> tuple[SystemPackage, ...]:
    """Those that are not there yet."""
    return tuple(package for package in needed if not package.present)


def packages_ensure(needed: Sequence[SystemPackage], telling: Telling) -> None:
    """Every package is there. Raises NetworkNeeded with apt's own words, ProgramMissing where only root may install."""
    missing = [package.name for package in packages_missing(needed)]
    if not missing:
        return
    _permission_ask(missing)
    with telling.step(f"Installing {', '.join(missing)}", long=True):
        try:
            if not os.environ.get("CORDBOARD_APT_FRESH"):
                command_run(["apt-get", "update"], as_root=True, heard=telling.heard)
            command_run(
                ["dpkg", "--configure", "-a"], as_root=True
            )  # an installation that was cut off is finished
            if SERVER.name in missing:
                _server_without_cluster(telling)
            _install(missing, telling)
        except CommandFailed as fault:
            raise NetworkNeeded(
                what=", ".join(missing), said=fault.said,
                to_do=f"Check the network and /etc/apt/sources.list, or run apt-get install {' '.join(missing)} yourself.",
            ) from fault  # fmt: skip


def _permission_ask(missing: Sequence[str]) -> None:
    """sudo, where it is needed, has asked for its password: before anything is drawn on the terminal."""
    if os.geteuid() == 0:
        return
    if not shutil.which("sudo"):
        raise ProgramMissing(program=", ".join(missing), package=" ".join(missing))
    if sys.stdin.isatty():
        subprocess.run(["sudo", "--validate"], check=False)


def _server_without_cluster(telling: Telling) -> None:
    """The PostgreSQL server is installed without the cluster on port 5432 that the package would make by itself."""
    _install(["postgresql-common"], telling)
    command_run(["mkdir", "-p", CLUSTER_DROP_IN.parent], as_root=True)
    command_run(["tee", CLUSTER_DROP_IN], as_root=True, typed="create_main_cluster = false\n")
    try:
        _install([SERVER.name], telling)
    finally:
        command_run(["rm", "-f", CLUSTER_DROP_IN], as_root=True)


def _install(names: Sequence[str], telling: Telling) -> None:
    command_run(
        ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "--no-install-recommends", *names],
        as_root=True, heard=telling.heard,
    )  # fmt: skip
