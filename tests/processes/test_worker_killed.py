"""No call record is lost or doubled, and no job forgotten, whoever is killed and when. All of it with real processes."""

import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import count

import pytest

from cordboard.base.clock import now
from cordboard.base.configuration import Configuration
from cordboard.processes.health import BEAT_OLDEST_S, health_of
from cordboard.processes.setup.cluster import cluster_start, cluster_stop
from cordboard.processes.worker.aside import REJECTED_FILE, rejected_count
from kit.installation import Installation, installation, until
from kit.records import record_line_at, spool_append

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

LEGS, CALLS = "calls_callleg", "calls_callrecord"
TODAY = now()
_sequence = count(1)


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """One installation for these tests; each counts from where the one before ended."""
    with installation() as fresh:
        yield fresh


def line(**more: str) -> bytes:
    """A call of its own, of these days: old ones are forgotten by the very worker that is looked at."""
    return record_line_at(TODAY, next(_sequence), **more)


def test_killed_at_every_single_statement_each_record_comes_in_once(place: Installation) -> None:
    before = place.count(LEGS)
    spool_append(place.spool, *(line() for _ in range(30)), b"garbage\n", line(sequence="none"), line())
    script = [sys.executable, "-m", "kit.worker_killed", str(place.spool)]
    done = subprocess.run(
        script, env=place.environment, capture_output=True, text=True, timeout=200, check=True
    )
    assert int(done.stdout) > 20
    assert place.count(LEGS) - before == place.count(CALLS) - before == 31
    assert rejected_count(place.spool) == 2
    assert len((place.spool / REJECTED_FILE).read_bytes().splitlines()) == 4


def test_killed_at_every_statement_a_line_that_spoils_its_block_is_put_aside_once(
    place: Installation,
) -> None:
    before, aside = place.count(LEGS), rejected_count(place.spool)
    place.refuse_dialled("poison")
    spool_append(place.spool, *(line() for _ in range(4)), line(dst="poison"), *(line() for _ in range(3)))
    script = [sys.executable, "-m", "kit.worker_killed", str(place.spool)]
    done = subprocess.run(
        script, env=place.environment, capture_output=True, text=True, timeout=250, check=True
    )
    assert int(done.stdout) > 60
    assert place.count(LEGS) - before == 7
    assert rejected_count(place.spool) - aside == 1


def test_a_worker_goes_on_behind_a_line_that_can_not_be_taken_in(place: Installation) -> None:
    before, aside = place.count(LEGS), rejected_count(place.spool)
    place.refuse_dialled("poison")
    with place.worker() as worker:
        spool_append(place.spool, line(), line(dst="poison"), line())
        assert until(lambda: place.count(LEGS) - before == 2, 8), place.output()
        spool_append(place.spool, line())
        assert until(lambda: place.count(LEGS) - before == 3, 8), place.output()
        assert worker.poll() is None
        told = health_of("worker", Configuration(data=place.data))
    assert told.detail.startswith("takes jobs; ")
    assert rejected_count(place.spool) - aside == 1


def test_a_worker_killed_again_and_again_loses_and_doubles_nothing(place: Installation) -> None:
    before, wanted, chance = place.count(LEGS), 6000, random.Random(7)
    written = threading.Event()

    def write() -> None:
        for number in range(wanted):
            whole = line(rule="x" * 300)
            cut = chance.randrange(len(whole))
            spool_append(place.spool, *((whole[:cut], whole[cut:]) if number % 10 == 0 else (whole,)))
        written.set()

    thread = threading.Thread(target=write)
    thread.start()
    for _ in range(6):
        with place.worker():
            threading.Event().wait(chance.uniform(0.0, 0.7))
    thread.join()
    with place.worker():
        assert until(lambda: place.count(LEGS) - before >= wanted, 60), place.output()
        threading.Event().wait(1.5)
    assert place.count(LEGS) - before == wanted


def test_a_stopped_database_only_delays(place: Installation) -> None:
    before = place.count(LEGS)
    with place.worker() as worker:
        spool_append(place.spool, line(), line())
        assert until(lambda: place.count(LEGS) - before == 2, 5)
        cluster_stop(place.cluster)
        try:
            spool_append(place.spool, *(line() for _ in range(50)))
            assert until(lambda: place.beat_age() > BEAT_OLDEST_S, 25), (
                "a worker without database claims to be well"
            )
            assert worker.poll() is None
            assert not health_of("worker", Configuration(data=place.data)).well
        finally:
            cluster_start(place.cluster)
        assert until(lambda: place.count(LEGS) - before == 52, 15), place.output()
        assert until(lambda: health_of("worker", Configuration(data=place.data)).well, 15)
        spool_append(place.spool, line())
        assert until(lambda: place.count(LEGS) - before == 53, 5)
    assert place.count(LEGS) - before == 53


def test_a_worker_that_starts_without_a_database_waits_for_it(place: Installation) -> None:
    before = place.count(LEGS)
    cluster_stop(place.cluster)
    process = place.python("-m", "cordboard.processes.worker")
    try:
        spool_append(place.spool, line())
        threading.Event().wait(3)
        assert process.poll() is None, place.output()
        cluster_start(place.cluster)
        assert until(lambda: place.count(LEGS) - before == 1, 15), place.output()
    finally:
        process.kill()
        process.wait()


def test_a_record_is_there_about_a_second_after_the_engine_wrote_it(place: Installation) -> None:
    waits = []
    with place.worker():
        for _ in range(5):
            before, began = place.count(LEGS), time.monotonic()
            spool_append(place.spool, line())
            assert until(lambda before=before: place.count(LEGS) > before, 5)  # type: ignore[misc]
            waits.append(time.monotonic() - began)
    assert statistics.median(waits) < 1.2


def test_an_idle_worker_hardly_works(place: Installation) -> None:
    with place.worker() as worker:
        threading.Event().wait(2)
        before = cpu_seconds(worker.pid)
        threading.Event().wait(5)
        assert cpu_seconds(worker.pid) - before < 0.5


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_told_to_stop_it_lets_jobs_end_and_goes(place: Installation) -> None:
    said = len(place.output())
    with place.worker() as worker:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(9) == 0
    assert "Traceback" not in place.output()[said:]


def test_a_job_whose_worker_was_killed_runs_again_once_another_is_there(place: Installation) -> None:
    marks = place.data / "marks"
    with place.worker("-m", "kit.worker_jobs", "worker"):
        assert place.python("-m", "kit.worker_jobs", "defer", str(marks)).wait() == 0
        assert until(marks.exists, 5)
    with place.worker("-m", "kit.worker_jobs", "worker"):
        assert until(lambda: "went" in marks.read_text(), 40), place.output()
    assert marks.read_text().split() == ["came", "came", "went"]
