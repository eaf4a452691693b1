"""Pure decisions about opening hours, dates and what is keyed. Calendar files have their own door, `rules.calendar`."""

from cordboard.hours.rules.entries import (
    MOST_BYTES,
    MOST_DATES,
    dates_read,
    dates_write,
    hours_read,
    hours_write,
)
from cordboard.hours.rules.keys import (
    TABLE_STATES,
    key_number_check,
    pin_check,
    state_after,
    states_of,
    switch_check,
    table_check,
)
from cordboard.hours.rules.opening import WEEKDAYS, day_hours, span_text, time_table_open

__all__ = [
    "MOST_BYTES",
    "MOST_DATES",
    "TABLE_STATES",
    "WEEKDAYS",
    "dates_read",
    "dates_write",
    "day_hours",
    "hours_read",
    "hours_write",
    "key_number_check",
    "pin_check",
    "span_text",
    "state_after",
    "states_of",
    "switch_check",
    "table_check",
    "time_table_open",
]
