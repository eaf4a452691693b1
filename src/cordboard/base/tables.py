"""A large immutable table of which a changed copy is cheap."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Self, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_SHARDS = 1024


class Table(Mapping[K, V]):
    """An immutable mapping in 1,024 parts: a changed copy shares all parts in which nothing changed.

    Looking up costs what a dictionary costs. Changing n keys of a table of m copies about n × m / 1,024 entries.
    """

    __slots__ = ("_shards",)

    def __init__(self, entries: Mapping[K, V] | None = None) -> None:
        shards: list[dict[K, V]] = [{} for _ in range(_SHARDS)]
        for key, value in (entries or {}).items():
            shards[hash(key) % _SHARDS][key] = value
        self._shards = tuple(shards)

    def changed(self, *, without: Iterable[K] = (), including: Mapping[K, V] | None = None) -> Self:
        """A copy in which some keys are gone (also those that never were there) and others have new values."""
        shards = list(self._shards)
        touched: set[int] = set()
        for key in without:
            _own(shards, touched, key).pop(key, None)
        for key, value in (including or {}).items():
            _own(shards, touched, key)[key] = value
        copy = object.__new__(type(self))
        copy._shards = tuple(shards)
        return copy

    def __getitem__(self, key: K) -> V:
        return self._shards[hash(key) % _SHARDS][key]

    def __iter__(self) -> Iterator[K]:
        return (key for shard in self._shards for key in shard)

    def __len__(self) -> int:
        return sum(len(shard) for shard in self._shards)


def _own(shards: list[dict[K, V]], touched: set[int], key: K) -> dict[K, V]:
    """The part that holds the key, copied before its first change."""
    place = hash(key) % _SHARDS
    if place not in touched:
        touched.add(place)
        shards[place] = dict(shards[place])
    return shards[place]
