"""What a call is decided from: one immutable snapshot of each company, and what is known of the call itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar, Protocol, TypeVar

from cordboard.base.tables import Table
from cordboard.engine.call import Caller, DialOutcome
from cordboard.numbering.types import Destination


class Direction(StrEnum):
    """Where a call comes from and goes to, seen from the company."""

    INTERNAL = "internal"
    INCOMING = "incoming"
    OUTGOING = "outgoing"


class Outcome(StrEnum):
    """How a call ended for its caller, as its record tells it."""

    ANSWERED = "answered"
    BUSY = "busy"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"
    UNAVAILABLE = "unavailable"
    CANCELLED = "cancelled"  # the caller gave up
    VOICEMAIL = "voicemail"  # a mailbox took over; whether a message was left, the mailbox knows
    MAILBOX = "mailbox"  # a mailbox was listened to
    ECHO = "echo"
    REFUSED = "refused"


class SnapshotPart(Protocol):
    """What one room adds to a snapshot: a frozen dataclass whose every field has a default.

    Its fields are texts, numbers, durations, destinations, dataclasses of these, and tuples and mappings (by text)
    of these, so that it can be kept on disk.
    """

    name: ClassVar[str]


Part = TypeVar("Part", bound=SnapshotPart)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who can be called, and what happens when he is not reached. None: the caller is told and let go."""

    id: str
    name: str
    extension: str
    endpoints: tuple[str, ...] = ()
    ring: timedelta = timedelta(seconds=20)
    language: str = ""  # of prompts; empty means the company's
    unanswered: Destination | None = None
    busy: Destination | None = None
    unavailable: Destination | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLimits:
    """Simultaneous calls with the outside; None is no limit. Source: catalogue SCO-64, SCO-65, SCO-66."""

    incoming: int | None = None
    outgoing: int | None = None
    combined: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySnapshot:
    """Everything the calls of one company are decided from. Never changed: a newer one takes its place."""

    id: str
    key: str  # opaque; the engine's name for the company
    name: str
    language: str = "en"  # of prompts
    country: str = ""  # ISO 3166
    time_zone: str = "UTC"
    limits: CallLimits = CallLimits()
    extensions: Mapping[str, Destination] = field(default_factory=dict)
    features: Mapping[str, Destination] = field(default_factory=dict)  # by feature code
    numbers: Mapping[str, Destination] = field(default_factory=dict)  # direct numbers by E.164 with +
    people: Mapping[str, Person] = field(default_factory=dict)  # by id
    endpoints: Mapping[str, str] = field(
        default_factory=dict
    )  # endpoint to its person's id; empty for nobody's
    parts: tuple[SnapshotPart, ...] = ()

    def part(self, kind: type[Part]) -> Part:
        """What a room added, or its empty part when it added nothing."""
        return next((part for part in self.parts if isinstance(part, kind)), None) or kind()


@dataclass(frozen=True, slots=True, kw_only=True)
class CallContext:
    """What is known of a call besides what its caller does."""

    company: CompanySnapshot
    caller: Caller
    direction: Direction
    person: Person | None = None  # the caller, when he is one of the company's people
    entry: str = ""  # digits dialled after a feature code
    reason: DialOutcome | None = None  # why an earlier destination passed the call on
    trail: tuple[Destination, ...] = ()  # destinations it came through


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where a dialled number leads, the rule that says so, and the digits left over for a feature."""

    destination: Destination
    rule: str
    entry: str = ""


class Directory:
    """All companies of this node, immutable: a change gives a new directory that shares everything else with the old.

    Finding a company by endpoint or direct number costs the same with one company as with thousands.
    """

    __slots__ = ("_companies", "_endpoints", "_numbers")

    def __init__(self) -> None:
        self._companies: Table[str, CompanySnapshot] = Table()  # by id
        self._endpoints: Table[str, str] = Table()  # to company id
        self._numbers: Table[str, str] = Table()  # E.164 to company id

    def __len__(self) -> int:
        return len(self._companies)

    @property
    def companies(self) -> Mapping[str, CompanySnapshot]:
        """Companies by id."""
        return self._companies

    def company_of_endpoint(self, endpoint: str) -> CompanySnapshot | None:
        """The company an endpoint belongs to."""
        return self._companies.get(self._endpoints.get(endpoint, ""))

    def company_of_number(self, number: str) -> CompanySnapshot | None:
        """The company a direct number (E.164 with +) belongs to."""
        return self._companies.get(self._numbers.get(number, ""))

    def replaced(self, company: CompanySnapshot) -> "Directory":
        """The same with this company as it is now."""
        old = self._companies.get(company.id)
        return self._changed(old, company)

    def without(self, id: str) -> "Directory":  # noqa: A002  # the field it names
        """The same without a company; unchanged when it holds none of that id."""
        old = self._companies.get(id)
        return self._changed(old, None) if old else self

    def _changed(self, old: CompanySnapshot | None, new: CompanySnapshot | None) -> "Directory":
        directory = Directory.__new__(Directory)
        directory._companies = self._companies.changed(
            without=[old.id] if old else [], including={new.id: new} if new else {}
        )
        directory._endpoints = _moved(
            self._endpoints, old.endpoints if old else {}, new.endpoints if new else {}, new
        )
        directory._numbers = _moved(
            self._numbers, old.numbers if old else {}, new.numbers if new else {}, new
        )
        return directory


def _moved(
    table: Table[str, str],
    old: Mapping[str, object],
    new: Mapping[str, object],
    owner: CompanySnapshot | None,
) -> Table[str, str]:
    """The table with a company's old keys gone and its new ones in; keys that stay are not touched."""
    gone = [key for key in old if key not in new]
    added = {key: owner.id for key in new if owner and table.get(key) != owner.id}
    return table.changed(without=gone, including=added)
