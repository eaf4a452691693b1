"""Calls made of legs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cordboard.processes.live.facts import Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Legs of one company that belong together, oldest first."""

    id: str
    legs: tuple[Leg, ...]

    @property
    def state(self) -> str:
        """`talking`: two legs hear each other; `connected`: one is up, with an announcement or a box; else `ringing`."""
        bridges = [leg.bridge for leg in self.legs if leg.bridge]
        if len(set(bridges)) < len(bridges):
            return "talking"
        return "connected" if any(leg.state == "Up" for leg in self.legs) else "ringing"

    @property
    def endpoints(self) -> frozenset[str]:
        """Phones of ours that take part."""
        return frozenset(leg.endpoint for leg in self.legs if leg.endpoint)

    def plain(self) -> dict[str, Any]:
        """The call as it is told."""
        return {
            "id": self.id,
            "state": self.state,
            "since": min(leg.since for leg in self.legs),
            "dialled": next((leg.dialled for leg in self.legs if leg.dialled), ""),
            "legs": [leg.plain() for leg in self.legs],
        }


def calls_of(legs: Iterable[Leg]) -> dict[str, Call]:
    """One company's calls by id: legs that share an origin or a bridge are one call."""
    groups: dict[str, dict[str, Leg]] = {}
    for leg in legs:
        joined = {leg.id: leg}
        for tie in _ties(leg):
            joined.update(groups.get(tie, {}))
        groups.update({tie: joined for member in joined.values() for tie in _ties(member)})
    distinct = {id(group): group for group in groups.values()}
    made = [tuple(sorted(group.values(), key=_age)) for group in distinct.values()]
    return {members[0].call: Call(id=members[0].call, legs=members) for members in made}


def _ties(leg: Leg) -> tuple[str, ...]:
    """What legs have in common that belong together."""
    return (f"call {leg.call}", f"bridge {leg.bridge}") if leg.bridge else (f"call {leg.call}",)


def _age(leg: Leg) -> tuple[int, int, str]:
    """Order of birth: channels of one second are told apart by the number at the end of their id."""
    serial = leg.id.rpartition(".")[2]
    return leg.since, int(serial) if serial.isdecimal() else 0, leg.id
