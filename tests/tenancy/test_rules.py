"""Decisions about companies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.tenancy.errors import FieldInvalid, LimitReached
from cordboard.tenancy.rules import limit_check, name_clean, sip_domain_check, time_zone_check

pytestmark = pytest.mark.pure


@given(st.text(max_size=60))
def test_a_clean_name_has_no_control_character_and_no_outer_or_double_blank(text: str) -> None:
    try:
        name = name_clean(text, field="name")
    except FieldInvalid:
        return
    assert name.isprintable()
    assert name == " ".join(name.split())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Zoë  O'Hara ", "Zoë O'Hara"),
        ("a\r\nb\x00c", "a b c"),
        ('"; #exec rm', '"; #exec rm'),
        ("📞 Phones", "📞 Phones"),
    ],
)
def test_names_keep_what_people_type_without_control_characters(typed: str, kept: str) -> None:
    assert name_clean(typed, field="name") == kept


@pytest.mark.parametrize("typed", ["", "   ", "\n", "x" * 300])
def test_empty_and_endless_names_are_refused_with_the_field_named(typed: str) -> None:
    with pytest.raises(FieldInvalid) as refused:
        name_clean(typed, field="first_name")
    assert refused.value.field == "first_name"


def test_limit_lets_the_last_one_in_and_refuses_the_next() -> None:
    limit_check(what="extensions", limit=2, used=1)
    with pytest.raises(LimitReached):
        limit_check(what="extensions", limit=2, used=2)


def test_no_limit_refuses_nothing() -> None:
    limit_check(what="extensions", limit=None, used=10**6)


@pytest.mark.parametrize(
    "typed", ["localhost", "a..b", "-x.example", "a b.example", "x.example;", "x" * 260 + ".example"]
)
def test_what_is_no_domain_is_refused(typed: str) -> None:
    with pytest.raises(FieldInvalid):
        sip_domain_check(typed)


def test_domain_is_kept_in_lower_case() -> None:
    assert sip_domain_check(" PBX.Example.COM ") == "pbx.example.com"


def test_unknown_time_zone_is_refused() -> None:
    with pytest.raises(FieldInvalid):
        time_zone_check("Mars/Olympus")
