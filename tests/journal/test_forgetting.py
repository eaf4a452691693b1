"""The journal forgets what is older than it is kept, a little at a time, and says so."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cordboard.base.clock import months_before, now
from cordboard.base.configuration import Configuration
from cordboard.journal import jobs
from cordboard.journal.models import Entry
from cordboard.journal.selectors import journal_page
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def kept_for_six_months(settings: Any, tmp_path: Any) -> None:
    settings.CORDBOARD = Configuration(data=tmp_path, journal_kept=6)


def entries_make(count: int, *, age: timedelta) -> None:
    """So many entries, that much older than what is kept no longer."""
    with transaction.atomic():
        ids = [journal_record(kind="tests.thing_done", actor=SYSTEM, subject="x").id for _ in range(count)]
        Entry.objects.filter(id__in=ids).update(at=months_before(now(), 6) - age)


def test_old_entries_go_young_ones_stay_and_an_entry_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "BATCH", 4)
    entries_make(9, age=timedelta(minutes=5))
    entries_make(2, age=-timedelta(minutes=5))
    with CaptureQueriesContext(connection) as done:
        jobs.entries_forget()
    assert len([one for one in done if one["sql"].startswith("DELETE")]) == 3
    told, *rest = journal_page(companies=None).entries
    assert (told.kind, told.facts["count"]) == ("journal.entries_pruned", "9")
    assert len(rest) == 2
    jobs.entries_forget()
    assert Entry.objects.count() == 3
