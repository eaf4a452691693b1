"""Bringing a company's configuration to the engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cordboard.base.clock import now
from cordboard.deployment.errors import ConfigurationRefused
from cordboard.deployment.models import ApplyRun
from cordboard.deployment.registry import applier_get
from cordboard.deployment.selectors import revision_live
from cordboard.deployment.types import ApplyOutcome, ApplyState
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.scope import company_scope


def company_apply(*, company: UUID) -> ApplyState:
    """The engine runs what the company's data says now; the run is on record unless nothing changed.

    Raises ConfigurationRefused when the engine refused it: then the last good configuration is live and named.
    """
    started = now()
    try:
        with _alone(company):
            outcome = applier_get()(company)
    except ConfigurationRefused as fault:
        _record_failure(company, started, fault)
        raise
    if not outcome.changed:
        return ApplyState.UNCHANGED
    _record_success(company, started, outcome)
    return ApplyState.APPLIED


@contextmanager
def _alone(company: UUID) -> Iterator[None]:
    """Nobody else applies this company meanwhile, in whatever process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"apply {company}"])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [f"apply {company}"])


@transaction.atomic
def _record_success(company: UUID, started: datetime, outcome: ApplyOutcome) -> None:
    with company_scope(company):
        run = ApplyRun.objects.create(
            company_id=company,
            started=started,
            finished=now(),
            state=ApplyState.APPLIED,
            revision=outcome.revision,
            last_good=outcome.revision,
            changed=[name[:200] for name in outcome.changed[:100]],
        )
    facts: dict[str, object] = {"revision": outcome.revision, "changes": len(outcome.changed)}
    journal_record(
        kind="deployment.company_applied", actor=SYSTEM, company=company, subject=run.pk, facts=facts
    )


@transaction.atomic
def _record_failure(company: UUID, started: datetime, fault: ConfigurationRefused) -> None:
    live = revision_live(company=company)
    with company_scope(company):
        run = ApplyRun.objects.create(
            company_id=company,
            started=started,
            finished=now(),
            state=ApplyState.FAILED,
            revision=fault.revision,
            last_good=live,
            fault=fault.reason,
        )
    facts: dict[str, object] = {"revision": fault.revision, "last_good": live, "reason": fault.reason}
    journal_record(
        kind="deployment.company_refused", actor=SYSTEM, company=company, subject=run.pk, facts=facts
    )
