"""Pure decisions about numbers."""

import re

import phonenumbers

from cordboard.numbering.errors import ExtensionInvalid, ExtensionIsCode, PhoneNumberInvalid
from cordboard.numbering.types import FeatureFunction

_EXTENSION = re.compile(r"[0-9]{1,6}", re.ASCII)

# Source: catalogue WDX-128 (76), EXC-45 (*98), WDX-176 (93).
DEFAULT_CODES: dict[str, FeatureFunction] = {
    "76": FeatureFunction.ECHO_TEST,
    "*98": FeatureFunction.VOICEMAIL,
    "93": FeatureFunction.SWITCH,
}


def extension_check(number: str, *, codes: frozenset[str]) -> str:
    """The extension, 1 to 6 digits and none of the company's codes. Raises ExtensionInvalid, ExtensionIsCode (USR-10)."""
    clean = number.strip()
    if not _EXTENSION.fullmatch(clean):
        raise ExtensionInvalid(number=clean[:20])
    if clean in codes:
        raise ExtensionIsCode(number=clean)
    return clean


def e164_parse(text: str, *, country: str) -> str:
    """The number as +<country><number>, read as someone in `country` (ISO 3166) would write it. Raises PhoneNumberInvalid.

    Blanks, parentheses, dashes and 00 are understood (USR-51). Source: ITU-T E.164, through Google's libphonenumber.
    """
    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise PhoneNumberInvalid(number=text[:40]) from None
    if not phonenumbers.is_possible_number(parsed) or parsed.extension:
        raise PhoneNumberInvalid(number=text[:40])
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def phone_number_show(number: str, *, country: str) -> str:
    """An E.164 number as people in `country` write it: national there, international elsewhere; other texts unchanged."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    national = phonenumbers.region_code_for_number(parsed) == country
    shape = (
        phonenumbers.PhoneNumberFormat.NATIONAL if national else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, shape)


def extension_suggest(used: frozenset[str], *, codes: frozenset[str], first: int = 101) -> str:
    """The lowest free extension from `first` on."""
    number = first
    while str(number) in used or str(number) in codes:
        number += 1
    return str(number)
