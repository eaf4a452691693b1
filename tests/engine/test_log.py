"""The engine's log begins anew when told, and old ones do not pile up."""

from pathlib import Path

import pytest

from cordboard.engine.ami.login import ManagerAccount
from cordboard.engine.errors import EngineUnreachable
from cordboard.engine.log import FILE, KEPT, LARGE, log_turn
from cordboard.engine.names import MANAGER_USER
from kit.engine import RunningEngine, running_engine

pytestmark = pytest.mark.engine


def account_of(engine: RunningEngine) -> ManagerAccount:
    return ManagerAccount(port=engine.ami_port, user=MANAGER_USER, secret=engine.secrets.ami_password)


def grow(log: Path, text: str, size: int = 1) -> None:
    with log.open("a") as opened:
        opened.write(text.ljust(size) + "\n")


def test_a_large_log_begins_anew_the_engine_goes_on_writing_and_the_oldest_go(tmp_path: Path) -> None:
    with running_engine(tmp_path) as engine:
        folder = engine.home / "log"
        log, account = folder / FILE, account_of(engine)
        grow(log, "small")
        assert not log_turn(account=account, folder=folder, above=LARGE)
        grow(log, "large", LARGE)
        assert log_turn(account=account, folder=folder, above=LARGE)
        assert (folder / f"{FILE}.0").read_text().startswith(("small", "["))
        assert log.stat().st_size < 1000
        for number in range(KEPT + 3):
            grow(log, f"day {number}")
            assert log_turn(account=account, folder=folder)
        assert {path.name for path in folder.glob(f"{FILE}.*")} == {f"{FILE}.{n}" for n in range(KEPT)}
        assert f"day {KEPT + 2}" in (folder / f"{FILE}.0").read_text()
        assert "day 3" in (folder / f"{FILE}.{KEPT - 1}").read_text()


def test_an_empty_log_stays_and_an_engine_that_is_away_is_told(tmp_path: Path) -> None:
    account = ManagerAccount(port=1, user=MANAGER_USER, secret="x")
    assert not log_turn(account=account, folder=tmp_path)
    (tmp_path / FILE).touch()
    assert not log_turn(account=account, folder=tmp_path)
    (tmp_path / FILE).write_text("x")
    with pytest.raises(EngineUnreachable):
        log_turn(account=account, folder=tmp_path)
