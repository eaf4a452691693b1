"""PINs that anyone would try are refused, and a box shuts after ten wrong ones."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.tenancy.errors import FieldInvalid
from cordboard.voicemail.errors import PinInvalid, PinTrivial
from cordboard.voicemail.rules import (
    FAILURES_COUNT_FOR,
    failures_recent,
    is_shut,
    length_shown,
    longest_message_check,
    most_messages_check,
    pin_check,
    pin_suggest,
    recording_name,
)

pytestmark = pytest.mark.pure

MOMENT = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("pin", ["7391", " 284613 ", "0918273645"])
def test_a_pin_of_four_to_ten_digits_is_taken(pin: str) -> None:
    assert pin_check(pin, extension="101") == pin.strip()


@pytest.mark.parametrize(
    "pin", ["", "739", "73918264501", "73a1", "73 91", "-739", "７３９１", "٧٣٩١", "7391\n2846"]
)
def test_anything_but_four_to_ten_digits_is_no_pin(pin: str) -> None:
    with pytest.raises(PinInvalid):
        pin_check(pin, extension="101")


@pytest.mark.parametrize(
    ("case", "pin"),
    [
        ("upwards", "1234"),
        ("upwards over the zero", "7890"),
        ("downwards", "9876"),
        ("downwards over the zero", "3210987"),
        ("one digit", "0000"),
        ("one pair", "1212"),
        ("one pair, longer", "383838"),
        ("the extension", "4711"),
        ("the extension backwards", "1174"),
        ("the extension twice", "47114711"),
        ("the extension with zeros before", "004711"),
    ],
)
def test_a_pin_that_anyone_would_try_is_refused(case: str, pin: str) -> None:
    with pytest.raises(PinTrivial):
        pin_check(pin, extension="4711")


@given(extension=st.from_regex(r"\A[0-9]{0,6}\Z"))
def test_a_suggested_pin_is_always_one_that_is_taken(extension: str) -> None:
    pin = pin_suggest(extension=extension)
    assert pin_check(pin, extension=extension) == pin
    assert len(pin) == 6


def test_suggested_pins_differ() -> None:
    assert len({pin_suggest(extension="101") for _ in range(50)}) > 45


def test_ten_failures_within_a_quarter_of_an_hour_shut_a_box_and_the_oldest_opens_it_again() -> None:
    failures = [MOMENT + timedelta(minutes=minute) for minute in range(10)]
    assert not is_shut(failures[:-1], moment=failures[-1])
    assert is_shut(failures, moment=failures[-1])
    assert is_shut(failures, moment=failures[0] + FAILURES_COUNT_FOR - timedelta(microseconds=1))
    assert not is_shut(failures, moment=failures[0] + FAILURES_COUNT_FOR)
    assert failures_recent(failures, moment=failures[0] + FAILURES_COUNT_FOR) == failures[1:]


@pytest.mark.parametrize(("number", "taken"), [(0, False), (1, True), (1000, True), (1001, False)])
def test_a_box_keeps_one_to_a_thousand_messages(number: int, taken: bool) -> None:
    if taken:
        assert most_messages_check(number) == number
    else:
        with pytest.raises(FieldInvalid):
            most_messages_check(number)


@pytest.mark.parametrize(("seconds", "taken"), [(9, False), (10, True), (1800, True), (1801, False)])
def test_a_message_may_last_ten_seconds_to_half_an_hour(seconds: int, taken: bool) -> None:
    length = timedelta(seconds=seconds)
    if taken:
        assert longest_message_check(length) == length
    else:
        with pytest.raises(FieldInvalid):
            longest_message_check(length)


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (42, "0:42"), (59.6, "1:00"), (725, "12:05"), (3600, "60:00")]
)
def test_lengths_are_shown_in_minutes_and_seconds(seconds: float, shown: str) -> None:
    assert length_shown(timedelta(seconds=seconds)) == shown


def test_the_name_of_a_recording_tells_when_it_was_left_and_nothing_else() -> None:
    assert recording_name(datetime(2026, 3, 1, 9, 5, 7, tzinfo=UTC)) == "voicemail-2026-03-01-090507.wav"
