"""Lines become calls once, of the right company, whoever reads them again; nobody sees another company's."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordboard.accounts.services import person_create
from cordboard.calls.errors import CallUnknown
from cordboard.calls.models import CallLeg, CallPerson, CallRecord, SpoolPosition
from cordboard.calls.selectors import (
    CallWindow,
    call_get,
    call_get_of_reseller,
    calls_count,
    calls_count_of_reseller,
    calls_in_chunks,
    calls_page,
    calls_page_of_reseller,
    spool_position,
)
from cordboard.calls.services import position_forget, records_export_note, records_take
from cordboard.calls.types import CallFilter, CallSummary, Direction, Outcome, SpoolPiece
from cordboard.devices.services import device_delete
from cordboard.engine.records import record_line_parse
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.scope import all_companies, company_scope
from kit.companies import Side, TwoCompanies, companies_make
from kit.records import UNANSWERED, call_fields, record_line, record_line_at

pytestmark = [pytest.mark.database, pytest.mark.django_db]

MORNING = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
_ends = count(1)


@pytest.fixture
def two() -> TwoCompanies:
    return companies_make()


def take(*lines: bytes, node: str = "n1", rejected: int = 0) -> None:
    """The lines are taken in, as if from a file of their own."""
    piece = SpoolPiece(node=node, inode=str(next(_ends)), start=0, end=1, head="")
    records_take(piece=piece, lines=[record_line_parse(line) for line in lines], rejected=rejected)


def calls(side: Side, **wanted: object) -> tuple[CallSummary, ...]:
    """The company's calls, newest first."""
    return calls_page(company=side.company.id, wanted=CallFilter(**wanted), window=CallWindow()).rows  # type: ignore[arg-type]


def test_a_line_becomes_a_call_with_people_and_phones_by_name(two: TwoCompanies) -> None:
    take(record_line(call_fields(two.one, cause="16", outcome="answered", rule="extension")))
    (call,) = calls(two.one)
    facts = call.facts
    assert (facts.caller.name, facts.caller.number, facts.caller.person) == (
        "Uma Aurora",
        "102",
        two.one.user.person.id,
    )
    assert (facts.callee.name, facts.callee.number, facts.dialled) == ("Adam Aurora", "101", "101")
    assert (facts.outcome, facts.cause, facts.rule, facts.direction) == (
        Outcome.ANSWERED,
        16,
        "extension",
        Direction.INTERNAL,
    )
    assert facts.talk == timedelta(seconds=60, milliseconds=250)
    (leg,) = call_get(company=two.one.company.id, call=call.id).legs
    assert (leg.near.device, leg.far and leg.far.device) == ("Aurora desk phone 102", "Aurora desk phone 101")


def test_legs_in_any_order_and_portion_make_one_call(two: TwoCompanies) -> None:
    rang = record_line(call_fields(two.one), sequence="1", **UNANSWERED)
    box = record_line(
        call_fields(two.one, dstchannel="", lastapp="VoiceMail", outcome="voicemail", cause="16"),
        sequence="2", start="1700000020.0", answer="1700000021.0", end="1700000041.0",
    )  # fmt: skip
    take(box)
    take(rang, box)
    (call,) = calls(two.one)
    assert (call.facts.outcome, call.facts.callee.name) == (Outcome.VOICEMAIL, "Adam Aurora")
    assert call.facts.talk == timedelta(seconds=20)
    assert len(call_get(company=two.one.company.id, call=call.id).legs) == 2


def test_lines_read_again_add_nothing_and_change_nothing(two: TwoCompanies) -> None:
    lines = [record_line_at(MORNING, number, **call_fields(two.one)) for number in range(5)]
    take(*lines)
    before = calls(two.one)
    take(*lines, *lines)
    assert calls(two.one) == before
    with all_companies():
        assert (CallRecord.objects.count(), CallLeg.objects.count(), CallPerson.objects.count()) == (5, 5, 10)


def test_the_same_line_of_another_node_is_another_call(two: TwoCompanies) -> None:
    take(record_line(call_fields(two.one)), node="n1")
    take(record_line(call_fields(two.one)), node="n2")
    assert len(calls(two.one)) == 2


