"""The one shape of every error that Cordboard raises on purpose."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar


def mark(text: str) -> str:
    """Mark a text for translation; the edge that shows it translates it (gettext keyword `mark`)."""
    return text


@dataclass(kw_only=True, eq=False)
class CordboardError(Exception):
    """Something a person or partner must be told, identified by a stable dotted code.

    Subclasses are decorated `@dataclass(kw_only=True, eq=False)`, set `code` and `text` and declare typed
    fields; `text` is a marked msgid with `%(field)s` places. Edges (page, REST, SOAP, spoken prompt) choose
    their own answer by `code`.
    """

    code: ClassVar[str] = "base.error"
    text: ClassVar[str] = mark("Something went wrong.")
    retryable: ClassVar[bool] = False

    def values(self) -> dict[str, Any]:
        """The typed fields by name, for filling the translated text."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return f"{self.code}: {self.text % self.values()}"
