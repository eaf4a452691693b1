"""Waiting for the worker: what was told before the last change does not count."""

import threading
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction

from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM
from cordboard.processes import awaiting
from cordboard.processes.awaiting import APPLIED, company_applied
from kit.companies import companies_make
from processes.test_snapshot_news import dsn

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> UUID:
    """A company in the test database."""
    monkeypatch.setattr(settings, "CORDBOARD", replace(settings.CORDBOARD, dsn=dsn()))
    return companies_make().one.company.id


def applied_told(company: UUID) -> None:
    """The journal says that the company was applied."""
    with transaction.atomic():
        journal_record(kind=APPLIED, actor=SYSTEM, company=company, subject=company)


def test_an_apply_that_began_before_the_last_change_is_not_the_end(
    company: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = threading.Event()
    found = [("a phone (missing)",), ()]

    def drift(_: UUID) -> tuple[str, ...]:
        looked.set()
        return found.pop(0)

    monkeypatch.setattr(awaiting, "engine_drift", drift)

    def second() -> None:
        assert looked.wait(10)
        applied_told(company)

    thread = threading.Thread(target=second)
    with company_applied(company=company, within=timedelta(seconds=10)):
        applied_told(company)
        thread.start()
    thread.join()
    assert not found


def test_an_apply_that_never_comes_is_named(company: UUID) -> None:
    with (
        pytest.raises(TimeoutError, match="is the worker alive"),
        company_applied(company=company, within=timedelta(seconds=0.2)),
    ):
        pass
