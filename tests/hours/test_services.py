"""Acts on time tables, switches and ring services: on record, in the snapshot, and sealed between companies."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cordboard.calls.types import CompanySnapshot
from cordboard.hours import selectors
from cordboard.hours.errors import (
    CalendarInvalid,
    KeyNumberTaken,
    LineUnknown,
    RingServiceUnknown,
    SwitchUnknown,
    TimeTableUnknown,
)
from cordboard.hours.jobs import holidays_look_daily
from cordboard.hours.models import TimeTable
from cordboard.hours.rules import dates_read, hours_read, table_check
from cordboard.hours.selectors import (
    holidays_between,
    hours_part,
    lines_for_company,
    switch_get,
    switches_for_company,
    time_table_get,
    time_tables_for_company,
)
from cordboard.hours.services import (
    calendar_import,
    holidays_renew,
    line_identify,
    line_toggle,
    ring_service_create,
    ring_service_delete,
    ring_service_pin_verify,
    switch_change,
    switch_create,
    switch_delete,
    switch_pin_verify,
    switch_turn,
    time_table_change,
    time_table_create,
    time_table_delete,
    time_table_force,
)
from cordboard.hours.types import HolidayRegion, HoursPart, SwitchState, TableState, TimeTableValues
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.numbering.services import did_assign, did_create, did_free
from cordboard.numbering.types import Destination
from cordboard.processes.projection import company_snapshot
from cordboard.processes.snapshot_store import snapshot_plain, snapshot_read
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.types import CompanySummary
from kit.companies import TwoCompanies, two_companies
from kit.tenants import company_make

__all__ = ["two_companies"]
pytestmark = [pytest.mark.database, pytest.mark.django_db]

OVERFLOW = Destination("mailbox", "x")
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
OFFICE = TimeTableValues(
    name="Office", number="30", week=(hours_read("09:00-17:00"),) * 5 + ((), ()),
    dates=dates_read("2026-12-24 09:00-12:00 Christmas Eve"),
    holidays=HolidayRegion(country="GB", region="SCT"),
)  # fmt: skip


@pytest.fixture
def company(db: None) -> CompanySummary:
    return company_make()


def kinds(company: CompanySummary) -> list[str]:
    """Kinds of the company's entries of this room, the first first."""
    entries = journal_page(companies={company.id}).entries
    return [entry.kind for entry in reversed(entries) if entry.kind.startswith("hours.")]


def kept(company: CompanySummary) -> CompanySnapshot:
    """The company's snapshot as it comes back from disk."""
    return snapshot_read(snapshot_plain(company_snapshot(company.id)), parts={"hours": HoursPart})


def test_a_time_table_is_in_the_snapshot_as_it_was_settled(company: CompanySummary) -> None:
    made = time_table_create(actor=SYSTEM, company=company.id, values=OFFICE)
    assert time_table_get(company=company.id, table=made.id).values == OFFICE
    part = kept(company).part(HoursPart)
    assert part == hours_part(company=company.id)
    christmas_eve = datetime(2026, 12, 24, 11, 59, tzinfo=UTC)
    zone = ZoneInfo(company.time_zone)
    assert table_check(part, str(made.id), christmas_eve, zone).open
    assert not table_check(part, str(made.id), christmas_eve + timedelta(minutes=1), zone).open
    assert kinds(company) == ["hours.time_table_created"]


def test_holidays_of_a_part_of_a_country_are_plain_dates() -> None:
    scotland = holidays_between(
        HolidayRegion(country="GB", region="SCT"), date(2026, 11, 1), date(2027, 1, 31)
    )
    england = holidays_between(
        HolidayRegion(country="GB", region="ENG"), date(2026, 11, 1), date(2027, 1, 31)
    )
    assert "2026-11-30" in scotland
    assert "2026-11-30" not in england
    assert england["2026-12-25"] == "Christmas Day"
    assert holidays_between(HolidayRegion(country="QQ"), date(2026, 11, 1), date(2027, 1, 31)) == {}


def test_holidays_lie_eighteen_months_ahead_and_close_the_table(company: CompanySummary) -> None:
    made = time_table_create(actor=SYSTEM, company=company.id, values=OFFICE)
    table = hours_part(company=company.id).time_tables[str(made.id)]
    today = selectors.today_of(company.id)
    assert max(table.holidays) > (today + timedelta(days=450)).isoformat()
    assert max(table.holidays) <= (today + selectors.HOLIDAYS_AHEAD).isoformat()
    assert min(table.holidays) >= (today - timedelta(days=1)).isoformat()


