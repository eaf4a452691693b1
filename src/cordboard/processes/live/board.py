"""The truth about live calls and registrations of a node, company by company.

Feed it snapshots and events in the order in which they came; events that tell again what a snapshot already held do
no harm. `publish` then says what changed since it was last asked.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from cordboard.engine.ami.events import (
    BridgeEnter,
    BridgeLeave,
    ChannelEvent,
    ContactListed,
    ContactStatus,
    CoreShowChannel,
    Event,
    Hangup,
)
from cordboard.processes.live.calls import Call, calls_of
from cordboard.processes.live.facts import (
    GONE,
    Leg,
    Registration,
    leg_of,
    registration_id,
    registration_of,
)
from cordboard.processes.live.shelf import Shelf

INNER = "Local/"  # channels that only tie others together
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyState:
    """A company's calls and registrations by id."""

    calls: Mapping[str, Call] = field(default_factory=dict)
    registrations: Mapping[str, Registration] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyChange:
    """What became of a company's calls and registrations by id; None for what is gone."""

    calls: Mapping[str, Call | None] = field(default_factory=dict)
    registrations: Mapping[str, Registration | None] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.calls and not self.registrations


NOTHING = CompanyState()


class Board:
    """Legs and registrations as they are, and what was published of them."""

    def __init__(self, *, company_of: Callable[[str], str], clock: Callable[[], int]) -> None:
        """`company_of` tells an endpoint's company (empty: nobody's); `clock` the moment in epoch seconds."""
        self._company_of = company_of
        self._clock = clock
        self._legs: Shelf[Leg] = Shelf()
        self._registrations: Shelf[Registration] = Shelf()
        self._published: dict[str, CompanyState] = {}

    @property
    def published(self) -> Mapping[str, CompanyState]:
        """What was published last, by company."""
        return MappingProxyType(self._published)

    def state(self, company: str) -> CompanyState:
        """The company's calls and registrations now."""
        return CompanyState(
            calls=calls_of(self._legs.of(company).values()),
            registrations=dict(self._registrations.of(company)),
        )

    def replace(self, *, channels: Iterable[Event], contacts: Iterable[Event]) -> None:
        """The board is as this snapshot."""
        rows = [row for row in channels if isinstance(row, CoreShowChannel) and _is_shown(row)]
        self._legs.replace([self._leg(row, row.bridge, age=row.seconds) for row in rows])
        self._registrations.replace(
            [self._registration(row) for row in contacts if isinstance(row, ContactListed)]
        )

    def apply(self, event: Event) -> None:
        """The board is as after this event."""
        match event:
            case Hangup():
                self._legs.remove(event.channel.unique_id)
            case ChannelEvent() if _is_shown(event):
                self._legs.put(self._leg(event, self._bridge_after(event)))
            case ContactListed():
                self._registration_detail(event)
            case ContactStatus():
                self._registration_status(event)
            case _:
                pass

    def lacks_details(self, event: ContactStatus) -> bool:
        """Whether the board knows no more of a registration than that it is there."""
        known = self._registrations.get(registration_id(event))
        return known is not None and not known.is_detailed

    def publish(self) -> dict[str, CompanyChange]:
        """What changed since the last time, by company."""
        touched = self._legs.touched() | self._registrations.touched()
        changes = {company: self._publish(company) for company in sorted(touched)}
        return {company: change for company, change in changes.items() if not change.is_empty}

    def _publish(self, company: str) -> CompanyChange:
        before, now = self._published.pop(company, NOTHING), self.state(company)
        if now != NOTHING:
            self._published[company] = now
        return CompanyChange(
            calls=difference(before.calls, now.calls),
            registrations=difference(before.registrations, now.registrations),
        )

    def _leg(self, event: ChannelEvent, bridge: str, *, age: int = 0) -> Leg:
        leg = leg_of(event, bridge=bridge, arrived=self._clock() - age)
        known = self._legs.get(leg.id)
        return replace(leg, since=known.since, dialled=known.dialled or leg.dialled) if known else leg

    def _bridge_after(self, event: ChannelEvent) -> str:
        match event:
            case BridgeEnter():
                return event.bridge
            case BridgeLeave():
                return ""
            case _:
                known = self._legs.get(event.channel.unique_id)
                return known.bridge if known else ""

    def _registration(self, event: ContactStatus) -> Registration:
        known = self._registrations.get(registration_id(event))
        company = known.company if known else ""
        return registration_of(event, company or self._company_of(event.endpoint))

    def _registration_status(self, event: ContactStatus) -> None:
        fresh = self._registration(event)
        known = self._registrations.get(fresh.id)
        if event.status in GONE:
            self._registrations.remove(fresh.id)
        elif known:
            self._registrations.put(known.updated(fresh))
        else:
            self._registrations.put(fresh)

    def _registration_detail(self, event: ContactListed) -> None:
        """Details were asked for a while ago: they complete what is still there, and bring nothing back."""
        fresh = self._registration(event)
        if known := self._registrations.get(fresh.id):
            self._registrations.put(fresh.with_status_of(known))


def difference(before: Mapping[str, Value], now: Mapping[str, Value]) -> dict[str, Value | None]:
    """New values of what is new or other; None for what is gone."""
    changed: dict[str, Value | None] = {key: value for key, value in now.items() if before.get(key) != value}
    return {**changed, **dict.fromkeys(before.keys() - now.keys())}


def _is_shown(event: ChannelEvent) -> bool:
    return not event.channel.name.startswith(INNER)
