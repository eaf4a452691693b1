"""No text of a person, phone or partner becomes configuration of its own."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cordboard.engine.escape import LONGEST_NAME, Expression, Unwritable, shown_name, value_escaped, word
from cordboard.engine.render.writer import ConfigWriter
from kit.engine_syntax import configuration_read

pytestmark = pytest.mark.pure

HOSTILE = (
    "x\n#exec /bin/sh",
    "x\r[phones]",
    "#include /etc/passwd",
    "x\u2028exten => s,1,System(id)",
    "${SHELL(id)}",
    "$[1+1]",
    "\x00",
    "\x85x",
    "x" * 9000,
    " led by space",
)


@given(st.text())
@example("a;b")
@example("a\\;b")
@example("\\;")
@example(";--")
@example("=> x")
@example("[section]")
@example("> x")
def test_any_value_is_read_back_as_it_was_or_refused(value: str) -> None:
    writer = ConfigWriter().section("one")
    try:
        writer.option("name", value)
    except Unwritable:
        return
    assert configuration_read(writer.text) == [("one", [("name", value)])]


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b_c"]), st.text(alphabet="ab;\\=>[]#!{}()$,| "), st.booleans()))
)
def test_hostile_neighbours_change_nothing_of_each_other(options: list[tuple[str, str, bool]]) -> None:
    writer, written = ConfigWriter().section("one"), []
    for name, value, listed in options:
        try:
            (writer.entry if listed else writer.option)(name, value)
        except Unwritable:
            continue
        written.append((name, value))
    assert configuration_read(writer.text) == [("one", written)]


@pytest.mark.parametrize("value", HOSTILE)
def test_what_could_become_more_than_a_value_is_refused(value: str) -> None:
    with pytest.raises(Unwritable):
        value_escaped(value)


def test_only_an_expression_of_our_own_is_evaluated() -> None:
    assert value_escaped(Expression("${GLOBAL(CALLS)}")) == "${GLOBAL(CALLS)}"
    with pytest.raises(Unwritable):
        value_escaped(Expression("x\ny"))


@pytest.mark.parametrize(
    "text", ["a,b", "a)b", "a b", "${x}", "a;b", 'a"b', "a\nb", "é", "a=b", "a|b", "a<b"]
)
def test_an_argument_is_a_plain_word(text: str) -> None:
    with pytest.raises(Unwritable):
        word(text)


@pytest.mark.parametrize("comment", ["a\nb", "a\rb", "\x85", "-- and everything after it"])
def test_a_comment_stays_on_its_line(comment: str) -> None:
    with pytest.raises(Unwritable):
        ConfigWriter().comment(comment)


@pytest.mark.parametrize("name", ["", "a b", "a]", "a\n", "a=b", "#a", "[a", "+", "a;b", "é"])
def test_a_name_is_nothing_but_a_name(name: str) -> None:
    with pytest.raises(Unwritable):
        ConfigWriter().section(name)
    with pytest.raises(Unwritable):
        ConfigWriter().option(name, "x")


@given(st.text())
def test_every_name_of_a_person_can_be_shown_and_written(name: str) -> None:
    shown = shown_name(name)
    assert len(shown.encode()) <= LONGEST_NAME
    assert value_escaped(shown) == shown
    assert shown_name(shown) == shown
    assert not set(shown) & set('"<>,;|#$&@\\{}[]()=\n\r\0')


def test_names_keep_their_letters() -> None:
    assert shown_name("Åse-Marie  O'Néill-Ødegård 李 🙂") == "Åse-Marie O Néill-Ødegård 李 🙂"
    assert shown_name('Robert"); exec <x>') == "Robert exec x"
