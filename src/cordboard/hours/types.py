"""Time tables, switches and ring services: as calls see them, and as pages do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol
from uuid import UUID

from cordboard.numbering.types import Destination

DAY = 24 * 60  # minutes
WEEK = 7  # days, Monday first


class TableState(StrEnum):
    """Whether a time table goes by its hours, or a person has the last word. Source: catalogue WDX-177."""

    CHECK = "check"
    OPEN = "open"
    CLOSED = "closed"


Ways = Mapping[str, Destination]  # where calls go, by the state of what they meet; none: the caller is let go
OPEN, CLOSED = TableState.OPEN.value, TableState.CLOSED.value  # a time table's ways


class SwitchState(StrEnum):
    """Where a switch stands; only three-state switches know `additional`. Source: catalogue WDX-173, WDX-174."""

    OFF = "off"
    ON = "on"
    ADDITIONAL = "additional"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """Open hours in minutes of wall time since midnight of the day they begin on; beyond 1440 it is the next day."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DateHours:
    """Dates that have hours of their own, none of them when there are no spans. Hours belong to the day they begin on.

    With `closes` the spans are taken out of whatever hours there are instead.
    """

    first: str  # ISO 8601 date
    last: str
    spans: tuple[Span, ...] = ()
    closes: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTable:
    """When something is open. Dates come before holidays, and holidays before the week."""

    id: str
    name: str
    number: str = ""  # by which keys and the feature code know it; empty: they do not
    state: str = TableState.CHECK.value
    week: tuple[tuple[Span, ...], ...] = ((),) * WEEK  # Monday first
    dates: tuple[DateHours, ...] = ()
    holidays: Mapping[str, str] = field(default_factory=dict)  # ISO date to name, of the coming 18 months
    holiday_spans: tuple[Span, ...] = ()
    ways: Mapping[str, Destination] = field(default_factory=dict)  # by OPEN and CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchEntry:
    """A switch as calls see it."""

    id: str
    name: str
    number: str
    states: int  # 2 or 3
    state: str
    guarded: bool = False  # changing it by phone takes a PIN
    ways: Mapping[str, Destination] = field(default_factory=dict)  # by state


@dataclass(frozen=True, slots=True, kw_only=True)
class RingServiceEntry:
    """A ring service as calls see it. Source: catalogue SCO-149."""

    id: str
    name: str
    overflow: Destination
    guarded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPart:
    """What calls need to know of it: the room's part of a company's snapshot."""

    name: ClassVar[str] = "hours"

    time_tables: Mapping[str, TimeTable] = field(default_factory=dict)  # by id
    switches: Mapping[str, SwitchEntry] = field(default_factory=dict)  # by id
    ring_services: Mapping[str, RingServiceEntry] = field(default_factory=dict)  # by id


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a time table is open at a moment, and the rule that says so, for the call's record."""

    open: bool
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRegion:
    """Whose holidays a time table keeps: a country (ISO 3166-1) and possibly a part of it (ISO 3166-2, without country)."""

    country: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTableValues:
    """A time table as its administrator settles it."""

    name: str
    number: str = ""
    state: TableState = TableState.CHECK
    week: tuple[tuple[Span, ...], ...] = ((),) * WEEK
    dates: tuple[DateHours, ...] = ()
    holidays: HolidayRegion = HolidayRegion()
    holiday_spans: tuple[Span, ...] = ()
    ways: Ways = field(default_factory=dict)  # by OPEN and CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeTableSummary:
    """A time table and what was settled of it."""

    id: UUID
    values: TimeTableValues


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchSummary:
    """A switch without its PIN."""

    id: UUID
    name: str
    number: str
    states: int
    state: SwitchState
    guarded: bool
    ways: Ways = field(default_factory=dict)  # by state


@dataclass(frozen=True, slots=True, kw_only=True)
class RingServiceSummary:
    """A ring service without its PIN, and the line identifiers that lead to it now."""

    id: UUID
    name: str
    overflow: Destination
    guarded: bool
    diverted: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSummary:
    """A direct number and the identifier by which ring services know it; several numbers may share one (SCO-150)."""

    did: int
    number: str
    identifier: str  # empty: none
    diverted_to: str  # the ring service its calls go to now; empty: they go their usual way


class KeyedOutcome(StrEnum):
    """What became of something that was keyed on a phone."""

    DONE = "done"
    RESTORED = "restored"  # a line goes its usual way again
    UNKNOWN = "unknown"  # no line has that identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedBy:
    """Who keys on a phone: a person of the company by id, or nobody known, with the name shown."""

    person: str
    name: str


class KeyedActs(Protocol):
    """Does on record what people key on phones. Every method raises OSError when that can not be done now."""

    async def switch_pin(self, company: str, switch: str, pin: str) -> bool:
        """Whether the PIN opens the switch."""

    async def switch_turn(self, company: str, switch: str, state: str, by: KeyedBy) -> None:
        """The switch stands so."""

    async def table_force(self, company: str, table: str, state: str, by: KeyedBy) -> None:
        """The time table goes by its hours, or is forced."""

    async def service_pin(self, company: str, service: str, pin: str) -> bool:
        """Whether the PIN opens the ring service."""

    async def line_toggle(self, company: str, service: str, identifier: str, by: KeyedBy) -> KeyedOutcome:
        """Lines of that identifier go to the service's overflow, or, if they did, their usual way again."""
