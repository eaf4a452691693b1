"""A company is closed in a few statements, whatever it holds; a job deletes it, though it be killed anywhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from threading import Thread
from uuid import UUID

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.db.models.signals import pre_delete
from django.test import Client
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from cordboard.accounts.models import Person
from cordboard.accounts.selectors import people_for_company, person_by_email
from cordboard.base.clock import now
from cordboard.calls.models import CallLeg, CallRecord
from cordboard.calls.selectors import CallWindow, calls_page, calls_page_of_reseller
from cordboard.calls.services import records_take
from cordboard.calls.types import CallFilter, SpoolPiece
from cordboard.engine.records import record_line_parse
from cordboard.journal.models import Entry
from cordboard.journal.types import SYSTEM
from cordboard.numbering.models import Did
from cordboard.numbering.selectors import dids_free
from cordboard.numbering.services import did_assign
from cordboard.people import jobs as people_jobs
from cordboard.people.jobs import clear_company, mail_handed_phone, send_welcome
from cordboard.people.selectors import counts_in_all, sign_in_name
from cordboard.people.services import company_remove
from cordboard.processes.jobs import CLEAR_COMPANY, companies_clear_hourly
from cordboard.processes.snapshot_database import DatabaseSnapshots
from cordboard.tenancy.errors import CompanyUnknown, ResellerEmptying
from cordboard.tenancy.models import Company
from cordboard.tenancy.scope import all_companies
from cordboard.tenancy.selectors import (
    companies_all_keys,
    companies_page,
    company_find_by_domain,
    company_get,
    company_get_by_account,
    company_get_by_key,
    resellers_list,
)
from cordboard.tenancy.services import company_create, company_delete, reseller_delete
from cordboard.tenancy.types import Language
from cordboard.voicemail.selectors import mailbox_find
from cordboard.voicemail.services import mailbox_create
from kit.companies import Side, companies_make
from kit.records import call_fields, call_make, record_line_at

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_closing_takes_a_few_statements_whatever_the_company_holds() -> None:
    two = companies_make()
    for side, numbers in ((two.one, 3), (two.two, 60)):
        _calls_make(side, numbers)
        Did.objects.bulk_create(
            Did(number=f"{side.did.number}{place:02}", company_id=side.company.id) for place in range(numbers)
        )
    few, many = _closing_costs(two.one), _closing_costs(two.two)
    assert many == few < 30


def test_a_closed_company_is_nowhere_and_the_other_one_where_it_was() -> None:
    two = companies_make()
    one, gone = two.one, two.one.company
    company_remove(actor=SYSTEM, company=gone.id)
    for unknown in (
        lambda: company_get(company=gone.id),
        lambda: company_get_by_key(key=gone.key),
        lambda: company_get_by_account(account=gone.account_number),
        lambda: company_remove(actor=SYSTEM, company=gone.id),
        lambda: did_assign(actor=SYSTEM, company=gone.id, did=one.did.id, destination=None),
    ):
        with pytest.raises(CompanyUnknown):
            unknown()
    assert companies_all_keys() == [two.two.company.key]
    assert [row.id for row in companies_page(reseller=None, text="Company").rows] == [two.two.company.id]
    assert companies_page(reseller=one.reseller.id).total == 0
    assert {row.name: row.companies for row in resellers_list()}[one.reseller.name] == 0
    assert company_find_by_domain(domain=gone.sip_domain) is None
    assert DatabaseSnapshots().company(str(gone.id)) is None
    assert counts_in_all(reseller=None).people == counts_in_all(reseller=two.two.reseller.id).people == 2
    assert [row.number for row in dids_free()] == [one.did.number]
    entry = Entry.objects.get(kind="tenancy.company_closed")
    assert (entry.company, entry.facts) == (gone.id, {"name": gone.name, "key": gone.key})
    freed = Entry.objects.get(kind="numbering.dids_freed")
    assert freed.facts == {"count": "1", "numbers": one.did.number}


def test_nobody_of_a_closed_company_signs_in_or_stays_signed_in() -> None:
    two = companies_make()
    inside, outside = Client(), Client()
    inside.force_login(Person.objects.get(pk=two.one.user.person.id))
    outside.force_login(Person.objects.get(pk=two.two.user.person.id))
    company_remove(actor=SYSTEM, company=two.one.company.id)
    assert inside.get("/me/", secure=True).headers["Location"].startswith("/sign-in/")
    assert outside.get("/me/", secure=True).status_code == 200
    assert person_by_email(email=two.one.user.person.email) is None
    assert sign_in_name(login=f"102@{two.one.company.sip_domain}").email is None


def test_calls_and_mailboxes_of_a_closed_company_are_found_by_nobody() -> None:
    two = companies_make()
    for side in (two.one, two.two):
        call_make(side)
    box, _ = mailbox_create(actor=SYSTEM, company=two.one.company.id, name="Front desk")
    kept, _ = mailbox_create(actor=SYSTEM, company=two.two.company.id, name="Front desk")
    company_remove(actor=SYSTEM, company=two.one.company.id)
    seen = calls_page_of_reseller(reseller=None, wanted=CallFilter(), window=CallWindow()).rows
    assert {row.company_name for row in seen} == {two.two.company.name}
    assert mailbox_find(context=box.engine_name.context, box=box.engine_name.box) is None
    assert mailbox_find(context=kept.engine_name.context, box=kept.engine_name.box) == kept


def test_mail_that_waited_goes_to_nobody_of_a_closed_company() -> None:
    two = companies_make()
    company_remove(actor=SYSTEM, company=two.one.company.id)
    for side in (two.one, two.two):
        company, person = str(side.company.id), str(side.user.person.id)
        send_welcome(company, person)
        mail_handed_phone(company, person, str(side.user.device.id), "Adam")
    assert [one.to for one in mail.outbox] == [[two.two.user.person.email]]


def test_its_domain_is_free_at_once() -> None:
    gone = companies_make().one
    company_remove(actor=SYSTEM, company=gone.company.id)
    again = company_create(
        actor=SYSTEM,
        reseller=gone.reseller.id,
        name=gone.company.name,
        sip_domain=gone.company.sip_domain,
        language=Language.ENGLISH,
        country="GB",
        time_zone="UTC",
    )
    assert company_find_by_domain(domain=gone.company.sip_domain) == again
    assert again.account_number != gone.company.account_number


def test_a_reseller_waits_until_its_last_company_is_gone() -> None:
    side = companies_make().one
    company_remove(actor=SYSTEM, company=side.company.id)
    with pytest.raises(ResellerEmptying):
        reseller_delete(actor=SYSTEM, reseller=side.reseller.id)
    clear_company(str(side.company.id))
    reseller_delete(actor=SYSTEM, reseller=side.reseller.id)


def test_a_company_that_lives_is_not_cleared() -> None:
    side = companies_make().one
    call_make(side)
    clear_company(str(side.company.id))
    company_delete(company=side.company.id)
    assert company_get(company=side.company.id) == side.company
    assert calls_page(company=side.company.id, wanted=CallFilter(), window=CallWindow()).rows


def test_killed_at_every_single_statement_the_clearing_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people_jobs, "BATCH", 2)
    two = companies_make()
    for side in (two.one, two.two):
        _calls_make(side, 5)
    company = two.one.company
    company_remove(actor=SYSTEM, company=company.id)
    left = []
    while _killed_at_statement(len(left), company.id):
        with all_companies():
            left.append(CallRecord.objects.filter(company=company.id).count())
    assert {5, 3, 1} <= set(left)  # what a batch took stays taken
    clear_company(str(company.id))
    assert not Company.closed_too.filter(pk=company.id).exists()
    assert Entry.objects.filter(kind="tenancy.company_deleted", company=company.id).count() == 1
    assert Entry.objects.filter(company=company.id, kind="accounts.person_created").exists()
    with all_companies():
        assert set(CallRecord.objects.values_list("company", flat=True)) == {two.two.company.id}
        assert CallRecord.objects.count() == CallLeg.objects.count() == 5
    assert people_for_company(company=two.two.company.id)


def test_the_hour_takes_up_what_was_given_up() -> None:
    two = companies_make()
    company_remove(actor=SYSTEM, company=two.one.company.id)
    waiting = ProcrastinateJob.objects.filter(task_name=CLEAR_COMPANY.name, status="todo")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    companies_clear_hourly()
    companies_clear_hourly()
    assert [job.args for job in waiting] == [{"company": str(two.one.company.id)}]


def test_a_call_that_ends_meanwhile_does_not_keep_the_company() -> None:
    side = companies_make().one
    company_remove(actor=SYSTEM, company=side.company.id)
    with _ending_once_all_is_collected(side):
        clear_company(str(side.company.id))
    assert not Company.closed_too.filter(pk=side.company.id).exists()


def _calls_make(side: Side, count: int) -> None:
    lines = [record_line_parse(record_line_at(now(), place, **call_fields(side))) for place in range(count)]
    piece = SpoolPiece(node=side.word, inode="1", start=0, end=1, head="")
    records_take(piece=piece, lines=lines)


def _closing_costs(side: Side) -> int:
    with CaptureQueriesContext(connection) as queries:
        company_remove(actor=SYSTEM, company=side.company.id)
    return len(queries)


def _killed_at_statement(place: int, company: UUID) -> bool:
    """Whether the clearing was killed, before its statement of this place, or came to its end before that."""
    passed = count()

    def kill(execute: Callable[..., object], *arguments: object) -> object:
        if next(passed) == place:
            raise _KilledError
        return execute(*arguments)

    try:
        with connection.execute_wrapper(kill):
            clear_company(str(company))
    except _KilledError:
        return True
    return False


class _KilledError(Exception):
    """The worker is no more."""


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