def test_the_daily_look_leaves_an_entry_only_for_days_that_calls_did_not_know(
    company: CompanySummary,
) -> None:
    made = time_table_create(actor=SYSTEM, company=company.id, values=OFFICE)
    holidays_renew(company=company.id)
    assert kinds(company) == ["hours.time_table_created"]
    with company_scope(company.id):
        TimeTable.objects.filter(pk=made.id).update(holidays_until=selectors.today_of(company.id))
    holidays_renew(company=company.id)
    holidays_renew(company=company.id)
    assert kinds(company)[1:] == ["hours.holidays_renewed"]


def test_the_daily_look_reaches_every_company_that_keeps_holidays(two_companies: TwoCompanies) -> None:
    companies = [two_companies.one.company, two_companies.two.company]
    for one in companies:
        time_table_create(actor=SYSTEM, company=one.id, values=OFFICE)
        with company_scope(one.id):
            TimeTable.objects.update(holidays_until=selectors.today_of(one.id))
    holidays_look_daily()
    assert [kinds(one)[-1] for one in companies] == ["hours.holidays_renewed"] * 2


def test_forcing_a_table_is_an_act_of_its_own(company: CompanySummary) -> None:
    made = time_table_create(actor=SYSTEM, company=company.id, values=OFFICE)
    time_table_force(actor=SYSTEM, company=company.id, table=made.id, state=TableState.OPEN)
    assert kept(company).part(HoursPart).time_tables[str(made.id)].state == "open"
    assert kinds(company)[-1] == "hours.time_table_forced"
    time_table_delete(actor=SYSTEM, company=company.id, table=made.id)
    assert time_tables_for_company(company=company.id) == ()


@pytest.mark.parametrize("region", [HolidayRegion(country="QQ"), HolidayRegion(country="GB", region="XX")])
def test_an_unknown_country_or_part_is_refused(company: CompanySummary, region: HolidayRegion) -> None:
    with pytest.raises(FieldInvalid):
        time_table_create(actor=SYSTEM, company=company.id, values=TimeTableValues(name="X", holidays=region))
    assert kinds(company) == []


def test_a_calendar_adds_its_dates_once_and_a_broken_one_none(company: CompanySummary) -> None:
    made = time_table_create(actor=SYSTEM, company=company.id, values=OFFICE)
    day = (selectors.today_of(company.id) + timedelta(days=40)).strftime("%Y%m%d")
    text = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:{day}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    counts = [
        calendar_import(actor=SYSTEM, company=company.id, table=made.id, content=text.encode())
        for _ in range(2)
    ]
    assert counts == [1, 0]
    with pytest.raises(CalendarInvalid):
        calendar_import(actor=SYSTEM, company=company.id, table=made.id, content=text.encode()[:-20])
    assert len(time_table_get(company=company.id, table=made.id).values.dates) == 2


def test_a_switch_that_is_turned_is_so_in_the_snapshot(company: CompanySummary) -> None:
    made = switch_create(actor=SYSTEM, company=company.id, name="Night", number="1", states=3)
    switch_turn(actor=SYSTEM, company=company.id, switch=made.id, state=SwitchState.ADDITIONAL)
    entry = kept(company).part(HoursPart).switches[str(made.id)]
    assert (entry.state, entry.number, entry.states, entry.guarded) == ("additional", "1", 3, False)
    switch_change(actor=SYSTEM, company=company.id, switch=made.id, name="Night", number="2", states=2)
    assert switch_get(company=company.id, switch=made.id).state is SwitchState.OFF
    with pytest.raises(FieldInvalid):
        switch_turn(actor=SYSTEM, company=company.id, switch=made.id, state=SwitchState.ADDITIONAL)
    switch_delete(actor=SYSTEM, company=company.id, switch=made.id)
    assert kinds(company) == [
        "hours.switch_created",
        "hours.switch_turned",
        "hours.switch_changed",
        "hours.switch_deleted",
    ]


def test_switches_and_tables_share_their_numbers(company: CompanySummary) -> None:
    time_table_create(actor=SYSTEM, company=company.id, values=OFFICE)
    with pytest.raises(KeyNumberTaken):
        switch_create(actor=SYSTEM, company=company.id, name="Night", number="30")
    assert switches_for_company(company=company.id) == ()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": ""}),
        ("number", {"number": "1*"}),
        ("number", {"number": "1234567"}),
        ("pin", {"pin": "12"}),
        ("states", {"states": 4}),
    ],
)
def test_what_a_switch_can_not_have_is_refused(
    company: CompanySummary, field: str, values: dict[str, object]
) -> None:
    with pytest.raises(FieldInvalid) as refused:
        switch_create(actor=SYSTEM, company=company.id, **{"name": "Night", **values})  # type: ignore[arg-type]
    assert refused.value.field == field


