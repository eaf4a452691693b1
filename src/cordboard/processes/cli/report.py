"""How a command tells what it does: one line a step with the seconds since the command began."""

import contextlib
import os
import time
from collections.abc import Iterator, Sequence

from rich.box import SIMPLE
from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

LOG_WIDTH = 120


class Report:
    """Tells a person on a terminal, or a log, what is being done and what came of it."""

    def __init__(self, console: Console | None = None, *, began: float | None = None) -> None:
        self.console = console or _console()
        self._began = began or float(os.environ.setdefault("CORDBOARD_STARTED", str(time.time())))
        self._running: Status | None = None
        self._title = ""

    @contextlib.contextmanager
    def step(self, title: str, *, long: bool = False) -> Iterator[None]:
        """The step is shown while it runs and, once it went well, with the seconds passed so far.

        `long` steps are announced even where nothing can be drawn over (a log).
        """
        if long and not self.console.is_terminal:
            self.line(f"… {title}")
        self._title = title
        with self.console.status(Text(title)) as self._running:
            yield
        self._running = None
        self.done(title)

    def done(self, title: str) -> None:
        """Something went well, so many seconds after the command began."""
        self.console.print(Text.assemble("  ", ("✓", "green"), f" {self.seconds:6.1f} s  {title}"))

    def heard(self, line: str) -> None:
        """The latest line of the program that the current step waits for, shown beside the step."""
        if self._running and line.strip():
            self._running.update(Text(f"{self._title}: {line.strip()[:70]}"))

    def line(self, text: str = "") -> None:
        """A line of its own."""
        self.console.print(Text(f"  {text}" if text else ""))

    def tell(self, thing: object) -> None:
        """A line of text, or a table that somebody else has drawn."""
        if isinstance(thing, str):
            self.line(thing)
        else:
            self.console.print(thing)

    def heading(self, text: str) -> None:
        """A line that begins something new."""
        self.console.print()
        self.console.print(Text(f"  {text}", style="bold"))

    def warn(self, text: str) -> None:
        """Something a person should look at, though work goes on."""
        self.console.print(Text.assemble("  ", ("!", "yellow"), f" {text}"))

    def fault(self, text: str, cure: str = "") -> None:
        """What went wrong and what to do about it."""
        self.console.print()
        self.console.print(Text.assemble(("✗ ", "bold red"), text))
        if cure:
            self.console.print(Text(f"  To do: {cure}"))

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Rows under named columns."""
        table = Table(
            box=SIMPLE, title=Text(title) if title else None, title_justify="left", title_style="bold"
        )
        for column in columns:
            table.add_column(column)
        for row in rows:
            table.add_row(*(cell if isinstance(cell, Text) else Text(str(cell)) for cell in row))
        self.console.print(table)

    @property
    def seconds(self) -> float:
        """Seconds since the command began."""
        return time.time() - self._began


def _console() -> Console:
    """Standard output; where that is no terminal, wide enough for the tables."""
    console = Console(highlight=False, soft_wrap=True)
    return console if console.is_terminal else Console(highlight=False, soft_wrap=True, width=LOG_WIDTH)
