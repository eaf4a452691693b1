"""The one writer of engine configuration: nothing reaches a file but through it.

What it is given comes back when the engine reads the file, or it raises `Unwritable`; no text can begin a
section, an option, a directive or a comment of its own. Source: Asterisk 22 configuration syntax, see `engine.escape`.
"""

import unicodedata
from typing import Self

from cordboard.engine.escape import Expression, Unwritable, option_name, section_name, value_escaped, word

HEADER = "Made by Cordboard; changes by hand are overwritten."

OptionValue = str | int | bool | Expression


class ConfigWriter:
    """Collects one file. Methods return the writer, so that a file reads as one sentence."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self.comment(HEADER)

    @property
    def text(self) -> str:
        """The file so far, ending with a line feed."""
        return "\n".join(self._lines) + "\n"

    def comment(self, text: str) -> Self:
        """A line that the engine skips. Raises Unwritable for line breaks."""
        if any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in text) or text.startswith(
            "--"
        ):
            raise Unwritable(f"{text!r} would not stay a comment")
        return self._line(f"; {text}")

    def section(self, name: str) -> Self:
        """What follows belongs to this section."""
        return self._line("")._line(f"[{section_name(name)}]")

    def option(self, name: str, value: OptionValue) -> Self:
        """One option; booleans become yes and no."""
        return self._line(f"{option_name(name)} = {value_escaped(_text(value))}".rstrip())

    def options(self, **values: OptionValue) -> Self:
        """Several options in the order given."""
        for name, value in values.items():
            self.option(name, value)
        return self

    def entry(self, name: str, value: OptionValue) -> Self:
        """An entry of files that list things (`box => …`, `load => …`); the name may be a word instead of an option's."""
        return self._line(f"{word(name)} => {value_escaped(_text(value))}".rstrip())

    def step(self, extension: str, priority: int, application: str, *arguments: str | Expression) -> Self:
        """One dialplan step. Arguments are plain words, or expressions of our own."""
        written = ",".join(
            argument.text if isinstance(argument, Expression) else word(argument) for argument in arguments
        )
        step = f"{word(extension)},{priority},{option_name(application)}({written})"
        return self._line(f"exten => {value_escaped(Expression(step))}")

    def hint(self, extension: str, watched: str) -> Self:
        """A busy lamp: the devices whose state an extension shows."""
        return self._line(f"exten => {word(extension)},hint,{word(watched)}")

    def include(self, pattern: str, *, required: bool = True) -> Self:
        """Other files below the configuration folder; `*` matches any. Only for paths of our own making."""
        return self._line(("#include " if required else "#tryinclude ") + f'"{word(pattern)}"')

    def _line(self, line: str) -> Self:
        self._lines.append(line)
        return self


def _text(value: OptionValue) -> str | Expression:
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case _:
            return value
