"""What is an extension, what is a phone number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.base.errors import CordboardError
from cordboard.numbering.errors import ExtensionInvalid, ExtensionIsCode, PhoneNumberInvalid
from cordboard.numbering.rules import (
    DEFAULT_CODES,
    e164_parse,
    extension_check,
    extension_suggest,
    phone_number_show,
)

pytestmark = pytest.mark.pure

CODES = frozenset(DEFAULT_CODES)


@pytest.mark.parametrize("number", ["1", "0", "123456", "000", " 42 "])
def test_one_to_six_digits_are_an_extension(number: str) -> None:
    assert extension_check(number, codes=CODES) == number.strip()


@pytest.mark.parametrize(
    "number", ["", "1234567", "abc", "12a", "1 2", "-1", "٣٤", "1;2", "${EXTEN}", "#exec", "1\n2"]
)
def test_all_else_is_none(number: str) -> None:
    with pytest.raises(ExtensionInvalid):
        extension_check(number, codes=CODES)


def test_the_code_of_a_service_is_no_extension() -> None:
    with pytest.raises(ExtensionIsCode):
        extension_check("76", codes=CODES)


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("+1 (650) 555 1212", "FR", "+16505551212"),
        ("01 23 45 67 89", "FR", "+33123456789"),
        ("0033 1 23 45 67 89", "FR", "+33123456789"),
        ("(020) 7946-0000", "GB", "+442079460000"),
        ("22 22 55 55", "NO", "+4722225555"),
    ],
)
def test_numbers_are_read_as_people_of_the_country_write_them(typed: str, country: str, number: str) -> None:
    assert e164_parse(typed, country=country) == number


@pytest.mark.parametrize(
    "typed", ["", "hello", "12", "+", "+999999999999999999", "0123456789;ext=1", "1" * 300]
)
def test_what_is_no_phone_number_is_refused(typed: str) -> None:
    with pytest.raises(PhoneNumberInvalid):
        e164_parse(typed, country="FR")


@given(st.text(max_size=80))
def test_no_text_whatever_breaks_the_number_reader(text: str) -> None:
    try:
        number = e164_parse(text, country="GB")
    except CordboardError:
        return
    assert number.startswith("+")
    assert number[1:].isdigit()


def test_numbers_are_shown_nationally_at_home_and_internationally_abroad() -> None:
    assert phone_number_show("+33123456789", country="FR") == "01 23 45 67 89"
    assert phone_number_show("+33123456789", country="GB") == "+33 1 23 45 67 89"
    assert phone_number_show("anonymous", country="GB") == "anonymous"


def test_the_suggested_extension_is_the_lowest_free_one_that_is_no_code() -> None:
    assert extension_suggest(frozenset({"101", "102", "104"}), codes=CODES) == "103"
    assert extension_suggest(frozenset(), codes=CODES, first=76) == "77"
