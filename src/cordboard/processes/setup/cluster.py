"""The private PostgreSQL cluster: reachable by a unix socket only, by its owner only."""

import pwd
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cordboard.processes.setup.account import Account, folder_own
from cordboard.processes.setup.commands import command_run
from cordboard.processes.setup.errors import FolderUnusable, ProgramMissing
from cordboard.processes.setup.files import file_write, folder_build

ROLE = DATABASE = "cordboard"
SOCKET = ".s.PGSQL.5432"
SOCKET_LONGEST = 107  # bytes a unix socket's path may have. Source: unix(7), sun_path
PROGRAMS = Path("/usr/lib/postgresql")

BASICS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "max_connections": "100",
    "jit": "off",
    "log_min_error_statement": "panic",  # statements hold people's names and numbers
    "lc_messages": "C.UTF-8",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A private cluster: where it lies, who owns it, and which settings it has beyond the basic ones."""

    data: Path  # the installation's folder: rows in `postgres`, socket in `run`
    account: Account
    settings: Mapping[str, str] = field(default_factory=dict)
    may: str = "LOGIN"  # attributes of the role; tests add CREATEDB

    @property
    def folder(self) -> Path:
        """Where the rows lie."""
        return self.data / "postgres"

    @property
    def sockets(self) -> Path:
        """Where the socket lies."""
        return self.data / "run"


def cluster_prepare(cluster: Cluster) -> None:
    """The cluster exists with role and database `cordboard`, and is set as it should be. It need not run.

    Raises ProgramMissing without a PostgreSQL server, FolderUnusable when the socket's path is too long.
    """
    if len(bytes(cluster.sockets / SOCKET)) > SOCKET_LONGEST:
        raise FolderUnusable(folder=str(cluster.data), reason="its path is too long to hold a unix socket")
    folder_own(cluster.sockets, account=cluster.account)
    if not (cluster.folder / "PG_VERSION").exists():
        with folder_build(cluster.folder, account=cluster.account) as fresh:
            _create(cluster, fresh)
    _settings_write(cluster, cluster.folder)


def cluster_command(cluster: Cluster) -> list[str]:
    """The command line of the server, to be run as the cluster's account."""
    return [str(programs_folder(cluster.folder) / "postgres"), "-D", str(cluster.folder)]


def cluster_start(cluster: Cluster) -> None:
    """The server runs by itself and answers; for tests, since supervision runs `cluster_command`."""
    log = cluster.sockets / "postgres.log"
    command_run([programs_folder(cluster.folder) / "pg_ctl", "-D", cluster.folder, "-l", log, "-w", "start"],
                account=cluster.account)  # fmt: skip


def cluster_stop(cluster: Cluster) -> None:
    """The server has ended, its clients cut off."""
    pg_ctl = programs_folder(cluster.folder) / "pg_ctl"
    command_run([pg_ctl, "-D", cluster.folder, "-m", "fast", "-w", "stop"], account=cluster.account)


def cluster_answers(cluster: Cluster) -> bool:
    """Whether a server listens on the cluster's socket; a socket left behind by a killed one does not."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        return probe.connect_ex(str(cluster.sockets / SOCKET)) == 0


def programs_folder(cluster_folder: Path | None = None) -> Path:
    """The server programs: of the cluster's own version when it exists already, else the newest installed."""
    version = cluster_folder / "PG_VERSION" if cluster_folder else None
    if version and version.exists():
        wanted = version.read_text().strip()
        return _programs(wanted, package=f"postgresql-{wanted}")
    installed = [entry.name for entry in PROGRAMS.glob("*") if re.fullmatch(r"\d+", entry.name)]
    return _programs(max(installed, key=int, default="0"), package="postgresql")


def _programs(version: str, *, package: str) -> Path:
    programs = PROGRAMS / version / "bin"
    if not (programs / "postgres").exists():
        raise ProgramMissing(program="the PostgreSQL server", package=package)
    return programs


def _create(cluster: Cluster, folder: Path) -> None:
    programs = programs_folder()
    command_run([programs / "initdb", "-D", folder, "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8",
                 "--auth=peer", "--no-instructions"], account=cluster.account)  # fmt: skip
    _settings_write(cluster, folder)
    statements = f"CREATE ROLE {ROLE} {cluster.may};\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n"
    command_run([programs / "postgres", "--single", "-D", folder, "postgres"],
                account=cluster.account, typed=statements)  # fmt: skip


def _settings_write(cluster: Cluster, folder: Path) -> None:
    """Settings are written anew each time; an operator's own go to `local.conf`, which is never touched."""
    settings = {**BASICS, "unix_socket_directories": str(cluster.sockets), **cluster.settings}
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in settings.items()]
    owners = {cluster.account.name, pwd.getpwuid(0).pw_name}
    files = {
        "postgresql.conf": "\n".join([*lines, "include_if_exists 'local.conf'", ""]),
        "pg_hba.conf": "local all all peer map=owner\n",
        "pg_ident.conf": "".join(
            f'owner "{name}" {role}\n' for name in sorted(owners) for role in (ROLE, "postgres")
        ),
    }
    for name, text in files.items():
        file_write(folder / name, text, account=cluster.account)
