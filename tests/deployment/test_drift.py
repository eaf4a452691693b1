"""At the worker's start the node is held against the data: what drifted is on record and applied, nothing else is."""

from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from cordboard.base.configuration import Configuration
from cordboard.deployment.jobs import drift_settle
from cordboard.devices.services import device_create
from cordboard.engine.apply.endpoints import projection_prepare
from cordboard.engine.apply.place import company_path, company_place, endpoints_file
from cordboard.engine.names import CompanyKey
from cordboard.engine.render.company import company_render
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM, JournalEntry
from cordboard.processes.jobs import APPLY_COMPANY, REMOVE_COMPANY
from cordboard.processes.projection import company_spec
from cordboard.tenancy.models import Company
from kit.companies import TwoCompanies, companies_make

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def node(tmp_path: Path, settings: Any) -> Configuration:
    """A node on which nothing lies yet."""
    settings.CORDBOARD = Configuration(data=tmp_path)
    (tmp_path / "asterisk").mkdir()
    projection_prepare(file=endpoints_file(settings.CORDBOARD))
    return Configuration(data=tmp_path)


@pytest.fixture
def two(node: Configuration) -> TwoCompanies:
    """Two companies that lie on the node as they should."""
    made = companies_make()
    for side in (made.one, made.two):
        company_place(configuration=node, state=company_render(company_spec(side.company.id)))
    ProcrastinateJob.objects.all().delete()
    return made


def told(prefix: str) -> list[JournalEntry]:
    return list(journal_page(companies=None, prefix=prefix).entries)


def jobs() -> list[tuple[str, dict[str, str]]]:
    return [(job.task_name, job.args) for job in ProcrastinateJob.objects.order_by("id")]


def test_a_node_as_it_should_be_costs_no_apply_and_no_entry(two: TwoCompanies) -> None:
    drift_settle()
    assert jobs() == []
    assert told("deployment.") == []


def test_only_the_company_that_drifted_is_told_and_applied(node: Configuration, two: TwoCompanies) -> None:
    (company_path(node, CompanyKey(two.one.company.key)) / "extensions.conf").write_text(
        "; changed by hand\n"
    )
    drift_settle()
    assert jobs() == [(APPLY_COMPANY.name, {"company": str(two.one.company.id)})]
    (entry,) = told("deployment.")
    assert (entry.kind, entry.company) == ("deployment.company_drifted", str(two.one.company.id))
    assert entry.facts == {"count": "1", "differences": "extensions.conf (different)"}
    assert journal_page(companies={two.two.company.id}, prefix="deployment.").entries == ()


def test_a_change_missed_while_the_worker_was_away_is_found(two: TwoCompanies) -> None:
    device, _ = device_create(
        actor=SYSTEM, company=two.two.company.id, person=two.two.user.person.id, name="More"
    )
    ProcrastinateJob.objects.all().delete()  # the job was lost
    drift_settle()
    assert jobs() == [(APPLY_COMPANY.name, {"company": str(two.two.company.id)})]
    assert f"{device.key} (missing)" in told("deployment.")[0].facts["differences"]


def test_a_company_that_nobody_knows_is_told_and_taken_away(two: TwoCompanies) -> None:
    key = two.two.company.key
    Company.objects.filter(pk=two.two.company.id).update(key="t" + "z" * 16)
    drift_settle()
    assert (REMOVE_COMPANY.name, {"key": key}) in jobs()
    assert [entry.subject for entry in told("deployment.stranger_found")] == [key]


def test_hundreds_of_differences_make_a_short_entry(node: Configuration, two: TwoCompanies) -> None:
    for number in range(30):
        device_create(
            actor=SYSTEM, company=two.one.company.id, person=two.one.user.person.id, name=f"More {number}"
        )
    drift_settle()
    (entry,) = told("deployment.company_drifted")
    assert int(entry.facts["count"]) >= 30
    assert entry.facts["differences"].count(",") == 19