def test_position_and_rows_move_together(two: TwoCompanies) -> None:
    piece = SpoolPiece(node="n1", inode="7", start=0, end=300, head="abc")
    records_take(piece=piece, lines=[record_line_parse(record_line(call_fields(two.one)))])
    assert spool_position(node="n1", inode="7") == (300, "abc")
    assert spool_position(node="n2", inode="7") == (0, "")
    position_forget(node="n1", inode="7")
    assert spool_position(node="n1", inode="7") == (0, "")


def test_a_piece_that_another_process_took_meanwhile_is_left_alone(two: TwoCompanies) -> None:
    take_piece = {"node": "n1", "inode": "7", "head": "x"}
    records_take(piece=SpoolPiece(start=0, end=300, **take_piece), lines=[])
    records_take(
        piece=SpoolPiece(start=200, end=500, **take_piece),
        lines=[record_line_parse(record_line(call_fields(two.one)))],
    )
    assert spool_position(node="n1", inode="7")[0] == 300
    assert calls(two.one) == ()


def test_rejected_lines_are_counted_and_told_in_the_journal(two: TwoCompanies) -> None:
    take(record_line(call_fields(two.one)), rejected=3)
    (entry,) = [
        entry for entry in journal_page(companies=None).entries if entry.kind == "calls.records_rejected"
    ]
    assert (entry.facts["lines"], entry.subject, entry.company) == ("3", "n1", None)
    row = SpoolPosition.objects.get()
    assert (row.records, row.rejected) == (1, 3)


def test_a_call_of_nobodys_company_is_kept_for_the_platform_and_found_when_its_company_is_told(
    two: TwoCompanies,
) -> None:
    first = {**call_fields(two.one), "company": "", "accountcode": "", "person": ""}
    take(record_line(first, sequence="1"))
    assert calls(two.one) == ()
    everyones = calls_page_of_reseller(reseller=None, wanted=CallFilter(), window=CallWindow()).rows
    assert [call.company_name for call in everyones] == [""]
    take(record_line(call_fields(two.one, dstchannel=""), sequence="2"))
    (call,) = calls(two.one)
    assert len(call_get(company=two.one.company.id, call=call.id).legs) == 2


def test_a_key_that_no_company_has_costs_no_record(two: TwoCompanies) -> None:
    take(record_line(call_fields(two.one, company="tgone", accountcode="tgone", callee="no uuid")))
    assert calls_count_of_reseller(reseller=None, wanted=CallFilter()) == 1


def test_another_companys_people_and_phones_have_no_name_here(two: TwoCompanies) -> None:
    foreign = f"PJSIP/{two.two.admin.device.key}-00000009"
    take(record_line(call_fields(two.one, dstchannel=foreign, callee=str(two.two.admin.person.id))))
    (call,) = calls(two.one)
    assert (call.facts.callee.name, call.facts.callee.person) == ("", None)
    assert "Borealis" not in str(call_get(company=two.one.company.id, call=call.id))


def test_texts_longer_than_their_columns_cost_no_record(two: TwoCompanies) -> None:
    long = "9" * 500
    take(
        record_line(
            call_fields(
                two.one, dst=long, src=long, rule=long, clid=f'"{long}" <1>', lastapp=long, destination=long
            )
        )
    )
    assert calls(two.one)[0].facts.dialled == "9" * 80


def test_history_outlives_the_phone_and_its_name(two: TwoCompanies) -> None:
    take(record_line(call_fields(two.one)))
    device_delete(actor=SYSTEM, company=two.one.company.id, device=two.one.admin.device.id)
    take(
        record_line(
            call_fields(two.one, dstchannel="", lastapp="Hangup"),
            sequence="2",
            start="1700000063.9",
            end="1700000064.0",
        )
    )
    assert calls(two.one)[0].facts.callee.name == "Adam Aurora"


@pytest.fixture
def busy_day(two: TwoCompanies) -> TwoCompanies:
    """Sixty calls of each company in a minute's distance, every third unanswered, and one from outside."""
    for side in (two.one, two.two):
        lines = [
            record_line_at(
                MORNING + timedelta(minutes=number), number,
                **call_fields(side, **({"disposition": "NO ANSWER", "answer": "0"} if number % 3 == 0 else {})),
            )
            for number in range(60)
        ]  # fmt: skip
        outside = call_fields(
            side, direction="incoming", channel="PJSIP/e4444444444444444-1", src="+4721930001", person=""
        )
        outside |= {"clid": '"Jane Doe" <+4721930001>', "dst": side.did.number}
        take(*lines, record_line_at(MORNING + timedelta(hours=3), 99, **outside), node=side.word)
    return two


