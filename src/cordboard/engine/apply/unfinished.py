"""A note that an apply is under way, so that one which was killed half way is known to the next.

What lies on the node is then no proof of what the engine runs. The note lies in the node's `run` folder, outside what
the engine reads, and names the endpoints in question.
"""

from collections.abc import Iterable
from pathlib import Path

from cordboard.base.configuration import Configuration
from cordboard.engine.apply.files import file_write
from cordboard.engine.names import CompanyKey


def unfinished_note(*, configuration: Configuration, company: CompanyKey, endpoints: Iterable[str]) -> None:
    """From now on an apply of the company, concerning these endpoints, counts as unfinished."""
    file_write(_file(configuration, company), "".join(f"{key}\n" for key in sorted(endpoints)))


def unfinished_find(*, configuration: Configuration, company: CompanyKey) -> tuple[str, ...] | None:
    """The endpoints of an unfinished apply; None when the last one was finished."""
    file = _file(configuration, company)
    return tuple(file.read_text().split()) if file.exists() else None


def unfinished_end(*, configuration: Configuration, company: CompanyKey) -> None:
    """The engine runs what lies there."""
    _file(configuration, company).unlink(missing_ok=True)


def _file(configuration: Configuration, company: CompanyKey) -> Path:
    return configuration.data / "asterisk" / "run" / f"applying-{company}"
