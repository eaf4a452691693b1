"""Bytes of the manager interface become messages whatever their pieces; nothing sent can hold a line of its own."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordboard.engine.ami.framing import (
    LONGEST_LINE,
    LONGEST_MESSAGE,
    FramingBroken,
    Message,
    MessageParser,
    action_bytes,
)

pytestmark = pytest.mark.pure

NAMES = st.text(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", min_size=1, max_size=20
).filter(lambda name: name.strip("-"))
VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=60)
HEADERS = st.lists(st.tuples(NAMES, VALUES), min_size=1, max_size=5)


def wire(messages: list[list[tuple[str, str]]]) -> bytes:
    return b"".join(
        b"".join(f"{name}: {value}\r\n".encode() for name, value in message) + b"\r\n" for message in messages
    )


@settings(deadline=None)
@given(messages=st.lists(HEADERS, max_size=4), cuts=st.lists(st.integers(0, 400), max_size=8))
def test_messages_are_the_same_however_the_stream_is_cut(
    messages: list[list[tuple[str, str]]], cuts: list[int]
) -> None:
    stream = wire(messages)
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    parser = MessageParser()
    read = [message for start, end in pairwise(edges) for message in parser.feed(stream[start:end])]
    assert read == [Message(tuple(message)) for message in messages]


def test_the_greeting_is_one_more_line_of_the_first_message() -> None:
    messages = MessageParser().feed(
        b"Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nOutput: a\r\nOutput: b\r\n\r\n"
    )
    assert messages[0].get("response") == "Success"
    assert messages[0].all("OUTPUT") == ("a", "b")


def test_bytes_that_are_no_text_are_read_as_such() -> None:
    messages = MessageParser().feed(b"CallerIDName: \xff\xfe\x80 M\xc3\xbcller\r\n\r\n")
    assert messages[0].get("CallerIDName") == "��� Müller"


@pytest.mark.parametrize(
    "flood",
    [
        pytest.param(b"x" * (LONGEST_LINE + 1), id="a line without end"),
        pytest.param(b"x" * (LONGEST_LINE + 1) + b"\r\n", id="a line too long"),
        pytest.param(
            (b"a: " + b"x" * 60_000 + b"\r\n") * (LONGEST_MESSAGE // 60_000 + 1), id="a message without end"
        ),
    ],
)
def test_a_flood_breaks_the_stream_instead_of_filling_memory(flood: bytes) -> None:
    with pytest.raises(FramingBroken):
        MessageParser().feed(flood)


@settings(deadline=None)
@given(name=NAMES, value=VALUES)
def test_an_action_reads_back_as_it_was_meant(name: str, value: str) -> None:
    (message,) = MessageParser().feed(action_bytes("Originate", "7", {name: value}))
    assert message.headers == (("Action", "Originate"), ("ActionID", "7"), (name, value))


@settings(deadline=None)
@given(before=VALUES, sign=st.sampled_from(["\r", "\n", "\r\n", "\0"]), after=VALUES)
def test_a_value_with_a_line_break_is_refused(before: str, sign: str, after: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        action_bytes("Originate", "7", {"Channel": before + sign + after})


@pytest.mark.parametrize("name", ["", "A:B", "A B", "A\r\nAction", "Ä", "-"])
def test_a_header_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no header name"):
        action_bytes("Ping", "7", {name: "x"})


def test_values_of_all_kinds_are_spelled_as_the_engine_reads_them() -> None:
    headers = {"Async": True, "Timeout": 30, "Variable": ["a=1", "b=2"], "Account": None}
    assert action_bytes("Originate", "1", headers) == (
        b"Action: Originate\r\nActionID: 1\r\nAsync: true\r\nTimeout: 30\r\nVariable: a=1\r\nVariable: b=2\r\n\r\n"
    )
