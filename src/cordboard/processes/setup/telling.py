"""How setup tells what it does, whoever listens."""

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol


class Telling(Protocol):
    """Somebody who wants to know: a command's report, or nobody (`Silence`)."""

    def step(self, title: str, *, long: bool = False) -> AbstractContextManager[None]:
        """Something that takes a while begins, and ends with the block."""

    def heard(self, line: str) -> None:
        """A line of the program that the step waits for."""

    def line(self, text: str = "") -> None:
        """Something worth a line."""

    def heading(self, text: str) -> None:
        """Something new begins."""

    def warn(self, text: str) -> None:
        """Something to look at, though work goes on."""

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Rows under named columns."""


class Silence:
    """Nobody listens."""

    @contextlib.contextmanager
    def step(self, title: str, *, long: bool = False) -> Iterator[None]:
        """The step runs."""
        yield

    def heard(self, line: str) -> None:
        """Nothing."""

    def line(self, text: str = "") -> None:
        """Nothing."""

    def heading(self, text: str) -> None:
        """Nothing."""

    def warn(self, text: str) -> None:
        """Nothing."""

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Nothing."""
