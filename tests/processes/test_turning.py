"""What would only grow is turned over, daily and when it is large, by jobs that the worker knows."""

from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django import app

from cordboard.base.configuration import Configuration
from cordboard.base.secrets import secrets_load
from cordboard.engine import log
from cordboard.engine.names import RECORDS_FILE
from cordboard.processes import jobs, turning
from cordboard.processes.worker.aside import spool_folder
from kit.engine import running_engine
from kit.records import record_line, spool_append

assert jobs  # from here on every job is known


@pytest.mark.pure
def test_the_worker_does_it_in_time() -> None:
    crons = {one.task.name: one.cron for one in app.periodic_registry.periodic_tasks.values()}
    assert crons["processes.files_turn_daily"] == "7 0 * * *"
    assert crons["processes.log_watch"] == "*/5 * * * *"
    assert {"calls.records_forget", "journal.entries_forget"} <= crons.keys()


@pytest.mark.engine
def test_log_and_spool_of_a_running_engine_begin_anew(tmp_path: Path, settings: Any) -> None:
    with running_engine(tmp_path) as engine:
        settings.CORDBOARD = engine.configuration
        folder = engine.home / "log"
        (folder / log.FILE).write_text("x" * 1000)
        turning.log_watch()
        assert not (folder / f"{log.FILE}.0").exists()
        spool = spool_append(spool_folder(tmp_path), record_line())
        turning.files_turn_daily()
        assert (folder / f"{log.FILE}.0").read_text() == "x" * 1000
        assert not spool.exists()
        assert len(list(spool.parent.glob(f"{RECORDS_FILE}.*"))) == 1
        (folder / log.FILE).write_text("x" * (log.LARGE + 1))
        turning.log_watch()
        assert (folder / log.FILE).stat().st_size < log.LARGE


@pytest.mark.engine
def test_an_engine_that_does_not_run_is_no_trouble(tmp_path: Path, settings: Any) -> None:
    secrets_load(tmp_path)
    settings.CORDBOARD = Configuration(data=tmp_path, ami_port=1)
    folder = tmp_path / "asterisk" / "log"
    folder.mkdir(parents=True)
    (folder / log.FILE).write_text("x")
    turning.files_turn_daily()
    assert (folder / log.FILE).read_text() == "x"
