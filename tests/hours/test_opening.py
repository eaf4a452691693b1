"""Whether a time table is open: to the minute, across midnight, on dates and holidays, and when clocks are changed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.hours.errors import DatesInvalid, HoursInvalid
from cordboard.hours.rules import (
    dates_read,
    dates_write,
    hours_read,
    hours_write,
    switch_check,
    table_check,
    time_table_open,
)
from cordboard.hours.types import DAY, HoursPart, Span, SwitchEntry, SwitchState, TimeTable

pytestmark = pytest.mark.pure

LONDON = ZoneInfo("Europe/London")
OFFICE = hours_read("09:00-17:00")
WORKDAYS = (OFFICE,) * 5 + ((), ())
SPRING, AUTUMN = (
    date(2026, 3, 29),
    date(2026, 10, 25),
)  # both Sundays: 01:00 becomes 02:00, 02:00 becomes 01:00


def table(**settled: object) -> TimeTable:
    """The office's hours, unless settled otherwise."""
    return TimeTable(**{"id": "t", "name": "Office", "week": WORKDAYS, **settled})  # type: ignore[arg-type]


def open_at(table: TimeTable, text: str, zone: ZoneInfo = LONDON) -> bool:
    """Whether it is open at this wall time."""
    return time_table_open(table, datetime.fromisoformat(text).replace(tzinfo=zone), zone).open


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T08:59:59", False),
        ("2026-11-23T09:00:00", True),
        ("2026-11-23T16:59:59", True),
        ("2026-11-23T17:00:00", False),
        ("2026-11-28T12:00:00", False),
    ],
)
def test_hours_begin_with_their_first_minute_and_end_before_their_last(moment: str, expected: bool) -> None:
    assert open_at(table(), moment) is expected


def test_the_rule_is_told_in_words() -> None:
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert time_table_open(table(), monday, LONDON).rule == "time table Office: Monday 09:00-17:00"
    assert time_table_open(table(state="closed"), monday, LONDON).rule == "time table Office: forced closed"
    assert (
        time_table_open(table(), monday - timedelta(hours=1), LONDON).rule
        == "time table Office: closed, Monday"
    )


@pytest.mark.parametrize(("state", "expected"), [("open", True), ("closed", False)])
def test_a_forced_table_does_not_look_at_its_hours(state: str, expected: bool) -> None:
    for moment in ("2026-11-23T08:59", "2026-11-23T09:00", "2026-12-25T12:00"):
        assert open_at(table(state=state, holidays={"2026-12-25": "Christmas"}), moment) is expected


def test_hours_across_midnight_belong_to_the_day_they_begin_on() -> None:
    night = table(week=(hours_read("22:00-06:00"),) + ((),) * 6)
    assert open_at(night, "2026-11-23T22:00")
    assert open_at(night, "2026-11-24T05:59")
    assert not open_at(night, "2026-11-24T06:00")
    assert not open_at(night, "2026-11-23T05:59")
    assert not open_at(night, "2026-11-24T22:00")


def test_dates_come_before_holidays_and_the_narrowest_dates_before_wider_ones() -> None:
    written = """2026-12-21..2026-12-31 closed Holidays
    2026-12-25 10:00-11:00 Open on Christmas
    2026-12-29 09:00-12:00"""
    kept = table(dates=dates_read(written), holidays={"2026-12-25": "Christmas", "2027-01-01": "New Year"})
    assert not open_at(kept, "2026-12-28T10:00")
    assert open_at(kept, "2026-12-25T10:30")
    assert open_at(kept, "2026-12-29T09:00")
    assert not open_at(kept, "2026-12-29T12:00")
    assert not open_at(kept, "2027-01-01T10:00")
    assert open_at(kept, "2027-01-04T10:00")


def test_holidays_may_have_hours_of_their_own() -> None:
    kept = table(holidays={"2026-12-25": "Christmas"}, holiday_spans=hours_read("10:00-12:00"))
    assert open_at(kept, "2026-12-25T11:59")
    assert not open_at(kept, "2026-12-25T12:00")


