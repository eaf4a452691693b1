"""Applying a company's configuration leaves a true record, whether the engine took it or not."""

from uuid import UUID

import pytest

from cordboard.deployment import registry
from cordboard.deployment.errors import ConfigurationRefused
from cordboard.deployment.selectors import apply_run_latest, apply_runs_failed
from cordboard.deployment.services import company_apply
from cordboard.deployment.types import ApplyOutcome, ApplyState
from kit.tenants import company_make

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _own_applier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_appliers", [])


def _refuse(company: UUID) -> ApplyOutcome:
    raise ConfigurationRefused(revision="bad", reason="the engine does not know the mailbox")


def test_a_refused_revision_names_the_last_good_one_and_raises_an_alarm() -> None:
    company, other = company_make("one"), company_make("two")
    registry.applier_set(lambda company: ApplyOutcome(revision="good", changed=("voicemail.conf",)))
    assert company_apply(company=company.id) is ApplyState.APPLIED
    company_apply(company=other.id)
    registry.applier_set(_refuse)
    with pytest.raises(ConfigurationRefused):
        company_apply(company=company.id)
    latest = apply_run_latest(company=company.id)
    assert latest is not None
    assert (latest.state, latest.revision, latest.last_good) == (ApplyState.FAILED, "bad", "good")
    assert [run.company for run in apply_runs_failed()] == [company.id]


def test_a_run_that_changes_nothing_leaves_no_record() -> None:
    company = company_make()
    registry.applier_set(lambda company: ApplyOutcome(revision="same", changed=()))
    assert company_apply(company=company.id) is ApplyState.UNCHANGED
    assert apply_run_latest(company=company.id) is None


def test_an_applied_run_clears_the_alarm() -> None:
    company = company_make()
    registry.applier_set(_refuse)
    with pytest.raises(ConfigurationRefused):
        company_apply(company=company.id)
    registry.applier_set(lambda company: ApplyOutcome(revision="mended", changed=("x",)))
    company_apply(company=company.id)
    assert apply_runs_failed() == ()


def test_nothing_wired_is_said_and_not_taken_for_success() -> None:
    with pytest.raises(RuntimeError, match="wired"):
        company_apply(company=company_make().id)
