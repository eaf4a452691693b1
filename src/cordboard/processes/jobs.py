"""Background jobs: the plain functions of the rooms' `jobs.py`, as the worker runs them. The one page of them.

A room writes an ordinary function of keyword arguments that JSON knows; here it becomes a job:

    APPLY_COMPANY = job(apply_company, apart_by=("company",), merge=True)
    …
    APPLY_COMPANY.defer(company=str(company.id))       # in the act's transaction: runs after it commits, or never

A job may run twice (a killed worker's jobs are run again), so it leaves the same behind however often it runs.
It is tried again when it raises, after 2, 4, 8… seconds, ten times, and then kept as failed for a month.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec

from django.core.management import call_command
from django.db import connection
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from cordboard.accounts.jobs import mail_reset
from cordboard.calls.jobs import records_forget
from cordboard.deployment.jobs import apply_company, drift_settle, remove_company
from cordboard.hours.jobs import holidays_look_daily
from cordboard.journal.jobs import entries_forget
from cordboard.people.jobs import clear_company, mail_handed_phone, send_welcome
from cordboard.processes.turning import files_turn_daily, log_watch
from cordboard.tenancy.selectors import companies_closed
from cordboard.voicemail.jobs import (
    company_messages_erase,
    mail_notice,
    mailbox_erase,
    mailbox_inspect,
    mailboxes_sweep,
)

P = ParamSpec("P")

ATTEMPTS = 10
MAIL_ATTEMPTS = 15  # the last one 18 hours after the first: mail servers may be away for long
KEPT_HOURS = 24  # finished jobs
FAILED_KEPT_HOURS = 24 * 30
# The worker does not start a job whose row another transaction holds: one found waiting here starts after our commit.
_WAITING = """
    SELECT id FROM procrastinate_jobs
    WHERE task_name = %s AND lock = %s AND args = %s::jsonb AND status = 'todo' LIMIT 1 FOR SHARE"""
_HASTEN = """
    UPDATE procrastinate_jobs SET scheduled_at = NULL
    WHERE task_name = %s AND lock = %s AND status = 'todo' AND scheduled_at > now()"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[P]):
    """A function that the worker runs later."""

    name: str
    task: Task[..., Any, ...]
    apart_by: Sequence[str]
    merge: bool

    def defer(self, *_: P.args, **arguments: P.kwargs) -> None:
        """The job will run once the current transaction has committed; it vanishes with a rolled back one.

        Jobs of its kind that wait for their next try are tried now.
        """
        lock = (
            " ".join([self.name, *(str(arguments[name]) for name in self.apart_by)])
            if self.apart_by or self.merge
            else None
        )
        if lock and self._waits(lock, arguments) and self.merge:
            return
        self.task.configure(lock=lock).defer(**arguments)  # type: ignore[arg-type]  # JSON refuses what it can not hold

    def _waits(self, lock: str, arguments: dict[str, Any]) -> bool:
        """Whether an equal job waits, and will not start before this transaction has ended."""
        with connection.cursor() as cursor:
            cursor.execute(_HASTEN, [self.name, lock])
            cursor.execute(_WAITING, [self.name, lock, json.dumps(arguments)])
            return cursor.fetchone() is not None


def job(
    function: Callable[P, None],
    *,
    apart_by: Sequence[str] = (),
    merge: bool = False,
    attempts: int = ATTEMPTS,
) -> Job[P]:
    """The function is known to the worker as `<room>.<function>`.

    With `apart_by` (names of arguments) jobs that are alike in these run one after another, all others side by side.
    With `merge`, equal jobs that wait become one and run one after another: right for work that looks at what is true when it runs.
    """
    name = f"{function.__module__.split('.')[1]}.{function.__name__}"
    retry = RetryStrategy(max_attempts=attempts, exponential_wait=2)
    task = app.task(name=name, retry=retry)(function)
    return Job(name=name, task=task, apart_by=apart_by, merge=merge)


def every(cron: str, function: Callable[[], None]) -> None:
    """The function runs at these times (UTC), once even with several workers. Source of the format: crontab(5)."""
    name = f"{function.__module__.split('.')[1]}.{function.__name__}"

    def run(timestamp: int) -> None:
        function()

    app.periodic(cron=cron)(app.task(name=name, queueing_lock=name)(run))


def sessions_prune() -> None:
    """Sessions that have run out are gone."""
    call_command("clearsessions")


def mailboxes_sweep_minutely() -> None:
    """No message stays unnoticed for longer than a minute, whoever was away when it came."""
    mailboxes_sweep()


def drift_look_hourly() -> None:
    """What an engine that was away too long has missed is put right, at the latest within the hour."""
    SETTLE_DRIFT.defer()


def companies_clear_hourly() -> None:
    """A closed company whose clearing was given up is taken up again."""
    for company in companies_closed():
        CLEAR_COMPANY.defer(company=str(company))


@app.periodic(cron="17 3 * * *")
@app.task(name="processes.jobs_prune", pass_context=True, queueing_lock="processes.jobs_prune")
async def jobs_prune(context: JobContext, timestamp: int) -> None:
    """Jobs that finished are gone after a day, those that failed after a month."""
    await context.app.job_manager.delete_old_jobs(KEPT_HOURS)
    await context.app.job_manager.delete_old_jobs(
        FAILED_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


APPLY_COMPANY = job(apply_company, apart_by=("company",), merge=True)
REMOVE_COMPANY = job(remove_company, apart_by=("key",))
CLEAR_COMPANY = job(clear_company, apart_by=("company",), merge=True)
SETTLE_DRIFT = job(drift_settle, merge=True, attempts=3)
MAIL_RESET = job(mail_reset, attempts=MAIL_ATTEMPTS)
SEND_WELCOME = job(send_welcome, attempts=MAIL_ATTEMPTS)
MAIL_HANDED_PHONE = job(mail_handed_phone, attempts=MAIL_ATTEMPTS)
INSPECT_MAILBOX = job(mailbox_inspect, apart_by=("context", "box"), merge=True)
SWEEP_MAILBOXES = job(mailboxes_sweep)
MAIL_NOTICE = job(mail_notice, apart_by=("mailbox",), attempts=MAIL_ATTEMPTS)
ERASE_MAILBOX = job(mailbox_erase)
ERASE_COMPANY_MESSAGES = job(company_messages_erase)


every("27 3 * * *", sessions_prune)
every("37 2 * * *", records_forget)
every("47 2 * * *", entries_forget)
every("7 0 * * *", files_turn_daily)
every("13 0 * * *", holidays_look_daily)
every("*/5 * * * *", log_watch)
every("41 * * * *", drift_look_hourly)
every("51 * * * *", companies_clear_hourly)
every("* * * * *", mailboxes_sweep_minutely)
