"""The engine's value types: the only place that decides whether a text may become configuration.

Source: Asterisk 22 configuration syntax. `;` starts a comment unless a backslash stands before it, `#` at the
start of a line is a directive (`#exec`, `#include`), `[` at the start of a line a section, a line is at most 8 KiB
long, space around a value is lost, and `${…}` and `$[…]` in a dialplan value are evaluated.
"""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_VALUE = 2000  # bytes; a line of the engine holds 8191
LONGEST_NAME = 78  # bytes of a shown name: the engine cuts at 79, through the middle of a letter if need be
_NAME = re.compile(r"[a-z][a-z0-9_.]*", re.IGNORECASE)
_SECTION = re.compile(r"[a-z0-9][a-z0-9_.-]*", re.IGNORECASE)
_EVALUATED = ("${", "$[")
_SPECIAL_IN_NAMES = re.compile(r"""["'`<>\\|,;:&@#$%{}\[\]()=^~*!?/]+""")
_WORD = re.compile(r"[A-Za-z0-9_@/&.:#*+-]*")


class Unwritable(ValueError):
    """A text that cannot become configuration without changing its meaning."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Dialplan text of our own making that the engine evaluates; never made from what a person typed."""

    text: str


def value_escaped(value: str | Expression) -> str:
    """A value as it stands in a file; read back by the engine it is the same text. Raises Unwritable."""
    text = value.text if isinstance(value, Expression) else value
    _refuse_unwritable(text)
    if isinstance(value, str) and any(sign in value for sign in _EVALUATED):
        raise Unwritable(f"{value!r} holds ${{ or $[, which the engine would evaluate")
    if isinstance(value, str) and value.startswith("#"):
        raise Unwritable(f"{value!r} begins with #, the sign of a directive")
    return text.replace(";", "\\;")


def option_name(name: str) -> str:
    """The name, known to be nothing but a name. Raises Unwritable."""
    if not _NAME.fullmatch(name):
        raise Unwritable(f"{name!r} is no option name")
    return name


def section_name(name: str) -> str:
    """The name, known to be nothing but a section's. Raises Unwritable."""
    if not _SECTION.fullmatch(name):
        raise Unwritable(f"{name!r} is no section name")
    return name


def word(text: str) -> str:
    """An argument of a dialplan application: signs that neither end an argument nor are evaluated. Raises Unwritable."""
    if not _WORD.fullmatch(text):
        raise Unwritable(f"{text!r} is no plain argument: letters, digits and _@/&.:#*+- only")
    return text


def shown_name(text: str) -> str:
    """A person's or company's name as phones may show it: letters, digits, space, dots, dashes; at most 78 bytes.

    Total: any text gives a writable one, possibly empty. Accents and other scripts stay, format signs go.
    """
    composed = unicodedata.normalize("NFC", text)
    printable = "".join(sign if _is_shown(sign) else " " for sign in _SPECIAL_IN_NAMES.sub(" ", composed))
    return " ".join(printable.split()).encode()[:LONGEST_NAME].decode(errors="ignore").strip()


def _is_shown(sign: str) -> bool:
    """Letters, marks, numbers, punctuation and symbols; no controls, formats, surrogates or unassigned signs."""
    return unicodedata.category(sign)[0] in "LMNPS"


def _refuse_unwritable(text: str) -> None:
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in text):
        raise Unwritable(f"{text!r} holds a line break or another control character")
    if text != text.strip():
        raise Unwritable(f"{text!r} begins or ends with space, which the engine drops")
    if len(text.encode()) > LONGEST_VALUE:
        raise Unwritable(f"a value of {len(text.encode())} bytes is longer than {LONGEST_VALUE}")