def test_a_date_may_close_some_hours_of_a_day_only_also_across_midnight() -> None:
    kept = table(dates=dates_read("2026-11-23 closed 12:00-13:00 Lunch\n2026-11-23 closed 22:00-10:00"))
    assert open_at(kept, "2026-11-23T11:59")
    assert not open_at(kept, "2026-11-23T12:00")
    assert open_at(kept, "2026-11-23T13:00")
    assert not open_at(kept, "2026-11-24T09:59")
    assert open_at(kept, "2026-11-24T10:00")


def test_a_table_without_hours_is_closed_always() -> None:
    assert not open_at(table(week=((),) * 7), "2026-11-23T12:00")


def test_the_hour_that_comes_twice_is_open_both_times() -> None:
    early = table(week=((),) * 6 + (hours_read("01:00-02:00"),))
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert [time_table_open(early, first + timedelta(hours=hour), LONDON).open for hour in (-1, 0, 1, 2)] == [
        False,
        True,
        True,
        False,
    ]


def test_the_hour_that_is_left_out_shortens_what_spans_it() -> None:
    early = table(week=((),) * 6 + (hours_read("00:30-03:00"),))
    begin = datetime(2026, 3, 29, 0, 29, tzinfo=UTC)
    opened = [time_table_open(early, begin + timedelta(minutes=one), LONDON).open for one in range(180)]
    assert sum(opened) == 90
    assert not opened[0]
    assert opened[1]


@given(
    day=st.sampled_from([SPRING, AUTUMN, SPRING - timedelta(days=1), date(2026, 7, 1)]),
    minute=st.integers(0, 2 * DAY),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
    start=st.integers(0, DAY - 1),
    length=st.integers(1, DAY),
)
def test_what_the_wall_clock_shows_decides(
    day: date, minute: int, zone: str, start: int, length: int
) -> None:
    """Against a matcher of its own: any span of yesterday or today that holds the minute shown."""
    kept = table(week=((Span(start=start, end=start + length),),) * 7)
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    shown = moment.astimezone(ZoneInfo(zone))
    at = shown.hour * 60 + shown.minute
    expected = start <= at < start + length or start <= at + DAY < start + length
    assert time_table_open(kept, moment, ZoneInfo(zone)).open is expected


@given(st.lists(st.integers(0, DAY - 1), min_size=2, max_size=8, unique=True))
def test_hours_are_read_as_they_were_written(edges: list[int]) -> None:
    marks = sorted(edges[: len(edges) // 2 * 2])
    spans = tuple(Span(start=first, end=last) for first, last in zip(marks[::2], marks[1::2], strict=True))
    assert hours_read(hours_write(spans)) == spans


@pytest.mark.parametrize(
    "typed", ["9-17", "25:00-26:00", "09:00-09:00", "09:60-10:00", "09:00", "x", "09:00-12:00, 11:00-13:00"]
)
def test_hours_that_can_not_be_read_are_named(typed: str) -> None:
    with pytest.raises(HoursInvalid) as refused:
        hours_read(typed)
    assert typed[:5] in refused.value.entry


def test_dates_are_written_as_they_are_read() -> None:
    text = "2026-12-24 09:00-12:00 Christmas Eve\n2026-12-25..2026-12-31 closed Away\n2027-01-04 closed 12:00-13:00"
    assert dates_write(dates_read(text)) == text


@pytest.mark.parametrize(
    "line", ["2026-02-30 closed", "tomorrow", "2026-12-31..2026-12-01 closed", "2026-12-24 Christmas Eve"]
)
def test_a_line_of_dates_that_can_not_be_read_is_named(line: str) -> None:
    with pytest.raises(DatesInvalid) as refused:
        dates_read(f"2026-12-24 closed\n\n{line}")
    assert (refused.value.line, refused.value.entry) == (3, line)


def test_what_is_gone_counts_as_closed_and_off() -> None:
    moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    part = HoursPart(
        time_tables={"t": table()},
        switches={"s": SwitchEntry(id="s", name="Night", number="1", states=3, state="additional")},
    )
    assert table_check(part, "t", moment, LONDON).open
    assert not table_check(part, "gone", moment, LONDON).open
    assert switch_check(part, "s") == (SwitchState.ADDITIONAL, "switch Night: additional")
    assert switch_check(part, "gone") == (SwitchState.OFF, "switch deleted")
