"""Pure decisions: what is looked up in which order, and what a caller hears in every language."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.calls.rules import (
    COMPANY_FULL,
    NOBODY_REACHED,
    NUMBER_UNKNOWN,
    direct_number,
    limits_for,
    number_lookup,
    refusal_after,
)
from cordboard.calls.types import CallLimits, Direction, Found
from cordboard.engine.call import DialOutcome, number_reduced
from cordboard.numbering.types import Destination
from kit.calling import company
from kit.engine import engine_root_for_tests

pytestmark = pytest.mark.pure

VOICEMAIL = Destination("voicemail", "")
SOUND_FOLDERS = {"en": "en_US_f_Allison", "fr": "fr_CA_f_June", "es": "es_MX_f_Allison"}
SPOKEN_BY_FLOWS = {
    "demo-echotest", "demo-echodone", "vm-goodbye", "vm-incorrect", "vm-extension", "vm-password", "vm-then-pound",
    "vm-nobodyavail", "conf-errormenu",
}  # fmt: skip

LOOKUPS = {
    "an extension": ("102", Found(destination=Destination("person", "bob"), rule="extension")),
    "one's own extension": ("101", Found(destination=VOICEMAIL, rule="own extension")),
    "a feature code": ("76", Found(destination=Destination("echo_test", ""), rule="feature code")),
    "a code with an entry": (
        "*98102",
        Found(destination=VOICEMAIL, rule="feature code with entry", entry="102"),
    ),
    "a code that takes no entry": ("761", None),
    "part of a code": ("*9", None),
    "nothing": ("", None),
    "an unknown number": ("999", None),
}


@pytest.mark.parametrize(("dialled", "found"), LOOKUPS.values(), ids=LOOKUPS)
def test_a_number_is_looked_up_among_extensions_then_codes(dialled: str, found: Found | None) -> None:
    here = company()

    assert number_lookup(here, dialled, person=here.people["alice"], with_entry={"voicemail"}) == found


def test_an_extension_comes_before_a_code_with_an_entry() -> None:
    extensions = {"7612": Destination("person", "bob")}
    here = company(extensions=extensions, features={"76": VOICEMAIL})
    found = number_lookup(here, "7612", person=None, with_entry={"voicemail"})

    assert found == Found(destination=Destination("person", "bob"), rule="extension")


def test_the_longest_code_takes_the_entry() -> None:
    here = company(extensions={}, features={"*9": VOICEMAIL, "*98": VOICEMAIL})
    found = number_lookup(here, "*981", person=None, with_entry={"voicemail"})

    assert found == Found(destination=VOICEMAIL, rule="feature code with entry", entry="1")


@given(st.text())
def test_whatever_is_dialled_is_reduced_to_a_number_or_to_nothing(text: str) -> None:
    reduced = number_reduced(text)

    assert set(reduced) <= set("0123456789*#+")
    assert len(reduced) <= 40
    assert number_reduced(reduced) == reduced


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("102", "102"),
        ("+44 (20) 7946-0001", "+442079460001"),
        ("1.0.2", "102"),
        ("x102", ""),
        ("1\n02", ""),
        ("1" * 41, ""),
    ],
)
def test_separators_are_dropped_and_anything_else_refused(sent: str, number: str) -> None:
    assert number_reduced(sent) == number


@pytest.mark.parametrize("dialled", ["+442079460001", "00442079460001", "442079460001"])
def test_a_direct_number_is_the_same_however_the_trunk_writes_it(dialled: str) -> None:
    assert direct_number(dialled) == "+442079460001"


def test_internal_calls_belong_to_no_count() -> None:
    limits = CallLimits(incoming=1, outgoing=2, combined=3)

    assert limits_for(limits, Direction.INTERNAL) == {}
    assert limits_for(limits, Direction.INCOMING) == {"incoming": 1, "combined": 3}
    assert limits_for(limits, Direction.OUTGOING) == {"outgoing": 2, "combined": 3}


@pytest.mark.parametrize("language", SOUND_FOLDERS)
def test_every_sound_exists_in_every_language_of_prompts(language: str) -> None:
    refusals = [NUMBER_UNKNOWN, NOBODY_REACHED, COMPANY_FULL]
    refusals += [refusal_after(outcome, "0123456789") for outcome in DialOutcome]
    sounds = SPOKEN_BY_FLOWS | {sound for refusal in refusals for sound in refusal.sounds}
    folder = Path(engine_root_for_tests()) / "usr/share/asterisk/sounds" / SOUND_FOLDERS[language]

    assert {sound for sound in sounds if not list(folder.glob(f"{sound}.*"))} == set()
