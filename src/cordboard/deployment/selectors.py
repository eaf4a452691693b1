"""Reads of apply runs."""

from uuid import UUID

from cordboard.deployment.models import ApplyRun
from cordboard.deployment.types import ApplyRunSummary, ApplyState
from cordboard.tenancy.scope import all_companies, company_scope


def apply_run_latest(*, company: UUID) -> ApplyRunSummary | None:
    """The company's newest run that changed something or failed, or None. One query."""
    with company_scope(company):
        row = ApplyRun.objects.filter(company=company).order_by("-id").first()
    return run_value(row) if row else None


def apply_runs_failed() -> tuple[ApplyRunSummary, ...]:
    """Companies whose newest run failed, platform-wide, for the operator's alarm. One query."""
    with all_companies():
        newest = ApplyRun.objects.order_by("company", "-id").distinct("company")
        return tuple(run_value(row) for row in newest if row.state == ApplyState.FAILED)


def revision_live(*, company: UUID) -> str:
    """The revision last applied with success; empty before the first. One query."""
    with company_scope(company):
        row = ApplyRun.objects.filter(company=company, state=ApplyState.APPLIED).order_by("-id").first()
    return row.revision if row else ""


def run_value(row: ApplyRun) -> ApplyRunSummary:
    """A row as the value other rooms see."""
    return ApplyRunSummary(
        id=row.pk,
        company=row.company_id,
        started=row.started,
        state=ApplyState(row.state),
        revision=row.revision,
        last_good=row.last_good,
        changed=tuple(row.changed),
        fault=row.fault,
    )
