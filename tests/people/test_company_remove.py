"""A company whose phones still call is deleted all the same."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

import pytest
from django.db import IntegrityError, connection
from django.db.models.signals import pre_delete

from cordboard.base.clock import now
from cordboard.calls.services import records_take
from cordboard.calls.types import SpoolPiece
from cordboard.engine.records import record_line_parse
from cordboard.journal.types import SYSTEM
from cordboard.people.services import company_remove
from cordboard.tenancy.models import Company
from kit.companies import Side, companies_make
from kit.records import call_fields, record_line_at

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_call_that_ends_meanwhile_does_not_keep_the_company() -> None:
    side = companies_make().one
    with _ending_once_all_is_collected(side):
        company_remove(actor=SYSTEM, company=side.company.id)
    assert not Company.objects.filter(pk=side.company.id).exists()


@contextmanager
def _ending_once_all_is_collected(side: Side) -> Iterator[None]:
    """A call of the company comes in after it was settled which rows go, and before the first of them is gone."""
    intake = Thread(target=_take, args=[side])

    def come_in(**_: object) -> None:
        intake.start()
        while intake.is_alive() and not _somebody_waits():
            intake.join(timeout=0.02)

    pre_delete.connect(come_in, sender=Company)
    try:
        yield
    finally:
        pre_delete.disconnect(come_in, sender=Company)
        intake.join()


def _take(side: Side) -> None:
    line = record_line_parse(record_line_at(now(), 1, **call_fields(side)))
    try:
        with suppress(IntegrityError):  # the intake takes it in once more then, as nobody's
            records_take(piece=SpoolPiece(node="n1", inode="1", start=0, end=1, head=""), lines=[line])
    finally:
        connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
        return cursor.fetchone() is not None
