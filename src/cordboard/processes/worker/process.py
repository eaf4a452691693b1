"""The worker put together. It outlives the database: both its parts try again, quickly at first, then every few seconds.

`run/worker.beat` is touched twice a second while both parts do their work; `processes.health` reads its age.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from asgiref.sync import sync_to_async
from django.db import Error as DatabaseError
from django.db import connection, connections
from procrastinate import App
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.worker import Worker
from psycopg import Error as DriverError
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from cordboard.base.configuration import Configuration
from cordboard.processes.health import BEAT
from cordboard.processes.worker.aside import spool_folder
from cordboard.processes.worker.intake import Intake

log = logging.getLogger(__name__)

RECORDS, JOBS = "records", "jobs"
LOOK_S = 0.5  # at the spool; a record is visible within about a second
BEAT_S = 0.5
WELL_S = 8.0  # a part that has not reported for so long is not well
RETRY_FIRST_S = 0.5
RETRY_MOST_S = 5.0
SIDE_BY_SIDE = 4  # jobs
LOOK_AGAIN_S = 0.3  # for jobs that nothing rings for: whose turn or next try has come; new ones ring
STOP_S = 6.0  # jobs may take this long to end when the worker stops; the supervisor waits for 10
HEARTBEAT_S = 3.0
STALLED_S = 12.0  # a worker silent for so long was killed; its jobs are run again
DEADLY_AFTER = 20  # attempts of a job that takes its worker with it
POOL_S = 4.0  # until the database counts as away

AWAY = (DatabaseError, DriverError, PoolTimeout, ConnectorException, OSError)


@dataclass(slots=True, kw_only=True)
class Pulse:
    """Which parts of the worker do their work."""

    file: Path
    _well: dict[str, float] = field(default_factory=lambda: {RECORDS: 0.0, JOBS: 0.0})

    def well(self, part: str) -> None:
        """The part has just done its work."""
        self._well[part] = time.monotonic()

    async def beat(self, stop: asyncio.Event) -> None:
        """The file is touched while all parts are well."""
        while not await stopped_within(stop, BEAT_S):
            if min(self._well.values()) > time.monotonic() - WELL_S:
                self.file.touch()


async def worker_run(configuration: Configuration, app: App, stop: asyncio.Event) -> None:
    """Both parts do their work until `stop` is set; then jobs had a few seconds to end."""
    pulse = Pulse(file=configuration.data / BEAT)
    pulse.file.parent.mkdir(exist_ok=True)
    intake = Intake(folder=spool_folder(configuration.data))
    with ThreadPoolExecutor(1, thread_name_prefix="records") as thread:
        async with asyncio.TaskGroup() as group:
            group.create_task(pulse.beat(stop))
            group.create_task(records_part(intake, pulse, stop, thread))
            group.create_task(jobs_part(app, pulse, stop))
    pulse.file.unlink(missing_ok=True)


async def records_part(intake: Intake, pulse: Pulse, stop: asyncio.Event, thread: Executor) -> None:
    """The spool is taken in as it grows."""

    async def look() -> None:
        if intake.stirred():
            await asyncio.get_running_loop().run_in_executor(thread, _take, intake, stop)
        pulse.well(RECORDS)

    await _again_and_again(look, stop, pause=LOOK_S, what="call records wait in the spool")


async def jobs_part(app: App, pulse: Pulse, stop: asyncio.Event) -> None:
    """Jobs run as they are deferred, a few side by side."""

    async def work() -> None:
        async with _jobs_app(app) as jobs:
            await _jobs_run(jobs, pulse, stop)

    await _again_and_again(work, stop, pause=RETRY_FIRST_S, what="background jobs wait")


async def stopped_within(stop: asyncio.Event, seconds: float) -> bool:
    """Whether the worker was told to stop by now, or within so many seconds."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()


async def _again_and_again(
    act: Callable[[], Awaitable[None]], stop: asyncio.Event, *, pause: float, what: str
) -> None:
    """The act is done over and over; while database or disk are away, or it fails for whatever reason, less often."""
    wait = pause
    while not stop.is_set():
        try:
            await act()
            wait = pause
        except AWAY as fault:
            wait = _longer(wait)
            log.warning(
                "%s, next try in %.0f s: %s", what, wait, " ".join(str(fault.__cause__ or fault).split())
            )
        except Exception:  # the other part goes on with its work
            wait = _longer(wait)
            log.exception("%s, next try in %.0f s", what, wait)
        await stopped_within(stop, wait)


def _longer(wait: float) -> float:
    return min(max(wait, RETRY_FIRST_S) * 2, RETRY_MOST_S)


def _take(intake: Intake, stop: asyncio.Event) -> None:
    try:
        intake.take(enough=stop.is_set)
    finally:
        connection.close()


@contextlib.asynccontextmanager
async def _jobs_app(app: App) -> AsyncIterator[App]:
    """The same jobs on connections that can listen. The tasks stay with Django's app, so that what a job defers
    is deferred in the job's own transaction.
    """
    pool = AsyncConnectionPool(
        kwargs=connector_params(),
        min_size=1,
        max_size=SIDE_BY_SIDE,
        timeout=POOL_S,
        reconnect_timeout=POOL_S,
        check=AsyncConnectionPool.check_connection,
        open=False,
    )
    async with contextlib.AsyncExitStack() as exits:
        exits.push_async_callback(
            sync_to_async(connections.close_all)
        )  # used by hourly and daily jobs to be deferred
        exits.push_async_callback(pool.close)
        await pool.open(wait=True, timeout=POOL_S)
        jobs = app.with_connector(PsycopgConnector())
        await jobs.open_async(pool)
        yield jobs


async def _jobs_run(jobs: App, pulse: Pulse, stop: asyncio.Event) -> None:
    worker = Worker(
        jobs,
        concurrency=SIDE_BY_SIDE,
        fetch_job_polling_interval=LOOK_AGAIN_S,
        install_signal_handlers=False,
        shutdown_graceful_timeout=STOP_S,
        update_heartbeat_interval=HEARTBEAT_S,
        stalled_worker_timeout=STALLED_S,
        task_middleware=jobs.worker_defaults.get("task_middleware"),
    )
    run = asyncio.create_task(worker.run())  # type: ignore[no-untyped-call]
    watch = asyncio.create_task(_jobs_watch(jobs, pulse))
    until = asyncio.create_task(stop.wait())
    await asyncio.wait({run, watch, until}, return_when=asyncio.FIRST_COMPLETED)
    watch.cancel()
    until.cancel()
    worker.stop()  # type: ignore[no-untyped-call]
    results = await asyncio.gather(run, watch, until, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def _jobs_watch(jobs: App, pulse: Pulse) -> None:
    """Jobs whose worker was killed run again; raises when the database is away."""
    while True:
        for job in await jobs.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_S):
            await _stalled_settle(jobs, job)
        pulse.well(JOBS)
        await asyncio.sleep(HEARTBEAT_S)


async def _stalled_settle(jobs: App, job: Job) -> None:
    if job.attempts >= DEADLY_AFTER:
        log.error("job %s is given up: its worker died %d times", job.call_string, job.attempts)
        return await jobs.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
    log.warning("job %s is run again: its worker is gone", job.call_string)
    return await jobs.job_manager.retry_job(job)
