"""Colours that stand on each other can be told apart, in light and in dark. Source: WCAG 2.2, 1.4.3 and 1.4.11 (level AA)."""

import re
from itertools import product
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

TOKENS = Path(__file__).parents[2] / "web" / "styles" / "tokens.css"
TEXT, CONTROL = 4.5, 3.0
GROUNDS = ("paper", "surface", "surface-sunken", "surface-hover")
STATES = ("good", "warn", "bad", "info")

PAIRS: list[tuple[str, str, float]] = [
    *((ink, ground, TEXT) for ink, ground in product(("ink", "ink-quiet", "brand-ink", *STATES), GROUNDS)),
    *((state, f"{state}-soft", TEXT) for state in STATES),
    *(("ink", f"{state}-soft", TEXT) for state in (*STATES, "brand", "quiet")),
    *(("ink-quiet", ground, TEXT) for ground in ("brand-soft",)),
    ("brand-ink", "brand-soft", TEXT),
    *(("brand-on-fill", fill, TEXT) for fill in ("brand-fill", "brand-fill-strong")),
    *(("bad-on-fill", fill, TEXT) for fill in ("bad-fill", "bad-fill-strong")),
    *((ink, rail, TEXT) for ink, rail in product(("rail-ink", "rail-ink-quiet", "rail-brass"), ("rail", "rail-raised"))),
    *((line, ground, CONTROL) for line, ground in product(("line-control", "focus"), GROUNDS)),
    *(("focus-on-rail", rail, CONTROL) for rail in ("rail", "rail-raised")),
    *(("brand-brass", ground, CONTROL) for ground in ("surface", "paper")),
    *((f"series-{number}", "surface", CONTROL) for number in range(1, 5)),
]  # fmt: skip


def tokens(theme: int) -> dict[str, str]:
    """Colours by name; theme 0 is light, 1 dark."""
    colours: dict[str, str] = {}
    for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", TOKENS.read_text()):
        if found := re.fullmatch(r"light-dark\((#\w{6}), (#\w{6})\)|(#\w{6})", value):
            colours[name] = found[3] or found[theme + 1]
    return colours


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb. Source: WCAG 2.2, definition of relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground", "least"), PAIRS, ids=[f"{ink} on {ground}" for ink, ground, _ in PAIRS]
)
def test_colours_in_use_are_told_apart(ink: str, ground: str, least: float, theme: int) -> None:
    colours = tokens(theme)

    assert round(contrast(colours[ink], colours[ground]), 2) >= least


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
