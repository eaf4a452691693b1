"""The endpoint projection: one SQLite file that Cordboard alone writes and the engine reads.

Each act is one transaction that writes only rows that differ. The engine caches rows it has read, so an act is
followed by `engine.apply.cache.cache_settle`.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark
from cordboard.engine.names import CompanyKey, company_key
from cordboard.engine.render.endpoint import EndpointRows, Row, endpoint_render, endpoints_render
from cordboard.engine.render.node.sip import KINDS
from cordboard.engine.specs import Codec, EndpointSpec, SipDigests

_PATTERN = endpoint_render(
    EndpointSpec(
        key="e" + "a" * 16,  # type: ignore[arg-type]
        company="t" + "a" * 16,  # type: ignore[arg-type]
        digests=SipDigests.of("", ""),
        name="",
        extension="0",
        codecs=(Codec.ALAW,),
    )
)
COLUMNS = {kind: tuple(getattr(_PATTERN, kind)) for kind in KINDS}
BUSY_S = 5.0


@dataclass(kw_only=True, eq=False)
class EndpointTaken(CordboardError):
    """An endpoint's key is another company's; keys are random, so this is a fault, not chance."""

    code: ClassVar[str] = "engine.endpoint_taken"
    text: ClassVar[str] = mark(
        "Endpoint %(endpoint)s belongs to another company than %(company)s, so nothing was changed. "
        "Give the device new credentials."
    )

    endpoint: str
    company: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionChange:
    """Keys of endpoints that a projection added, changed, removed, each in order."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Every endpoint whose rows are not what they were."""
        return self.added + self.changed + self.removed


def projection_prepare(*, file: Path) -> None:
    """The file exists with a table of each kind and our columns; what endpoints it holds stay."""
    with closing(_open(file)) as database:
        database.execute("PRAGMA journal_mode = WAL")
        with _transaction(database):
            for kind in KINDS:
                _table_prepare(database, kind)
            database.execute("CREATE INDEX IF NOT EXISTS endpoints_by_company ON ps_endpoints (accountcode)")
    file.chmod(0o640)


def endpoints_project(
    *, file: Path, company: CompanyKey, endpoints: Sequence[EndpointSpec]
) -> ProjectionChange:
    """The company's endpoints in the projection are exactly these. Raises EndpointTaken, then nothing has changed."""
    if len({endpoint.key for endpoint in endpoints if endpoint.company == company}) != len(endpoints):
        raise ValueError(f"some of these endpoints are not company {company}'s, or come twice")
    return rows_project(file=file, company=company, wanted=endpoints_render(endpoints))


def rows_project(*, file: Path, company: CompanyKey, wanted: Mapping[str, EndpointRows]) -> ProjectionChange:
    """The company's rows in the projection are exactly these; only what differs is written."""
    with closing(_open(file)) as database, _transaction(database):
        change = change_between(_projected(database, company), wanted)
        _write(database, company, change, wanted)
    return change


def rows_add(*, file: Path, company: CompanyKey, rows: Mapping[str, EndpointRows]) -> None:
    """These endpoints, of which the projection held nothing, are in it."""
    with closing(_open(file)) as database, _transaction(database):
        _write(database, company, ProjectionChange(added=tuple(rows)), rows)


def company_remove(*, file: Path, company: CompanyKey) -> ProjectionChange:
    """The projection holds nothing of the company."""
    return endpoints_project(file=file, company=company, endpoints=())


def endpoints_projected(*, file: Path, company: CompanyKey) -> dict[str, EndpointRows]:
    """The company's rows by endpoint, as the engine would read them."""
    with closing(_open(file)) as database:
        return _projected(database, company)


def companies_projected(*, file: Path) -> frozenset[CompanyKey]:
    """Companies that have endpoints in the projection."""
    with closing(_open(file)) as database:
        found = database.execute("SELECT DISTINCT accountcode FROM ps_endpoints")
        return frozenset(CompanyKey(row[0]) for row in found)


def change_between(
    present: Mapping[str, EndpointRows], wanted: Mapping[str, EndpointRows]
) -> ProjectionChange:
    """What must happen for the present to be as wanted."""
    return ProjectionChange(
        added=tuple(sorted(wanted.keys() - present.keys())),
        changed=tuple(key for key in sorted(wanted.keys() & present.keys()) if wanted[key] != present[key]),
        removed=tuple(sorted(present.keys() - wanted.keys())),
    )


def _projected(database: sqlite3.Connection, company: CompanyKey) -> dict[str, EndpointRows]:
    tables = {kind: _rows(database, kind, company) for kind in KINDS}
    return {
        key: EndpointRows(endpoint=row, auth=tables["auth"].get(key, {}), aor=tables["aor"].get(key, {}))
        for key, row in tables["endpoint"].items()
    }


def _write(
    database: sqlite3.Connection,
    company: CompanyKey,
    change: ProjectionChange,
    wanted: Mapping[str, EndpointRows],
) -> None:
    for key in change.changed + change.removed:
        for kind in KINDS:
            database.execute(f"DELETE FROM ps_{kind}s WHERE id = ?", (key,))  # noqa: S608  # kinds are ours
    for key in change.added + change.changed:
        for kind in KINDS:
            _insert(database, company, kind, getattr(wanted[key], kind))


def _insert(database: sqlite3.Connection, company: CompanyKey, kind: str, row: Row) -> None:
    names, places = ",".join(COLUMNS[kind]), ",".join("?" * len(COLUMNS[kind]))
    try:
        database.execute(
            f"INSERT INTO ps_{kind}s ({names}) VALUES ({places})",  # noqa: S608  # names are ours
            [row[column] for column in COLUMNS[kind]],
        )
    except sqlite3.IntegrityError:
        raise EndpointTaken(endpoint=row["id"], company=company) from None


def _rows(database: sqlite3.Connection, kind: str, company: CompanyKey) -> dict[str, Row]:
    names = ",".join(f"mine.{column}" for column in COLUMNS[kind])
    found = database.execute(
        f"SELECT {names} FROM ps_endpoints AS owner JOIN ps_{kind}s AS mine ON mine.id = owner.id"  # noqa: S608  # names are ours
        " WHERE owner.accountcode = ?",
        (company_key(company),),
    )
    return {row[0]: dict(zip(COLUMNS[kind], row, strict=True)) for row in found}


def _table_prepare(database: sqlite3.Connection, kind: str) -> None:
    """The table has our columns. One that is new is empty, which the engine reads as its default, until the next apply."""
    table, wanted = f"ps_{kind}s", COLUMNS[kind]
    database.execute(f"CREATE TABLE IF NOT EXISTS {table} (id TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID")
    present = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
    for column in wanted:
        if column not in present:
            database.execute(f"ALTER TABLE {table} ADD COLUMN {column} TEXT")
    for column in present:
        if column not in wanted:
            database.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, timeout=BUSY_S, isolation_level=None)


@contextmanager
def _transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; the write lock is taken first, so that what is read inside stays true."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")
