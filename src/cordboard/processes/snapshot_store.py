"""The last good snapshot of every company on disk, so that calls are decided even when the database is away at a start.

Plain JSON, one file a company, readable by its owner only: it names people and their extensions.
"""

import json
import logging
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from cordboard.calls.types import CompanySnapshot, SnapshotPart
from cordboard.engine.apply.files import OWNER_ONLY, file_write

log = logging.getLogger(__name__)

FORMAT = 1  # raised when older files can not be read any more


class SnapshotStore:
    """Snapshots below one folder. `parts` are the kinds of parts that rooms add; others are forgotten."""

    def __init__(self, folder: Path, *, parts: Sequence[type[SnapshotPart]] = ()) -> None:
        self._folder = folder
        self._parts = {part.name: part for part in parts}

    def save(self, snapshot: CompanySnapshot) -> None:
        """The snapshot is on disk, whole. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps(snapshot_plain(snapshot), ensure_ascii=False)
        file_write(self._file(snapshot.key), text, mode=OWNER_ONLY)

    def remove(self, snapshot: CompanySnapshot) -> None:
        """The company's file is gone. Raises OSError."""
        self._file(snapshot.key).unlink(missing_ok=True)

    def load(self) -> Iterator[CompanySnapshot]:
        """Every snapshot that can be read; the others are reported and left out."""
        for file in sorted(self._folder.glob("*.json")):
            try:
                yield snapshot_read(json.loads(file.read_text()), parts=self._parts)
            except (OSError, ValueError, TypeError, KeyError):
                log.warning("the kept snapshot %s can not be read; the database will tell anew", file.name)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def snapshot_plain(snapshot: CompanySnapshot) -> dict[str, Any]:
    """The snapshot as JSON can carry it."""
    parts = {part.name: plain(part) for part in snapshot.parts}
    return {"format": FORMAT, "company": plain(replace(snapshot, parts=())), "parts": parts}


def snapshot_read(kept: Mapping[str, Any], *, parts: Mapping[str, type[SnapshotPart]]) -> CompanySnapshot:
    """The snapshot that was kept. Raises ValueError, TypeError or KeyError for anything else."""
    if kept["format"] != FORMAT:
        raise ValueError("kept by another version")
    company: CompanySnapshot = value_read(CompanySnapshot, {**kept["company"], "parts": []})
    found = tuple(value_read(parts[name], part) for name, part in kept["parts"].items() if name in parts)
    return replace(company, parts=found)


def plain(value: object) -> Any:
    """A frozen value in JSON's own types; durations in seconds."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.total_seconds() if isinstance(value, timedelta) else value


def value_read(kind: Any, kept: Any) -> Any:
    """The value of that type which `plain` made `kept` of. Raises ValueError or TypeError when it was another."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return None if kept is None else value_read(next(one for one in inner if one is not type(None)), kept)
    if origin is tuple:
        return tuple(value_read(inner[0], item) for item in kept)
    if origin is not None and issubclass(origin, Mapping):
        return {str(key): value_read(inner[1], item) for key, item in kept.items()}
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: value_read(hints[name], item) for name, item in kept.items()})
    return _single(kind, kept)


def _single(kind: Any, kept: Any) -> Any:
    if kind is timedelta:
        return timedelta(seconds=kept)
    if isinstance(kind, type) and isinstance(kept, kind):
        return kept
    raise TypeError("a kept value is of another type than it should be")
