"""Processor time of a process and all it started, read from /proc (Linux)."""

import os
from pathlib import Path

_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def processor_ms(root: int) -> float:
    """Milliseconds of processor time that `root` and its living descendants have used, with children they reaped."""
    stats = _stats()
    family, grown = {root}, True
    while grown:
        young = {pid for pid, (parent, _) in stats.items() if parent in family} - family
        family |= young
        grown = bool(young)
    return sum(ticks for pid, (_, ticks) in stats.items() if pid in family) * _TICK_MS


def _stats() -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        found[int(folder.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    return found
