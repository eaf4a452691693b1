"""Compiles the catalogues of translated texts."""

from collections.abc import Iterator
from pathlib import Path

from cordboard.processes.setup.commands import command_run
from cordboard.processes.setup.telling import Telling


def translations_compile(checkout: Path, telling: Telling) -> None:
    """Every catalogue's compiled form is as new as its text."""
    stale = list(_stale(checkout))
    if not stale:
        return
    with telling.step(f"Compiling {len(stale)} catalogues of translations"):
        for text in stale:
            fresh = text.with_suffix(".mo.part")
            command_run(["msgfmt", "--check-format", "-o", fresh, text])
            fresh.rename(text.with_suffix(".mo"))


def _stale(checkout: Path) -> Iterator[Path]:
    for text in checkout.glob("src/cordboard/**/locale/*/LC_MESSAGES/*.po"):
        compiled = text.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < text.stat().st_mtime:
            yield text
