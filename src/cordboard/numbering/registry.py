"""Where calls can be sent: each room offers its destinations for choosing. All are offered on one page: `processes.wiring`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cordboard.numbering.types import Destination


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationChoice:
    """One destination of a kind, by the id its room understands, and what people call it."""

    id: str
    name: str


Choices = Callable[[UUID], Sequence[DestinationChoice]]  # of a company

_offers: dict[str, Choices] = {}


def destinations_offer(kind: str, *, choices: Choices) -> None:
    """From now on people may choose destinations of this kind; a later offer takes its place."""
    _offers[kind] = choices


def destinations_offered(
    *, company: UUID, wanted: Callable[[str], bool] = bool
) -> Mapping[str, tuple[DestinationChoice, ...]]:
    """What the company can send its calls to, by kind, in the order of offering; kinds without any, or not wanted, are left out."""
    found = {kind: tuple(choices(company)) for kind, choices in _offers.items() if wanted(kind)}
    return {kind: choices for kind, choices in found.items() if choices}


def destination_name(destination: Destination | None, *, company: UUID) -> str:
    """What people call a destination; empty when it is gone, or nothing is chosen."""
    choices = _offers.get(destination.kind) if destination else None
    if destination is None or choices is None:
        return ""
    return next((one.name for one in choices(company) if one.id == destination.id), "")
