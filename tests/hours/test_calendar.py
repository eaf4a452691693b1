"""Calendar files: what they close, and that broken ones are refused whole with their line."""

from contextlib import suppress
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordboard.hours.errors import CalendarInvalid, CalendarTooLarge
from cordboard.hours.rules.calendar import calendar_read
from cordboard.hours.types import DateHours, Span

pytestmark = pytest.mark.pure

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 23)
HEAD = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"]


def ics(*events: list[str]) -> bytes:
    """A calendar of these events."""
    body = [line for event in events for line in ["BEGIN:VEVENT", *event, "END:VEVENT"]]
    return "\r\n".join([*HEAD, *body, "END:VCALENDAR", ""]).encode()


def read(content: bytes) -> tuple[DateHours, ...]:
    """What it closes from today on."""
    return calendar_read(content, today=TODAY, zone=PARIS)


def test_whole_days_are_closed_and_the_past_is_left_out() -> None:
    found = read(
        ics(
            ["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227", "SUMMARY:Noël\\, fermé"],
            ["DTSTART;VALUE=DATE:20250101", "SUMMARY:Long ago"],
            ["DTSTART;VALUE=DATE:20270101", "SUMMARY:New", "  Year"],
        )
    )
    assert found == (
        DateHours(first="2026-12-24", last="2026-12-26", name="Noël, fermé"),
        DateHours(first="2027-01-01", last="2027-01-01", name="New Year"),
    )


def test_an_event_with_hours_closes_these_in_wall_time() -> None:
    found = read(ics(["DTSTART:20261201T100000Z", "DTEND:20261201T113000Z", "SUMMARY:Meeting"]))
    assert found == (
        DateHours(
            first="2026-12-01",
            last="2026-12-01",
            spans=(Span(start=660, end=750),),
            closes=True,
            name="Meeting",
        ),
    )


def test_an_event_over_midnight_closes_hours_of_both_days() -> None:
    found = read(ics(["DTSTART;TZID=Europe/Paris:20261201T220000", "DURATION:PT4H"]))
    assert [(one.first, one.spans) for one in found] == [
        ("2026-12-01", (Span(start=1320, end=1440),)),
        ("2026-12-02", (Span(start=0, end=120),)),
    ]


def test_events_that_repeat_are_taken_three_years_ahead_without_those_left_out() -> None:
    found = read(
        ics(
            [
                "DTSTART;VALUE=DATE:20200501",
                "RRULE:FREQ=YEARLY",
                "EXDATE;VALUE=DATE:20280501",
                "SUMMARY:May Day",
            ]
        )
    )
    assert [one.first for one in found] == ["2027-05-01", "2029-05-01"]


def test_a_weekly_hour_keeps_its_wall_time_through_the_year() -> None:
    found = read(
        ics(["DTSTART;TZID=Europe/Paris:20270320T120000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=3"])
    )
    assert [(one.first, one.spans[0].start) for one in found] == [
        ("2027-03-20", 720),
        ("2027-03-27", 720),
        ("2027-04-03", 720),
    ]


def test_a_repeated_event_ends_when_it_says() -> None:
    weekly = "RRULE:FREQ=WEEKLY;UNTIL=20261207"
    assert len(read(ics(["DTSTART;VALUE=DATE:20261123", weekly]))) == 3


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (5, "DTSTART;VALUE=DATE:20261340"),
        (5, "DTSTART:tomorrow"),
        (5, "no property at all"),
        (6, "RRULE:FREQ=SECONDLY"),
        (6, "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
        (6, "RRULE:FREQ=YEARLY;INTERVAL=0"),
        (6, "RRULE:FREQ=SOMETIMES"),
        (6, "EXDATE;VALUE=DATE:never"),
        (6, "END:VTODO"),
    ],
)
def test_a_broken_line_is_named_and_nothing_is_taken(line: int, text: str) -> None:
    event = [text] if line == 5 else ["DTSTART;VALUE=DATE:20261224", text]
    with pytest.raises(CalendarInvalid) as refused:
        read(ics(event))
    assert (refused.value.line, refused.value.entry) == (line, text)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"<html>", b"BEGIN:VCALENDAR", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"]
)
def test_what_is_no_calendar_or_ends_half_way_is_refused(content: bytes) -> None:
    with pytest.raises(CalendarInvalid):
        read(content)


def test_an_event_without_a_beginning_is_refused_with_its_line() -> None:
    with pytest.raises(CalendarInvalid) as refused:
        read(ics(["DTSTART;VALUE=DATE:20261224"], ["SUMMARY:When"]))
    assert refused.value.line == 7


def test_more_dates_than_a_table_holds_are_refused() -> None:
    with pytest.raises(CalendarTooLarge):
        read(ics(["DTSTART;VALUE=DATE:20261123", "RRULE:FREQ=DAILY"]))
    with pytest.raises(CalendarTooLarge):
        read(b"x" * 1_000_001)
    with pytest.raises(CalendarTooLarge):
        read(ics(["DTSTART:20200101T000000Z", "DTEND:29990101T000000Z"]))


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "DTSTART:20261201T100000Z",
                    "DTEND;VALUE=DATE:20261201",
                    "RRULE:FREQ=MONTHLY;BYDAY=-1FR",
                    "END:VEVENT",
                ]
            ),
            st.text(max_size=40),
        ),
        max_size=5,
    )
)
def test_whatever_is_in_it_a_file_is_read_or_refused(lines: list[str]) -> None:
    with suppress(CalendarInvalid, CalendarTooLarge):
        read(ics(lines))
