"""Reactions defer what follows from an act, once, and only if the act happens."""

import pytest
from django.db import transaction

from cordboard.base.clock import now
from cordboard.journal.types import SYSTEM, JournalEntry
from cordboard.processes.reactions import Apply, once_in_transaction
from kit.tenants import company_make

pytestmark = [pytest.mark.database]


@pytest.mark.django_db(transaction=True)
def test_a_mark_lives_as_long_as_its_transaction() -> None:
    with transaction.atomic():
        assert once_in_transaction("tests_mark")
        assert not once_in_transaction("tests_mark")
    with transaction.atomic():
        assert once_in_transaction("tests_mark")


@pytest.mark.django_db(transaction=True)
def test_a_mark_is_rolled_back_with_its_savepoint() -> None:
    with transaction.atomic():
        with transaction.atomic():
            assert once_in_transaction("tests_mark")
            transaction.set_rollback(True)
        assert once_in_transaction("tests_mark")


@pytest.mark.django_db(transaction=True)
def test_many_changes_of_two_companies_apply_each_once() -> None:
    deferred: list[str] = []
    react = Apply(lambda *, company: deferred.append(company))
    one, two = company_make("one"), company_make("two")
    with transaction.atomic():
        for company in (one, two, one, one):
            react(
                JournalEntry(
                    id=1,
                    at=now(),
                    kind="devices.device_created",
                    company=str(company.id),
                    actor=SYSTEM,
                    subject="",
                )
            )
    assert deferred == [str(one.id), str(two.id)]
