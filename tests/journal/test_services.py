"""The journal says who did what for whom, with the act or not at all."""

import json

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from cordboard.journal import registry
from cordboard.journal.models import Entry
from cordboard.journal.selectors import journal_page
from cordboard.journal.services import CHANNEL, journal_record
from cordboard.journal.types import SYSTEM, Actor, JournalEntry

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_an_entry_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        journal_record(kind="tests.thing_done", actor=SYSTEM, subject="x")


def test_an_act_that_fails_leaves_no_entry() -> None:
    with transaction.atomic():
        journal_record(kind="tests.thing_done", actor=SYSTEM, subject="x")
        transaction.set_rollback(True)
    assert Entry.objects.count() == 0


def test_an_entry_names_the_administrator_and_the_user_acted_for() -> None:
    actor = Actor(person=None, name="Ada Admin", on_behalf_of_name="Uma User", address="192.0.2.7")
    journal_record(kind="tests.thing_done", actor=actor, subject="x", facts={"count": 3})
    entry = journal_page(companies=None).entries[0]
    assert (entry.actor.name, entry.actor.on_behalf_of_name, entry.actor.address) == (
        "Ada Admin",
        "Uma User",
        "192.0.2.7",
    )
    assert entry.facts == {"count": "3"}


def test_subscribers_are_called_by_prefix_in_the_same_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[JournalEntry] = []
    monkeypatch.setattr(registry, "_subscribers", [])
    registry.subscribe("tests.", seen.append)
    journal_record(kind="tests.thing_done", actor=SYSTEM, subject="x")
    journal_record(kind="other.thing_done", actor=SYSTEM, subject="y")
    assert [entry.subject for entry in seen] == ["x"]


@pytest.mark.django_db(transaction=True)
def test_listeners_hear_of_an_entry_when_its_transaction_commits() -> None:
    name = connection.settings_dict["NAME"]
    with psycopg.connect(settings.CORDBOARD.database, dbname=name, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            entry = journal_record(kind="tests.thing_done", actor=SYSTEM, subject="x")
            assert list(listener.notifies(timeout=0.05)) == []
        heard = next(listener.notifies(timeout=5))
    assert json.loads(heard.payload) == {"company": None, "kind": "tests.thing_done", "id": entry.id}


def test_pages_run_newest_first_and_end() -> None:
    for number in range(5):
        journal_record(kind="tests.thing_done", actor=SYSTEM, subject=number)
    first = journal_page(companies=None, size=3)
    second = journal_page(companies=None, size=3, before=first.before)
    assert [entry.subject for entry in first.entries + second.entries] == ["4", "3", "2", "1", "0"]
    assert second.before is None
