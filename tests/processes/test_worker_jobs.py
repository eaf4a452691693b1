"""Jobs run after their transaction, at once, in turn, again when they fail, and only as often as there is work."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from cordboard.base.configuration import Configuration
from cordboard.processes.health import BEAT
from cordboard.processes.jobs import FAILED_KEPT_HOURS, KEPT_HOURS, job, jobs_prune
from cordboard.processes.worker.process import worker_run

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

PROMPT_S = 0.25  # generous: 50 ms is usual, the machine may be busy
ran: list[tuple[str, float]] = []
may_end = threading.Event()


def note(word: str) -> None:
    """Remembers that it ran, and when."""
    ran.append((word, time.monotonic()))


def stumble(word: str) -> None:
    """Fails the first two times."""
    note(word)
    if len(ran) < 3:
        raise RuntimeError("not yet")


def fail(word: str) -> None:
    """Fails always."""
    note(word)
    raise RuntimeError("never")


def linger(company: str, word: str = "") -> None:
    """Runs until it may end."""
    note(f"{company}{word} begins")
    may_end.wait(5)
    note(f"{company}{word} ends")


def pass_on(word: str) -> None:
    """Defers another job and fails, which takes the other one back."""
    with transaction.atomic():
        NOTE.defer(word="from within")
        note(word)
        raise RuntimeError("after deferring")


def apply(company: str) -> None:
    """The work that one run does for all that asked."""
    note(company)
    may_end.wait(5)


NOTE = job(note)
STUMBLE = job(stumble)
FAIL = job(fail, attempts=1)
LINGER = job(linger, apart_by=("company",))
PASS_ON = job(pass_on, attempts=1)
APPLY = job(apply, apart_by=("company",), merge=True)
OWN = [*(one.name for one in (NOTE, STUMBLE, FAIL, LINGER, PASS_ON, APPLY)), "past", jobs_prune.name]


@pytest.fixture(autouse=True)
def clean_slate(transactional_db: None) -> None:
    """Nothing ran yet and no job waits: the tables of jobs are none of Django's, so it does not empty them."""
    ran.clear()
    may_end.clear()
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_periodic_defers CASCADE"
        )


@contextmanager
def running_worker(folder: Path) -> Iterator[Configuration]:
    """A worker on the test's database, in a thread of its own; afterwards it has ended by itself."""
    configuration = Configuration(data=folder)
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=[worker_run(configuration, app, stop)])
    thread.start()
    try:
        assert until(lambda: (folder / BEAT).exists())
        yield configuration
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        assert not thread.is_alive()
        loop.close()


def until(condition: Callable[[], bool], seconds: float = 8.0) -> bool:
    """Whether the condition became true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        threading.Event().wait(0.01)
    return False


def words() -> list[str]:
    """What ran, in order."""
    return [word for word, _ in ran]


def jobs_in(status: str) -> int:
    """How many of these tests' jobs are in that state; others run at their hours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = %s AND task_name = ANY(%s)", [status, OWN]
        )
        return int(cursor.fetchone()[0])


def test_a_job_runs_after_its_transaction_and_promptly(tmp_path: Path) -> None:
    with running_worker(tmp_path):
        with transaction.atomic():
            NOTE.defer(word="later")
            assert not until(lambda: bool(ran), 0.5)
        committed = time.monotonic()
        assert until(lambda: bool(ran))
        assert ran[0][1] - committed < PROMPT_S


def test_a_job_of_a_rolled_back_transaction_never_was(tmp_path: Path) -> None:
    with running_worker(tmp_path):
        with transaction.atomic():
            NOTE.defer(word="never")
            transaction.set_rollback(True)
        NOTE.defer(word="after")
        assert until(lambda: bool(ran))
        assert words() == ["after"]


def test_what_a_failed_job_deferred_is_taken_back_with_its_transaction(tmp_path: Path) -> None:
    with running_worker(tmp_path):
        PASS_ON.defer(word="tried")
        assert until(lambda: words() == ["tried", "tried"])
        assert until(lambda: jobs_in("failed") == 1)
        assert words() == ["tried", "tried"]


