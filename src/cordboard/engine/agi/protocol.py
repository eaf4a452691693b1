"""The FastAGI protocol as pure functions: what the engine says first, what we say, what it answers.

Source: Asterisk 22 documentation, "The Asterisk Gateway Interface (AGI)"; the shapes were seen on 22.10.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LONGEST_LINE = 4096  # bytes of one line of the opening or of an answer
MOST_VARIABLES = 128
LONGEST_COMMAND = 2000  # bytes; the engine reads into 2,048 and would cut the rest off silently

_VARIABLE = re.compile(r"(agi_[a-z0-9_]{1,40}): ?(.*)")
_ANSWER = re.compile(r"(?P<code>[0-9]{3})(?: result=(?P<result>-?[0-9]+)?(?: \((?P<data>.*)\))?.*| .*)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PLAIN = re.compile(r"[A-Z][A-Za-z]*( [A-Z]+)*")


class MalformedTalk(ValueError):  # what was said, not who erred
    """The other side does not speak FastAGI."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the engine says of a call when it connects."""

    script: str  # the path of the agi:// address
    channel: str
    unique_id: str
    extension: str
    priority: int  # the step of the engine's own plan that asks us
    language: str
    caller_name: str
    caller_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the engine answers to one command: `result` is the command's own number, `data` its words."""

    code: int
    result: int
    data: str = ""

    @property
    def gone(self) -> bool:
        """The command needs a living channel, and this one is dead."""
        return self.code == 511


def opening_parse(lines: Iterable[bytes]) -> Opening:
    """The opening in lines without the blank one that ends it. Raises MalformedTalk.

    A variable given twice is refused: it is what a line break smuggled into a dialled name would look like.
    """
    variables: dict[str, str] = {}
    for line in lines:
        name, value = _variable(line)
        if name in variables or len(variables) >= MOST_VARIABLES:
            raise MalformedTalk("a variable came twice, or there were too many")
        variables[name] = value
    return _opening(variables)


def answer_parse(line: bytes) -> Answer:
    """One answer. Raises MalformedTalk for anything else, so that no stray line is ever taken for an answer."""
    match = _ANSWER.fullmatch(line.decode(errors="replace").rstrip("\r\n"))
    if match is None:
        raise MalformedTalk("the engine said something that is no answer")
    return Answer(code=int(match["code"]), result=int(match["result"] or 0), data=match["data"] or "")


def command_line(*words: str) -> bytes:
    """One command, each word after the first quoted. Raises ValueError for control characters or excess length."""
    if _PLAIN.fullmatch(words[0]) is None:
        raise ValueError("a command starts with its own name in plain letters")
    line = " ".join([words[0], *(quoted(word) for word in words[1:])]).encode() + b"\n"
    if len(line) > LONGEST_COMMAND:
        raise ValueError(f"a command of {len(line)} bytes: the engine would cut it at {LONGEST_COMMAND}")
    return line


def quoted(word: str) -> str:
    """The word in quotes, so that the engine reads exactly it back. Raises ValueError for control characters."""
    if _CONTROL.search(word):
        raise ValueError("a control character can not be said in one line")
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _variable(line: bytes) -> tuple[str, str]:
    match = _VARIABLE.fullmatch(line.decode(errors="replace").rstrip("\r\n"))
    if match is None:
        raise MalformedTalk("a line of the opening is no variable")
    return match[1], match[2]


def _opening(variables: Mapping[str, str]) -> Opening:
    try:
        return Opening(
            script=variables.get("agi_network_script", ""),
            channel=variables["agi_channel"],
            unique_id=variables["agi_uniqueid"],
            extension=variables["agi_extension"],
            priority=int(variables["agi_priority"]),
            language=variables.get("agi_language", "en"),
            caller_name=_known(variables.get("agi_calleridname", "")),
            caller_number=_known(variables.get("agi_callerid", "")),
        )
    except (KeyError, ValueError):
        raise MalformedTalk("the opening does not say which channel asks, and where") from None


def _known(value: str) -> str:
    return "" if value == "unknown" else value
