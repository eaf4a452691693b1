"""Calls are kept as long as the installation says, and no longer; in small pieces that hold nothing up."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordboard.base.clock import months_before, now
from cordboard.base.configuration import Configuration
from cordboard.calls import jobs
from cordboard.calls.models import CallLeg, CallPerson, CallRecord
from cordboard.calls.services import records_prune, records_take
from cordboard.calls.types import SpoolPiece
from cordboard.engine.records import record_line_parse
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import JournalEntry
from cordboard.tenancy.scope import all_companies
from kit.companies import TwoCompanies, companies_make
from kit.records import call_fields, record_line_at

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def platform_wide() -> Iterator[None]:
    """What lies in the tables is counted for all companies."""
    with all_companies():
        yield


@pytest.fixture
def two(settings: Any, tmp_path: Any) -> TwoCompanies:
    """Two companies of an installation that keeps calls for three months."""
    settings.CORDBOARD = Configuration(data=tmp_path, records_kept=3)
    return companies_make()


def calls_take(two: TwoCompanies, started: datetime, count: int) -> None:
    """So many calls of each company, and one of nobody's, began at this moment."""
    lines = [
        record_line_at(started, number * 10 + place, **call_fields(side))
        for place, side in enumerate((two.one, two.two))
        for number in range(count)
    ]
    piece = SpoolPiece(node="n1", inode=str(started.timestamp()), start=0, end=1, head="")
    records_take(
        piece=piece, lines=[record_line_parse(line) for line in [*lines, record_line_at(started, 5)]]
    )


def pruned() -> list[JournalEntry]:
    """What the journal tells of calls forgotten."""
    return list(journal_page(companies=None, prefix="calls.records_pruned").entries)


def test_what_is_too_old_goes_with_all_its_parts_and_the_rest_stays(two: TwoCompanies) -> None:
    edge = months_before(now(), 3)
    calls_take(two, edge - timedelta(hours=1), 4)
    calls_take(two, edge + timedelta(hours=1), 2)
    assert CallRecord.objects.count() == 14
    jobs.records_forget()
    assert CallRecord.objects.count() == CallLeg.objects.count() == 5
    assert not CallRecord.objects.filter(started__lt=edge).exists()
    assert CallPerson.objects.count() == 8
    (told,) = pruned()
    assert told.facts["count"] == "9"
    assert told.subject == str(edge.date())


def test_it_is_done_in_small_pieces_until_nothing_is_left(
    two: TwoCompanies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 3)
    calls_take(two, months_before(now(), 4), 3)
    with CaptureQueriesContext(connection) as done:
        jobs.records_forget()
    deletions = [one["sql"] for one in done if one["sql"].startswith('DELETE FROM "calls_callrecord"')]
    assert len(deletions) == 3
    assert CallRecord.objects.count() == 0
    assert [entry.facts["count"] for entry in pruned()] == ["7"]


def test_the_oldest_go_first(two: TwoCompanies) -> None:
    moment = now()
    for months in (5, 9, 7):
        calls_take(two, months_before(moment, months), 1)
    assert records_prune(before=months_before(moment, 3), most=3) == 3
    assert not CallRecord.objects.filter(started__lte=months_before(moment, 9)).exists()
    assert CallRecord.objects.count() == 6


def test_a_night_without_anything_old_leaves_no_entry(two: TwoCompanies) -> None:
    calls_take(two, now(), 1)
    jobs.records_forget()
    assert CallRecord.objects.count() == 3
    assert pruned() == []
