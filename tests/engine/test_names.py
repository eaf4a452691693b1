"""Names on the wire come from keys, and keys are nothing but keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.base.ids import opaque_id
from cordboard.engine.names import company_folder, company_key, devices, endpoint_key, hints_context

pytestmark = pytest.mark.pure


def test_keys_that_cordboard_makes_are_keys() -> None:
    for _ in range(100):
        assert company_folder(company_key(opaque_id("t"))).parts[0] == "companies"
        assert endpoint_key(opaque_id("e"))


@given(
    st.text() | st.from_regex(r"t[a-z0-9./]{16}", fullmatch=True).filter(lambda text: set(text) & set("./01"))
)
def test_nothing_else_is_a_key(text: str) -> None:
    with pytest.raises(ValueError, match="is no company key"):
        company_key(text)


@pytest.mark.parametrize(
    "text", ["t" + "a" * 16 + "\n", "../../etc/passwd", "t" + "a" * 15, "", "e" + "a" * 16]
)
def test_a_key_cannot_leave_the_folder(text: str) -> None:
    with pytest.raises(ValueError, match="is no company key"):
        company_folder(text)  # type: ignore[arg-type]


def test_names_are_built_in_one_place() -> None:
    one, two = endpoint_key("e" + "a" * 16), endpoint_key("e" + "b" * 16)
    assert devices((one, two)) == f"PJSIP/{one}&PJSIP/{two}"
    assert hints_context(company_key("t" + "a" * 16)) == "hints-taaaaaaaaaaaaaaaa"
