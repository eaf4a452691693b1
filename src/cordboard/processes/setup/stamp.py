"""Remembers from what something was made, so that nothing is made twice."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


def inputs_digest(files: Iterable[Path], *, more: str = "") -> str:
    """One text that changes with any of the files' names or contents."""
    digest = hashlib.sha256(more.encode())
    for file in sorted(files):
        digest.update(bytes(file) + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A file that says what its neighbours were made from."""

    file: Path
    digest: str

    @property
    def current(self) -> bool:
        """Whether the neighbours were made from the same."""
        return self.file.exists() and self.file.read_text().strip() == self.digest

    def set(self) -> None:
        """The neighbours are made: say from what."""
        self.file.write_text(self.digest + "\n")
