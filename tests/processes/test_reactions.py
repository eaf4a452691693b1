"""Acts are followed by jobs: as many as needed, and only if the act happened."""

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from cordboard.devices.services import device_create
from cordboard.journal.types import SYSTEM
from cordboard.people.services import administrator_invite
from cordboard.processes.jobs import APPLY_COMPANY, SEND_WELCOME, SETTLE_DRIFT
from cordboard.tenancy.types import Language
from kit.tenants import company_make

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def _applied() -> list[str]:
    jobs = ProcrastinateJob.objects.filter(task_name=APPLY_COMPANY.name).order_by("id")
    return [job.args["company"] for job in jobs]


def test_many_changes_of_two_companies_apply_each_once() -> None:
    one, two = company_make("one"), company_make("two")
    for company in (one, two, one, one):
        device_create(actor=SYSTEM, company=company.id, person=None, name="Desk")
    assert sorted(_applied()) == sorted([str(one.id), str(two.id)])


def test_an_act_that_was_rolled_back_applies_nothing() -> None:
    company = company_make()
    ProcrastinateJob.objects.all().delete()
    with transaction.atomic():
        device_create(actor=SYSTEM, company=company.id, person=None, name="Desk")
        transaction.set_rollback(True)
    assert _applied() == []


def test_however_often_a_worker_starts_drift_is_looked_for_once() -> None:
    for _ in range(3):
        SETTLE_DRIFT.defer()
    assert ProcrastinateJob.objects.filter(task_name=SETTLE_DRIFT.name).count() == 1


def test_whoever_is_invited_is_mailed_also_without_a_company() -> None:
    person = administrator_invite(
        actor=SYSTEM, reseller=None, email="pat@example.com", first_name="Pat", last_name="P",
        language=Language.ENGLISH,
    )  # fmt: skip
    (job,) = ProcrastinateJob.objects.filter(task_name=SEND_WELCOME.name)
    assert job.args == {"company": None, "person": str(person.id)}