def test_a_job_that_fails_is_tried_again_later_and_later(tmp_path: Path) -> None:
    with running_worker(tmp_path):
        STUMBLE.defer(word="again")
        assert until(lambda: len(ran) == 3, 15)
        first, second, third = (moment for _, moment in ran)
        assert second - first >= 1.9
        assert third - second >= 3.9
        assert until(lambda: jobs_in("succeeded") == 1)


def test_a_job_that_never_succeeds_is_kept_as_failed(tmp_path: Path) -> None:
    with running_worker(tmp_path):
        FAIL.defer(word="no")
        assert until(lambda: jobs_in("failed") == 1)
        assert words() == ["no", "no"]


def test_jobs_of_one_company_run_in_turn_and_of_others_beside_them(tmp_path: Path) -> None:
    with running_worker(tmp_path):
        LINGER.defer(company="one", word="a")
        LINGER.defer(company="one", word="b")
        LINGER.defer(company="two")
        assert until(lambda: len(ran) == 2)
        assert not until(lambda: len(ran) > 2, 0.3)
        assert set(words()) == {"onea begins", "two begins"}
        may_end.set()
        assert until(lambda: len(ran) == 6)
        assert words().index("onea ends") < words().index("oneb begins")


def test_equal_jobs_that_wait_become_one(tmp_path: Path) -> None:
    with running_worker(tmp_path):
        APPLY.defer(company="one")
        assert until(lambda: len(ran) == 1)
        for _ in range(20):
            APPLY.defer(company="one")
        APPLY.defer(company="two")
        may_end.set()
        assert until(lambda: len(ran) == 3)
        assert not until(lambda: len(ran) > 3, 0.7)
        assert sorted(words()) == ["one", "one", "two"]


def test_a_job_merged_with_one_that_waits_starts_after_its_transaction_too(tmp_path: Path) -> None:
    APPLY.defer(company="one")  # waits: no worker yet
    may_end.set()
    with transaction.atomic():
        APPLY.defer(company="one")
        with running_worker(tmp_path):
            assert not until(lambda: bool(ran), 0.7)
    with running_worker(tmp_path):
        assert until(lambda: bool(ran))
        assert not until(lambda: len(ran) > 1, 0.7)


def test_a_new_job_makes_an_equal_one_that_waits_for_its_next_try_run_now(tmp_path: Path) -> None:
    with running_worker(tmp_path):
        APPLY.defer(company="one")
        may_end.set()
        assert until(lambda: jobs_in("succeeded") == 1)
        with connection.cursor() as cursor:  # as if it had failed five times
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'todo', attempts = 5, scheduled_at = now() + interval '1 hour'"
            )
        APPLY.defer(company="one")
        assert until(lambda: len(ran) == 2, 2)
        assert until(lambda: jobs_in("succeeded") == 1)


def test_finished_jobs_are_kept_for_a_day_and_failed_ones_for_a_month(tmp_path: Path) -> None:
    ages = {"succeeded": KEPT_HOURS, "failed": FAILED_KEPT_HOURS, "cancelled": FAILED_KEPT_HOURS}
    for status, hours in ages.items():
        job_ended(status, hours - 1)
        job_ended(status, hours + 1)
    with running_worker(tmp_path):
        jobs_prune.defer(timestamp=0)
        assert until(lambda: (jobs_in("failed"), jobs_in("cancelled")) == (1, 1))
        assert until(lambda: jobs_in("succeeded") == 2)  # the young one, and the pruning itself


def job_ended(status: str, hours_ago: int) -> None:
    """There is a job that ended so and then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'past', '{}', %s) RETURNING id",
            [status],
        )
        (row,) = cursor.fetchall()
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, %s, now() - make_interval(hours => %s))",
            [row[0], status, hours_ago],
        )


def test_the_beat_is_there_while_the_worker_is_well_and_gone_when_it_has_ended(tmp_path: Path) -> None:
    with running_worker(tmp_path) as configuration:
        beat = configuration.data / BEAT
        before = beat.stat().st_mtime_ns
        assert until(lambda: beat.stat().st_mtime_ns > before)
    assert not beat.exists()
