"""The wire form of the manager interface: blocks of `Key: value` lines, ended by an empty line.

Source: Asterisk 22 documentation, "AMI Specification"; line ends are CR LF, keys may repeat, keys have no case.
The greeting `Asterisk Call Manager/<version>` is read as one more header line of the first message.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LINE_END = b"\r\n"
LONGEST_LINE = 64 * 1024  # bytes; the engine's own longest is a channel variable of some 4 KiB
LONGEST_MESSAGE = 4 * 1024 * 1024  # bytes; `Command` answers hold whole listings

HeaderValue = str | int | bool | Sequence[str] | None


class FramingBroken(ValueError):  # says what is true of the stream
    """The other side does not speak the manager protocol, or sends without bound."""


@dataclass(frozen=True, slots=True)
class Message:
    """One block as it came: header lines in order."""

    headers: tuple[tuple[str, str], ...]

    def get(self, key: str, default: str = "") -> str:
        """The first value of a header, whatever its case."""
        wanted = key.lower()
        return next((value for name, value in self.headers if name.lower() == wanted), default)

    def all(self, key: str) -> tuple[str, ...]:
        """Every value of a header that may repeat, in order."""
        wanted = key.lower()
        return tuple(value for name, value in self.headers if name.lower() == wanted)

    def lowered(self) -> dict[str, str]:
        """First value by lower-case key."""
        found: dict[str, str] = {}
        for name, value in self.headers:
            found.setdefault(name.lower(), value)
        return found


class MessageParser:
    """Turns a stream of bytes into messages; holds at most one unfinished message, of bounded size."""

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[tuple[str, str]] = []
        self._size = 0

    def feed(self, received: bytes) -> list[Message]:
        """Messages completed by these bytes. Raises FramingBroken when a line or message has no end."""
        *lines, self._rest = (self._rest + received).split(LINE_END)
        if len(self._rest) > LONGEST_LINE:
            raise FramingBroken(f"a line is longer than {LONGEST_LINE} bytes")
        return [message for line in lines if (message := self._line(line))]

    def _line(self, line: bytes) -> Message | None:
        if not line:
            return self._finish()
        self._size += len(line)
        if len(line) > LONGEST_LINE or self._size > LONGEST_MESSAGE:
            raise FramingBroken(f"a message is longer than {LONGEST_MESSAGE} bytes")
        name, _, value = line.decode("utf-8", errors="replace").partition(":")
        self._lines.append((name.strip(), value.removeprefix(" ")))
        return None

    def _finish(self) -> Message | None:
        lines, self._lines, self._size = tuple(self._lines), [], 0
        return Message(lines) if lines else None


def action_bytes(name: str, action_id: str, headers: Mapping[str, HeaderValue]) -> bytes:
    """One action on the wire. Raises ValueError for a name or value that could start a line of its own."""
    lines = [("Action", name), ("ActionID", action_id)]
    for key, value in headers.items():
        lines += [(key, text) for text in _texts(value)]
    return b"".join(_line_bytes(key, value) for key, value in lines) + LINE_END


def _texts(value: HeaderValue) -> list[str]:
    match value:
        case None:
            return []
        case bool():
            return ["true" if value else "false"]
        case str() | int():
            return [str(value)]
        case _:
            return [str(part) for part in value]


def _line_bytes(key: str, value: str) -> bytes:
    if not key.replace("-", "").replace("_", "").isalnum() or not key.isascii():
        raise ValueError(f"{key!r} is no header name: letters, digits, - and _ only")
    if any(sign in value for sign in "\r\n\0"):
        raise ValueError(
            f"the value of header {key} holds a line break or NUL, which would start a header of its own"
        )
    line = f"{key}: {value}".encode()
    if len(line) > LONGEST_LINE:
        raise ValueError(f"the value of header {key} is longer than {LONGEST_LINE} bytes")
    return line + LINE_END