def test_pages_cover_every_call_once_in_both_directions(busy_day: TwoCompanies) -> None:
    company, wanted = busy_day.one.company.id, CallFilter()
    for newest_first in (True, False):
        pages = list(pages_of(company, wanted, newest_first))
        rows = [call for page in pages for call in page]
        assert [len(page) for page in pages] == [25, 25, 11]
        assert len({call.id for call in rows}) == 61
        times = [call.facts.started for call in rows]
        assert times == sorted(times, reverse=newest_first)


def pages_of(company: UUID, wanted: CallFilter, newest_first: bool) -> Iterator[tuple[CallSummary, ...]]:
    window = CallWindow(newest_first=newest_first)
    while True:
        page = calls_page(company=company, wanted=wanted, window=window)
        yield page.rows
        if page.next is None:
            return
        window = CallWindow(after=page.next, newest_first=newest_first)


def test_going_back_shows_the_page_one_came_from(busy_day: TwoCompanies) -> None:
    company, wanted = busy_day.one.company.id, CallFilter()
    first = calls_page(company=company, wanted=wanted, window=CallWindow())
    second = calls_page(company=company, wanted=wanted, window=CallWindow(after=first.next))
    back = calls_page(company=company, wanted=wanted, window=CallWindow(before=second.previous))
    assert back.rows == first.rows
    assert (first.previous, back.previous) == (None, None)
    assert back.next == first.next


def test_calls_of_the_same_moment_are_neither_skipped_nor_shown_twice(two: TwoCompanies) -> None:
    take(*(record_line_at(MORNING, number, **call_fields(two.one)) for number in range(60)))
    rows = [call.id for page in pages_of(two.one.company.id, CallFilter(), True) for call in page]
    assert len(rows) == len(set(rows)) == 60


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (lambda side: CallFilter(), 61),
        (lambda side: CallFilter(outcome=Outcome.NO_ANSWER), 20),
        (lambda side: CallFilter(direction=Direction.INCOMING), 1),
        (lambda side: CallFilter(since=MORNING + timedelta(minutes=50)), 11),
        (lambda side: CallFilter(until=MORNING + timedelta(minutes=50)), 50),
        (lambda side: CallFilter(person=side.user.person.id), 60),
        (lambda side: CallFilter(person=side.admin.person.id), 61),
        (lambda side: CallFilter(person=side.admin.person.id, outcome=Outcome.NO_ANSWER, text="uma"), 20),
        (lambda side: CallFilter(text="jane"), 1),
        (lambda side: CallFilter(text="+47 21 93 00 01"), 1),
        (lambda side: CallFilter(text="doe 2193"), 1),
        (lambda side: CallFilter(text="%"), 0),
        (lambda side: CallFilter(text="nobody"), 0),
        (lambda side: CallFilter(person=uuid4()), 0),
    ],
)
def test_filters_narrow_list_count_and_export_alike(
    busy_day: TwoCompanies, wanted: Callable[[Side], CallFilter], expected: int
) -> None:
    side = busy_day.one
    company, chosen = side.company.id, wanted(side)
    assert sum(len(page) for page in pages_of(company, chosen, True)) == expected
    assert calls_count(company=company, wanted=chosen) == expected
    exported = calls_in_chunks(partial(calls_page, company=company, wanted=chosen))
    assert sum(len(chunk) for chunk in exported) == expected


def test_a_reseller_sees_its_companies_only_and_the_platform_all(busy_day: TwoCompanies) -> None:
    window, wanted = CallWindow(size=1000), CallFilter()
    own = calls_page_of_reseller(reseller=busy_day.one.reseller.id, wanted=wanted, window=window).rows
    assert {call.company_name for call in own} == {"Aurora Company"}
    everyones = calls_page_of_reseller(reseller=None, wanted=wanted, window=window).rows
    assert len(everyones) == 122
    assert calls_count_of_reseller(reseller=busy_day.two.reseller.id, wanted=wanted) == 61


