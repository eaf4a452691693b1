"""What routing asks of tables and switches, and what numbers, PINs and states people key."""

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo

from cordboard.base.errors import mark
from cordboard.hours.rules.opening import time_table_open
from cordboard.hours.types import HoursPart, SwitchState, TableState, Verdict
from cordboard.tenancy.errors import FieldInvalid

PIN_LEAST, PIN_MOST = 4, 10  # digits
LONGEST_KEY_NUMBER = 6  # digits
TABLE_STATES = tuple(TableState)
_DIGITS = re.compile(r"[0-9]*", re.ASCII)


def table_check(part: HoursPart, id: str, moment: datetime, zone: tzinfo) -> Verdict:  # noqa: A002  # what it is
    """What a time-table step decides; a table that is gone counts as closed. Source: catalogue WDX-177."""
    table = part.time_tables.get(id)
    if table is None:
        return Verdict(open=False, rule="time table deleted")
    return time_table_open(table, moment, zone)


def switch_check(part: HoursPart, id: str) -> tuple[SwitchState, str]:  # noqa: A002  # what it is
    """How a switch stands, and the rule for the record; one that is gone counts as off. Source: catalogue WDX-173, WDX-174."""
    switch = part.switches.get(id)
    if switch is None:
        return SwitchState.OFF, "switch deleted"
    return SwitchState(switch.state), f"switch {switch.name}: {switch.state}"


def states_of(number: int) -> tuple[SwitchState, ...]:
    """The states of a switch that has so many; its place is the key that chooses it on a phone."""
    return tuple(SwitchState)[:number]


def state_after(states: Sequence[str], state: str) -> str:
    """The next state in turn; the first for one that is not among them."""
    place = states.index(state) + 1 if state in states else 0
    return states[place % len(states)]


def key_number_check(number: str, *, field: str) -> str:
    """The number for keys, up to 6 digits, or empty for none. Raises FieldInvalid."""
    clean = number.strip()
    if not _DIGITS.fullmatch(clean) or len(clean) > LONGEST_KEY_NUMBER:
        raise FieldInvalid(field=field, reason=mark("Use 1 to 6 digits."))
    return clean


def pin_check(pin: str) -> str:
    """The PIN, 4 to 10 digits. Raises FieldInvalid."""
    clean = pin.strip()
    if not _DIGITS.fullmatch(clean) or not PIN_LEAST <= len(clean) <= PIN_MOST:
        raise FieldInvalid(field="pin", reason=mark("A PIN has 4 to 10 digits."))
    return clean
