"""What can go wrong with time tables, switches and ring services."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class TimeTableUnknown(CordboardError):
    """There is no such time table for the one who asks."""

    code: ClassVar[str] = "hours.time_table_unknown"
    text: ClassVar[str] = mark("There is no such time table.")


@dataclass(kw_only=True, eq=False)
class SwitchUnknown(CordboardError):
    """There is no such switch for the one who asks."""

    code: ClassVar[str] = "hours.switch_unknown"
    text: ClassVar[str] = mark("There is no such switch.")


@dataclass(kw_only=True, eq=False)
class RingServiceUnknown(CordboardError):
    """There is no such ring service for the one who asks."""

    code: ClassVar[str] = "hours.ring_service_unknown"
    text: ClassVar[str] = mark("There is no such ring service.")


@dataclass(kw_only=True, eq=False)
class LineUnknown(CordboardError):
    """No direct number of the company carries this identifier, or there is no such number."""

    code: ClassVar[str] = "hours.line_unknown"
    text: ClassVar[str] = mark("No line of the company has this identifier.")


@dataclass(kw_only=True, eq=False)
class KeyNumberTaken(CordboardError):
    """Switches and time tables share their numbers, as one feature code serves both."""

    code: ClassVar[str] = "hours.key_number_taken"
    text: ClassVar[str] = mark("Another switch or time table has the number %(number)s. Choose another.")
    number: str


@dataclass(kw_only=True, eq=False)
class HoursInvalid(CordboardError):
    """Typed hours or dates that can not be read."""

    code: ClassVar[str] = "hours.hours_invalid"
    text: ClassVar[str] = mark(
        "“%(entry)s” can't be read. Write hours as 09:00-12:00, several apart by commas; 22:00-06:00 ends the next day."
    )
    entry: str


@dataclass(kw_only=True, eq=False)
class DatesInvalid(CordboardError):
    """A line of typed dates that can not be read."""

    code: ClassVar[str] = "hours.dates_invalid"
    text: ClassVar[str] = mark(
        "Line %(line)s can't be read: “%(entry)s”. Write 2026-12-24 09:00-12:00 Christmas Eve, "
        "or 2026-12-25..2026-12-31 closed Holidays."
    )
    line: int
    entry: str


@dataclass(kw_only=True, eq=False)
class CalendarInvalid(CordboardError):
    """A calendar file that can not be read; nothing of it was taken."""

    code: ClassVar[str] = "hours.calendar_invalid"
    text: ClassVar[str] = mark(
        "Line %(line)s of the calendar can't be read: “%(entry)s”. Nothing was imported; correct the file and try again."
    )
    line: int
    entry: str


@dataclass(kw_only=True, eq=False)
class CalendarTooLarge(CordboardError):
    """A calendar file beyond what a time table holds."""

    code: ClassVar[str] = "hours.calendar_too_large"
    text: ClassVar[str] = mark(
        "The calendar holds more than a time table takes: %(most)s dates. Export a shorter period and try again."
    )
    most: int