def test_outside_parties_are_masked_for_reseller_and_platform(busy_day: TwoCompanies) -> None:
    wanted = CallFilter(direction=Direction.INCOMING)
    for reseller in (busy_day.one.reseller.id, None):
        page = calls_page_of_reseller(reseller=reseller, wanted=wanted, window=CallWindow())
        detail = call_get_of_reseller(reseller=reseller, call=page.rows[0].id)
        for shown in (str(page), str(detail)):
            assert "Jane" not in shown
            assert "0001" not in shown.replace("460001", "").replace("460002", "")


def test_what_is_masked_can_not_be_found_by_guessing(busy_day: TwoCompanies) -> None:
    for text, found in (
        ("jane", 0),
        ("4721930001", 0),
        ("0001", 1),
        ("Aurora comp", 61),
        ("adam", 61),
        ("uma", 60),
    ):
        count = calls_count_of_reseller(reseller=busy_day.one.reseller.id, wanted=CallFilter(text=text))
        assert count == found, text


def test_another_companys_call_is_unknown(busy_day: TwoCompanies) -> None:
    one, two = busy_day.one, busy_day.two
    call = calls(one, direction=Direction.INTERNAL)[0]
    outsider = person_create(
        actor=SYSTEM, email="new@aurora.example.com", first_name="N", last_name="Aurora",
        language="en", role="user", company=one.company.id,
    )  # fmt: skip
    attempts: list[Callable[[], object]] = [
        lambda: call_get(company=two.company.id, call=call.id),
        lambda: call_get(company=two.company.id, call=call.id, person=one.user.person.id),
        lambda: call_get(company=one.company.id, call=call.id, person=outsider.id),
        lambda: call_get_of_reseller(reseller=two.reseller.id, call=call.id),
        lambda: call_get(company=one.company.id, call=uuid4()),
    ]
    for attempt in attempts:
        with pytest.raises(CallUnknown):
            attempt()
    assert call_get(company=one.company.id, call=call.id, person=one.user.person.id).summary.id == call.id
    assert (
        call_get_of_reseller(reseller=one.reseller.id, call=call.id).summary.company_name == "Aurora Company"
    )


def test_another_companys_person_as_filter_finds_nothing(busy_day: TwoCompanies) -> None:
    assert calls(busy_day.two, person=busy_day.one.user.person.id) == ()


def test_records_read_outside_a_companys_scope_raise() -> None:
    for model in (CallRecord, CallLeg, CallPerson):
        with pytest.raises(Exception, match="outside a company's scope"):
            model.objects.count()
        with company_scope(uuid4()):
            assert model.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 100])
def test_reads_take_the_same_queries_for_one_row_and_a_hundred(two: TwoCompanies, rows: int) -> None:
    take(*(record_line_at(MORNING, number, **call_fields(two.one)) for number in range(rows)))
    company, wanted, window = two.one.company.id, CallFilter(), CallWindow(size=100)
    (call, *_) = calls(two.one)
    person = CallFilter(person=two.one.user.person.id, text="uma")
    reads: list[tuple[Callable[[], object], int]] = [
        (lambda: calls_page(company=company, wanted=wanted, window=window), 1),
        (lambda: calls_page(company=company, wanted=person, window=window), 1),
        (lambda: calls_count(company=company, wanted=wanted), 1),
        (lambda: calls_page_of_reseller(reseller=None, wanted=wanted, window=window), 1),
        (lambda: call_get(company=company, call=call.id), 2),
        (lambda: call_get_of_reseller(reseller=None, call=call.id), 2),
    ]
    for read, queries in reads:
        with CaptureQueriesContext(connection) as captured:
            read()
        assert len(captured) == queries


def test_taking_in_takes_the_same_queries_for_one_line_and_a_hundred(two: TwoCompanies) -> None:
    taken = []
    for rows in (1, 100):
        lines = [
            record_line_at(MORNING + timedelta(days=rows), number, **call_fields(two.one))
            for number in range(rows)
        ]
        with CaptureQueriesContext(connection) as captured:
            take(*lines)
        taken.append(len(captured))
    assert taken[0] == taken[1] < 20


def test_an_export_is_in_the_journal(two: TwoCompanies) -> None:
    company = two.one.company.id
    records_export_note(actor=SYSTEM, company=company, subject="calls", filters={"text": "uma"})
    entry = journal_page(companies={company}).entries[0]
    assert (entry.kind, entry.facts) == ("calls.records_exported", {"text": "uma"})