def test_ten_wrong_pins_shut_a_switch_for_a_while(company: CompanySummary) -> None:
    made = switch_create(actor=SYSTEM, company=company.id, name="Night", pin="2846")
    assert switch_pin_verify(company=company.id, switch=made.id, pin="2846")
    assert not any(switch_pin_verify(company=company.id, switch=made.id, pin="1111") for _ in range(10))
    assert not switch_pin_verify(company=company.id, switch=made.id, pin="2846")
    assert kinds(company).count("hours.pin_refused") == 10


def test_lines_that_share_an_identifier_toggle_together(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    company, numbers = side.company, [side.did]
    spare = did_create(actor=SYSTEM, number="+442079460003", country="GB")
    numbers.append(did_assign(actor=SYSTEM, company=company.id, did=spare.id, destination=None))
    for did in numbers:
        line_identify(actor=SYSTEM, company=company.id, did=did.id, identifier="75")
    rush = ring_service_create(actor=SYSTEM, company=company.id, name="Rush", overflow=OVERFLOW)
    other = ring_service_create(actor=SYSTEM, company=company.id, name="Other", overflow=OVERFLOW)
    usual = company_snapshot(company.id).numbers

    assert line_toggle(actor=SYSTEM, company=company.id, service=rush.id, identifier="75")
    diverted = kept(company).numbers
    assert diverted == {did.number: Destination("ring_service_overflow", str(rush.id)) for did in numbers}
    assert {line.diverted_to for line in lines_for_company(company=company.id)} == {"Rush"}

    assert line_toggle(actor=SYSTEM, company=company.id, service=other.id, identifier="75")
    assert {one.id for one in kept(company).numbers.values()} == {str(other.id)}
    assert not line_toggle(actor=SYSTEM, company=company.id, service=other.id, identifier="75")
    assert kept(company).numbers == usual

    line_toggle(actor=SYSTEM, company=company.id, service=rush.id, identifier="75")
    ring_service_delete(actor=SYSTEM, company=company.id, service=rush.id)
    assert kept(company).numbers == usual
    did_free(actor=SYSTEM, company=company.id, did=spare.id)
    line_toggle(actor=SYSTEM, company=company.id, service=other.id, identifier="75")
    assert set(kept(company).numbers) == {side.did.number}


def test_nothing_of_one_company_is_reachable_from_another(two_companies: TwoCompanies) -> None:
    one, two = two_companies.one.company.id, two_companies.two.company.id
    table = time_table_create(actor=SYSTEM, company=one, values=OFFICE)
    switch = switch_create(actor=SYSTEM, company=one, name="Night", number="1", pin="2846")
    service = ring_service_create(actor=SYSTEM, company=one, name="Rush", overflow=OVERFLOW, pin="2846")
    line_identify(actor=SYSTEM, company=one, did=two_companies.one.did.id, identifier="75")

    with pytest.raises(TimeTableUnknown):
        time_table_change(actor=SYSTEM, company=two, table=table.id, values=OFFICE)
    with pytest.raises(TimeTableUnknown):
        calendar_import(actor=SYSTEM, company=two, table=table.id, content=CALENDAR)
    with pytest.raises(SwitchUnknown):
        switch_turn(actor=SYSTEM, company=two, switch=switch.id, state=SwitchState.ON)
    with pytest.raises(RingServiceUnknown):
        line_toggle(actor=SYSTEM, company=two, service=service.id, identifier="75")
    own = ring_service_create(actor=SYSTEM, company=two, name="Rush", overflow=OVERFLOW)
    with pytest.raises(LineUnknown):
        line_toggle(actor=SYSTEM, company=two, service=own.id, identifier="75")
    with pytest.raises(LineUnknown):
        line_identify(actor=SYSTEM, company=two, did=two_companies.one.did.id, identifier="1")
    assert not switch_pin_verify(company=two, switch=switch.id, pin="2846")
    assert not ring_service_pin_verify(company=two, service=service.id, pin="2846")
    assert set(hours_part(company=two).ring_services) == {str(own.id)}
    assert hours_part(company=two).time_tables == hours_part(company=two).switches == {}
    assert switch_create(actor=SYSTEM, company=two, name="Night", number="1").number == "1"
