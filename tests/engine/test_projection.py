"""The endpoint projection: a file of rows, changed as little as possible, or not at all."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordboard.engine.apply.endpoints import (
    COLUMNS,
    EndpointTaken,
    ProjectionChange,
    companies_projected,
    company_remove,
    endpoints_project,
    endpoints_projected,
    projection_prepare,
)
from cordboard.engine.render.endpoint import endpoint_render
from cordboard.engine.specs import SipDigests
from kit.specs import ACME, GLOBEX, endpoint

pytestmark = pytest.mark.golden

MINE = [endpoint(ACME, sign, f"10{place}") for place, sign in enumerate("abc")]
THEIRS = [endpoint(GLOBEX, sign, f"10{place}") for place, sign in enumerate("xyz")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "endpoints.sqlite3"
    projection_prepare(file=path)
    endpoints_project(file=path, company=ACME, endpoints=MINE)
    endpoints_project(file=path, company=GLOBEX, endpoints=THEIRS)
    return path


def contents(file: Path) -> dict[str, list[tuple[str, ...]]]:
    with closing(sqlite3.connect(file)) as database:
        return {
            kind: database.execute(f"SELECT * FROM ps_{kind}s ORDER BY id").fetchall()  # noqa: S608
            for kind in COLUMNS
        }


def test_only_what_differs_is_written(file: Path) -> None:
    changed = replace(MINE[1], name="Another")
    new = endpoint(ACME, "d", "109")
    change = endpoints_project(file=file, company=ACME, endpoints=[MINE[0], changed, new])
    assert change == ProjectionChange(added=(new.key,), changed=(changed.key,), removed=(MINE[2].key,))
    again = endpoints_project(file=file, company=ACME, endpoints=[new, changed, MINE[0]])
    assert again == ProjectionChange()


def test_what_lies_there_is_what_was_rendered(file: Path) -> None:
    lying = endpoints_projected(file=file, company=ACME)
    assert lying == {one.key: endpoint_render(one) for one in MINE}


def test_a_new_password_changes_the_endpoint(file: Path) -> None:
    fresh = replace(MINE[0], digests=SipDigests.of(MINE[0].key, "fresh"))
    change = endpoints_project(file=file, company=ACME, endpoints=[fresh, *MINE[1:]])
    assert change.changed == (fresh.key,)


def test_a_company_is_removed_alone(file: Path) -> None:
    before = contents(file)
    change = company_remove(file=file, company=ACME)
    assert change.removed == tuple(one.key for one in MINE)
    assert companies_projected(file=file) == {GLOBEX}
    after = contents(file)
    assert all(set(after[kind]) < set(before[kind]) and len(after[kind]) == 3 for kind in COLUMNS)


def test_an_endpoint_of_another_company_is_refused_and_nothing_has_changed(file: Path) -> None:
    before = contents(file)
    stolen = replace(THEIRS[0], company=ACME)
    with pytest.raises(EndpointTaken) as refusal:
        endpoints_project(file=file, company=ACME, endpoints=[replace(MINE[0], name="New"), stolen])
    assert refusal.value.endpoint == stolen.key
    assert "new credentials" in str(refusal.value)
    assert contents(file) == before


def test_endpoints_of_another_company_are_not_taken_for_ones_own(file: Path) -> None:
    before = contents(file)
    with pytest.raises(ValueError, match="are not company"):
        endpoints_project(file=file, company=ACME, endpoints=[*MINE, THEIRS[0]])
    assert contents(file) == before


def test_preparing_again_keeps_what_lies_there(file: Path) -> None:
    before = contents(file)
    projection_prepare(file=file)
    assert contents(file) == before
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_file_of_another_version_keeps_its_endpoints_and_gets_our_columns(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database:
        database.execute("ALTER TABLE ps_endpoints DROP COLUMN language")
        database.execute("ALTER TABLE ps_endpoints ADD COLUMN bygone TEXT")
    projection_prepare(file=file)
    lying = endpoints_projected(file=file, company=ACME)
    assert set(lying) == {one.key for one in MINE}
    assert "bygone" not in lying[MINE[0].key].endpoint
    assert len(endpoints_project(file=file, company=ACME, endpoints=MINE).changed) == 3


def test_doubles_that_an_earlier_version_left_are_removed(file: Path) -> None:
    """Until 2026-11 an account for TLS only had rows named `<key>@clear` beside its own (ADR 12)."""
    before, double = contents(file), f"{MINE[0].key}@clear"
    with closing(sqlite3.connect(file)) as database, database:
        for kind, columns in COLUMNS.items():
            copied = ",".join(columns).replace("id", "?", 1)
            database.execute(
                f"INSERT INTO ps_{kind}s ({','.join(columns)}) SELECT {copied} FROM ps_{kind}s WHERE id = ?",  # noqa: S608
                (double, MINE[0].key),
            )
    projection_prepare(file=file)
    change = endpoints_project(file=file, company=ACME, endpoints=MINE)
    assert change == ProjectionChange(removed=(double,))
    assert contents(file) == before


def test_a_reader_is_never_kept_waiting_and_sees_whole_companies(file: Path) -> None:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=0)) as reader:
        reader.execute("BEGIN")
        before = reader.execute("SELECT count(*) FROM ps_endpoints").fetchone()
        company_remove(file=file, company=ACME)
        assert reader.execute("SELECT count(*) FROM ps_endpoints").fetchone() == before == (6,)
        reader.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM ps_endpoints").fetchone() == (3,)


@given(st.lists(st.text(), min_size=3, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_no_name_becomes_sql(file: Path, names: list[str]) -> None:
    endpoints_project(
        file=file,
        company=ACME,
        endpoints=[replace(one, name=name) for one, name in zip(MINE, names, strict=True)],
    )
    assert {kind: len(rows) for kind, rows in contents(file).items()} == {"endpoint": 6, "auth": 6, "aor": 6}
