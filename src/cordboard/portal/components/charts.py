"""Small charts drawn by the server as SVG: geometry only; colours are classes, numbers stand in a table beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from cordboard.portal.components.formats import Words

WIDTH, HEIGHT = 480, 176
LEFT, RIGHT, TOP, BOTTOM = 32, 4, 10, 24
STEPS = (1, 2, 4, 6, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A named row of values, one for each label of the chart; none below zero."""

    name: Words
    values: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar in the drawing's units."""

    x: float
    y: float
    width: float
    height: float
    series: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line through points, as SVG writes them."""

    points: str
    series: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A word on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of `kind` bar or line; `{% chart chart %}` shows it."""

    title: Words
    kind: str
    labels: Sequence[str]
    series: Sequence[Series]

    @property
    def top(self) -> float:
        """The value at the upper edge: a round number at or above the largest."""
        return axis_top(max((value for row in self.series for value in row.values), default=0))

    @property
    def bars(self) -> tuple[Bar, ...]:
        """Every bar, those of one label side by side."""
        slot = (WIDTH - LEFT - RIGHT) / max(1, len(self.labels))
        width = min(slot * 0.7, 56) / max(1, len(self.series))
        return tuple(
            self._bar(row, at, series=number, slot=slot, width=width)
            for number, row in enumerate(self.series, start=1)
            for at in range(len(self.labels))
        )

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every series as a line."""
        return tuple(
            Line(
                points=" ".join(self._point(at, value) for at, value in enumerate(row.values)), series=number
            )
            for number, row in enumerate(self.series, start=1)
        )

    @property
    def levels(self) -> tuple[Mark, ...]:
        """Where the horizontal lines are, and their values."""
        return tuple(
            Mark(at=round(self._y(self.top * part / 2), 1), text=f"{self.top * part / 2:g}")
            for part in range(3)
        )

    @property
    def places(self) -> tuple[Mark, ...]:
        """Where labels stand under the chart: about eight of them at most."""
        slot = (WIDTH - LEFT - RIGHT) / max(1, len(self.labels))
        every = ceil(len(self.labels) / 8) or 1
        return tuple(
            Mark(at=round(LEFT + slot * (at + 0.5), 1), text=label)
            for at, label in enumerate(self.labels)
            if at % every == 0
        )

    @property
    def table_rows(self) -> tuple[tuple[str, tuple[float, ...]], ...]:
        """The numbers by label, for those who read rather than look."""
        return tuple(
            (label, tuple(row.values[at] for row in self.series)) for at, label in enumerate(self.labels)
        )

    def _bar(self, row: Series, at: int, *, series: int, slot: float, width: float) -> Bar:
        start = LEFT + slot * (at + 0.5) - width * len(self.series) / 2 + width * (series - 1)
        y = self._y(row.values[at])
        return Bar(
            x=round(start, 1), y=round(y, 1), width=round(width - 1, 1), height=round(HEIGHT - BOTTOM - y, 1),
            series=series, text=f"{self.labels[at]}, {row.name}: {row.values[at]:g}",
        )  # fmt: skip

    def _point(self, at: int, value: float) -> str:
        slot = (WIDTH - LEFT - RIGHT) / max(1, len(self.labels))
        return f"{LEFT + slot * (at + 0.5):.1f},{self._y(value):.1f}"

    def _y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / self.top


def axis_top(largest: float) -> float:
    """The smallest of 1, 2, 4, 6 times a power of ten at or above the largest value; at least 2, so that halves are whole."""
    if largest <= 2:
        return 2
    power = 10 ** floor(log10(largest))
    return float(next(step * power for step in STEPS if step * power >= largest))
