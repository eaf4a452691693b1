"""Bringing a company's configuration to the engine."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from threading import Event
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from cordboard.base.clock import now
from cordboard.deployment.errors import ConfigurationRefused
from cordboard.deployment.models import ApplyRun
from cordboard.deployment.registry import applier_get
from cordboard.deployment.selectors import revision_live
from cordboard.deployment.types import ApplyOutcome, ApplyState
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.scope import company_scope

PATIENCE_S = 120.0  # a database that recovers from a crash is back long before
AGAIN_S = 0.5
NAMED = 20  # differences named in an entry


def company_apply(*, company: UUID) -> ApplyState:
    """The engine runs what the company's data says now; the run is on record unless nothing changed.

    Raises ConfigurationRefused when the engine refused it: then the last good configuration is live and named.
    """
    started = now()
    try:
        outcome = applier_get()(company)
    except ConfigurationRefused as fault:
        _recorded(partial(_record_failure, company, started, fault))
        raise
    if not outcome.changed:
        return ApplyState.UNCHANGED
    _recorded(partial(_record_success, company, started, outcome))
    return ApplyState.APPLIED


@transaction.atomic
def drift_record(*, company: UUID, differences: Sequence[str]) -> None:
    """It is on record that the node is not as the company's data says; a subscriber has the company applied."""
    facts: dict[str, object] = {"count": len(differences), "differences": ", ".join(differences[:NAMED])}
    journal_record(
        kind="deployment.company_drifted", actor=SYSTEM, company=company, subject=company, facts=facts
    )


@transaction.atomic
def stranger_record(*, key: str) -> None:
    """It is on record that a company lies on the node that nobody knows; a subscriber has it taken off."""
    journal_record(kind="deployment.stranger_found", actor=SYSTEM, subject=key)


def _recorded(record: Callable[[], None]) -> None:
    """The outcome is on record, though the database be restarted meanwhile: the next apply would find nothing to tell.

    Raises django.db.OperationalError when it stays away for longer than PATIENCE_S.
    """
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return record()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > deadline:
                raise
            connection.close()  # the next try opens another
        Event().wait(AGAIN_S)


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
