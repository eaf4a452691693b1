"""Things with an id that belong to a company, found by either."""

from collections.abc import Iterable, Mapping
from typing import Generic, Protocol, TypeVar


class Owned(Protocol):
    """Something of a company."""

    @property
    def id(self) -> str:
        """Its name, unique on the shelf."""

    @property
    def company(self) -> str:
        """Whose it is."""


Thing = TypeVar("Thing", bound=Owned)


class Shelf(Generic[Thing]):
    """Keeps things; remembers which companies' things were touched since it was last asked."""

    def __init__(self) -> None:
        self._things: dict[str, Thing] = {}
        self._by_company: dict[str, dict[str, Thing]] = {}
        self._touched: set[str] = set()

    def get(self, identity: str) -> Thing | None:
        """The thing of that id."""
        return self._things.get(identity)

    def of(self, company: str) -> Mapping[str, Thing]:
        """The company's things by id."""
        return self._by_company.get(company, {})

    def put(self, thing: Thing) -> None:
        """The thing is on the shelf, in place of any other of its id."""
        if self._things.get(thing.id) == thing:
            return
        self.remove(thing.id)
        self._things[thing.id] = thing
        self._by_company.setdefault(thing.company, {})[thing.id] = thing
        self._touched.add(thing.company)

    def remove(self, identity: str) -> None:
        """No thing of that id is on the shelf."""
        thing = self._things.pop(identity, None)
        if thing is None:
            return
        owned = self._by_company[thing.company]
        del owned[identity]
        if not owned:
            del self._by_company[thing.company]
        self._touched.add(thing.company)

    def replace(self, things: Iterable[Thing]) -> None:
        """Exactly these are on the shelf."""
        wanted = {thing.id: thing for thing in things}
        for identity in self._things.keys() - wanted.keys():
            self.remove(identity)
        for thing in wanted.values():
            self.put(thing)

    def touched(self) -> set[str]:
        """Companies whose things changed since the last time this was asked."""
        touched, self._touched = self._touched, set()
        return touched
