"""FastAGI as pure functions: everything the engine could say, and nothing we must not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.engine.agi.protocol import (
    MOST_VARIABLES,
    Answer,
    MalformedTalk,
    answer_parse,
    command_line,
    opening_parse,
    quoted,
)
from kit.agi import OPENING

pytestmark = pytest.mark.pure


def opening(**changes: str | None) -> list[bytes]:
    """The usual opening with changes, as lines."""
    variables = {**OPENING, **changes}
    return [f"{name}: {value}\n".encode() for name, value in variables.items() if value is not None]


def test_an_opening_tells_channel_number_and_script() -> None:
    found = opening_parse(opening())

    assert (found.script, found.extension, found.channel) == (
        "call",
        "102",
        "PJSIP/ealiceaaaaaaaaaaa-0000000a",
    )
    assert (found.caller_name, found.caller_number) == ("Alice", "101")


def test_a_caller_that_the_engine_does_not_know_is_empty() -> None:
    found = opening_parse(opening(agi_callerid="unknown", agi_calleridname="unknown"))

    assert (found.caller_name, found.caller_number) == ("", "")


MALFORMED = {
    "a line that is no variable": [*opening(), b"GET / HTTP/1.1\n"],
    "a variable twice, as a smuggled line break would make it": [*opening(), b"agi_accountcode: tother\n"],
    "no channel": opening(agi_channel=None),
    "no unique id": opening(agi_uniqueid=None),
    "a step that is no number": opening(agi_priority="n"),
    "nothing": [],
    "too many variables": [*opening(), *(f"agi_arg_{n}: x\n".encode() for n in range(MOST_VARIABLES))],
    "a name beyond all measure": [*opening(), b"agi_" + b"x" * 50 + b": 1\n"],
    "bytes that are no text": [*opening(), b"\xff\xfe\x00\n"],
}


@pytest.mark.parametrize("lines", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_opening_is_refused(lines: list[bytes]) -> None:
    with pytest.raises(MalformedTalk):
        opening_parse(lines)


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_no_opening_raises_anything_else(lines: list[bytes]) -> None:
    try:
        opening_parse([*opening(), *lines])
    except MalformedTalk:
        return
    assert lines == []


ANSWERS = {
    "a plain result": (b"200 result=0\n", Answer(code=200, result=0)),
    "hung up": (b"200 result=-1\n", Answer(code=200, result=-1)),
    "a value": (b"200 result=1 (BUSY|17)\n", Answer(code=200, result=1, data="BUSY|17")),
    "a value with brackets": (b"200 result=1 (a(b)c)\n", Answer(code=200, result=1, data="a(b)c")),
    "an empty value": (b"200 result=1 ()\n", Answer(code=200, result=1)),
    "with an end position": (b"200 result=0 endpos=8000\n", Answer(code=200, result=0)),
    "no such variable": (b"200 result=0\r\n", Answer(code=200, result=0)),
    "an empty result": (b"200 result= (timeout)\n", Answer(code=200, result=0, data="timeout")),
    "an unknown command": (b"510 Invalid or unknown command\n", Answer(code=510, result=0)),
    "a dead channel": (b"511 Command Not Permitted on a dead channel or intercept routine\n", Answer(code=511, result=0)),
    "the end of an explanation": (b"520 End of proper usage.\n", Answer(code=520, result=0)),
}  # fmt: skip


@pytest.mark.parametrize(("line", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_answers_are_read(line: bytes, answer: Answer) -> None:
    assert answer_parse(line) == answer


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"20", b"HANGUP\n", b"abc result=0\n", b"\xff\xff\xff\n", b"2000 result=1\n"]
)
def test_what_is_no_answer_is_refused(line: bytes) -> None:
    with pytest.raises(MalformedTalk):
        answer_parse(line)


def unquoted(line: str) -> list[str]:
    """The words as the engine's own parser reads them: quotes group, a backslash takes the next sign as it is."""
    words, word, inside, escaped, begun = [], "", False, False, False
    for sign in line:
        if escaped:
            word, escaped, begun = word + sign, False, True
        elif sign == "\\":
            escaped = True
        elif sign == '"':
            inside, begun = not inside, True
        elif sign in " \t" and not inside:
            words, word, begun = ([*words, word] if begun else words), "", False
        else:
            word, begun = word + sign, True
    return [*words, word] if begun else words


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80)


@given(st.lists(texts, max_size=5))
def test_the_engine_reads_back_exactly_the_words_that_were_meant(words: list[str]) -> None:
    line = command_line("EXEC", *words).decode()

    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert unquoted(line.rstrip("\n")) == ["EXEC", *words]


@pytest.mark.parametrize("sign", ["\n", "\r", "\0", "\x1b", "\x7f", "\t"])
def test_a_control_character_is_never_said(sign: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        quoted(f"a{sign}b")


def test_a_command_the_engine_would_cut_is_never_said() -> None:
    with pytest.raises(ValueError, match="cut"):
        command_line("EXEC", "Dial", "x" * 3000)


@pytest.mark.parametrize("name", ["exec", 'EXEC "x"', "EXEC\nHANGUP", "", "EXEC 1"])
def test_a_command_is_named_in_plain_letters(name: str) -> None:
    with pytest.raises(ValueError, match="plain letters"):
        command_line(name)
