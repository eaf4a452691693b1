"""Background jobs: the plain functions of the rooms' `jobs.py`, as the worker runs them. The one page of them.

A room writes an ordinary function of keyword arguments that JSON knows; here it becomes a job:

    APPLY_COMPANY = job(apply_company, apart_by=("company",), latest_only=True)
    …
    APPLY_COMPANY.defer(company=str(company.id))       # in the act's transaction: runs after it commits, or never

A job may run twice (a killed worker's jobs are run again), so it leaves the same behind however often it runs.
It is tried again when it raises, after 2, 4, 8… seconds, ten times, and then kept as failed for a month.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec

from django.core.management import call_command
from django.db import connection
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as QueuedJob
from procrastinate.tasks import Task

from cordboard.deployment.jobs import apply_company
from cordboard.people.jobs import send_welcome

P = ParamSpec("P")

ATTEMPTS = 10
MAIL_ATTEMPTS = 15  # the last one 18 hours after the first: mail servers may be away for long
KEPT_HOURS = 24  # finished jobs
FAILED_KEPT_HOURS = 24 * 30
_FOLLOWED = """
    SELECT EXISTS (
        SELECT FROM procrastinate_jobs
        WHERE task_name = %s AND args = %s::jsonb AND lock = %s AND status = 'todo' AND id > %s
    )"""
_HASTEN = (
    "UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE lock = %s AND status = 'todo' AND attempts > 0"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[P]):
    """A function that the worker runs later."""

    name: str
    task: Task[..., Any, ...]
    apart_by: Sequence[str]

    def defer(self, *_: P.args, **arguments: P.kwargs) -> None:
        """The job will run once the current transaction has committed; it vanishes with a rolled back one.

        Should an equal one be waiting to be tried again, it is tried now.
        """
        lock = self._lock(arguments)
        if lock:
            with connection.cursor() as cursor:
                cursor.execute(_HASTEN, [lock])
        self.task.configure(lock=lock).defer(**arguments)  # type: ignore[arg-type]  # JSON refuses what it can not hold

    def _lock(self, arguments: dict[str, Any]) -> str | None:
        """Jobs of one lock run one after another."""
        if not self.apart_by:
            return None
        return " ".join([self.name, *(str(arguments[name]) for name in self.apart_by)])


def job(
    function: Callable[P, None],
    *,
    apart_by: Sequence[str] = (),
    latest_only: bool = False,
    attempts: int = ATTEMPTS,
) -> Job[P]:
    """The function is known to the worker as `<room>.<function>`.

    With `apart_by` (names of arguments) jobs that are alike in these run one after another, all others side by side.
    With `latest_only` as well, a job does nothing when an equal one waits behind it, which will do the work.
    """
    name = f"{function.__module__.split('.')[1]}.{function.__name__}"

    def run(context: JobContext, /, **arguments: Any) -> None:
        if not (latest_only and _followed(context.job)):
            function(**arguments)  # type: ignore[call-arg]  # JSON gives them back by name

    retry = RetryStrategy(max_attempts=attempts, exponential_wait=2)
    task = app.task(name=name, pass_context=True, retry=retry)(run)
    return Job(name=name, task=task, apart_by=apart_by)


def every(cron: str, function: Callable[[], None]) -> None:
    """The function runs at these times (UTC), once even with several workers. Source of the format: crontab(5)."""
    name = f"{function.__module__.split('.')[1]}.{function.__name__}"

    def run(timestamp: int) -> None:
        function()

    app.periodic(cron=cron)(app.task(name=name, queueing_lock=name)(run))


def _followed(queued: QueuedJob) -> bool:
    """Whether an equal job waits behind this one."""
    arguments = connection.ops.adapt_json_value(queued.task_kwargs, None)
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOWED, [queued.task_name, arguments, queued.lock, queued.id])
        return bool(cursor.fetchone()[0])


def sessions_prune() -> None:
    """Sessions that have run out are gone."""
    call_command("clearsessions")


@app.periodic(cron="17 3 * * *")
@app.task(name="processes.jobs_prune", pass_context=True, queueing_lock="processes.jobs_prune")
async def jobs_prune(context: JobContext, timestamp: int) -> None:
    """Jobs that finished are gone after a day, those that failed after a month."""
    await context.app.job_manager.delete_old_jobs(KEPT_HOURS)
    await context.app.job_manager.delete_old_jobs(
        FAILED_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


APPLY_COMPANY = job(apply_company, apart_by=("company",), latest_only=True)
SEND_WELCOME = job(send_welcome, attempts=MAIL_ATTEMPTS)

every("27 3 * * *", sessions_prune)
