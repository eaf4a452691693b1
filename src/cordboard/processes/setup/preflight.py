"""What must be true before anything is made or started."""

import re
import shutil
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from cordboard.base.configuration import Configuration
from cordboard.processes.setup.account import Account
from cordboard.processes.setup.commands import command_run
from cordboard.processes.setup.errors import (
    CommandFailed,
    DatabaseUnreachable,
    DiskFull,
    FolderUnusable,
    PathUnusable,
)
from cordboard.processes.setup.ports import ports_check

SAFE_PATH = re.compile(r"[\w./+@-]+")
MB = 1024 * 1024
ROOM_FIRST_MB = 1500  # engine 350, PostgreSQL 50, web libraries 400, and as much again for calls and messages
ROOM_LATER_MB = 200
CONNECT_S = 5
OLDEST_SERVER = 130000  # PostgreSQL 13, the oldest its makers still mend


def preflight(configuration: Configuration, *, account: Account, cache: Path) -> None:
    """Nothing stands in the way of setup and start. Raises the SetupError that says what does."""
    path_check(configuration.data)
    first = not (configuration.data / "engine").exists()
    disk_check(configuration.data, needed_mb=ROOM_FIRST_MB if first else ROOM_LATER_MB)
    disk_check(cache, needed_mb=ROOM_LATER_MB)
    ports_check(configuration, account=account.name)
    if configuration.dsn:
        database_check(configuration.dsn)


def path_check(data: Path) -> None:
    """The folder's name means the same in every program's settings. Raises PathUnusable."""
    if not SAFE_PATH.fullmatch(str(data)) or not str(data).isascii():
        raise PathUnusable(folder=str(data))


def reach_check(data: Path, account: Account) -> None:
    """The account can get to where the data folder is or will be. Raises FolderUnusable when something bars the way."""
    existing = next(place for place in (data, *data.parents) if place.exists())
    try:
        command_run(["test", "-x", existing], account=account)
    except CommandFailed as fault:
        reason = f"the account {account.name} may not enter it or a folder above it"
        raise FolderUnusable(folder=str(data), reason=reason) from fault


def disk_check(folder: Path, *, needed_mb: int) -> None:
    """There is this much room where the folder is or will be. Raises DiskFull."""
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free_mb = shutil.disk_usage(existing).free // MB
    if free_mb < needed_mb:
        raise DiskFull(folder=str(folder), free_mb=free_mb, needed_mb=needed_mb)


def database_check(dsn: str) -> None:
    """The database answers and lets tables be made in it. Raises DatabaseUnreachable, which never tells the password."""
    try:
        place = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError as fault:  # its own words may repeat the DSN
        raise DatabaseUnreachable(database="named by --dsn", host="?", reason="the DSN is not one") from fault
    database, host = str(place.get("dbname", "?")), str(place.get("host", "this machine"))
    try:
        with psycopg.connect(dsn, connect_timeout=CONNECT_S) as connection:
            reason = _shortcoming(connection)
    except psycopg.Error as fault:
        reason = _said(fault, str(place.get("password") or ""))
    if reason:
        raise DatabaseUnreachable(database=database, host=host, reason=reason)


def _shortcoming(connection: "psycopg.Connection[tuple[object, ...]]") -> str:
    if connection.info.server_version < OLDEST_SERVER:
        return "the server is older than PostgreSQL 13"
    row = connection.execute(
        "SELECT has_schema_privilege('public', 'CREATE'), current_setting('server_encoding')"
    ).fetchone()
    may_create, encoding = row or (False, "")
    if not may_create:
        return "its user may not make tables (GRANT CREATE ON SCHEMA public, or make it the database's owner)"
    return "" if encoding == "UTF8" else f"its encoding is {encoding}, not UTF8"


def _said(fault: psycopg.Error, password: str) -> str:
    words = " ".join(str(fault).split())
    return words.replace(password, "…") if password else words
