"""What a call is decided from: one immutable snapshot of each company, and what is known of the call itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Protocol, TypeVar
from uuid import UUID

from cordboard.base.tables import Table
from cordboard.engine.call import Caller, DialOutcome
from cordboard.numbering.types import Destination
from cordboard.trunks.types import TrunksPart


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

    __slots__ = ("_companies", "_endpoints", "_numbers", "_trunks")

    def __init__(self) -> None:
        self._companies: Table[str, CompanySnapshot] = Table()  # by id
        self._endpoints: Table[str, str] = Table()  # to company id
        self._numbers: Table[str, str] = Table()  # E.164 to company id
        self._trunks: Table[str, str] = Table()  # endpoint to company id

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

    def company_of_trunk(self, endpoint: str) -> CompanySnapshot | None:
        """The company whose own trunk this is."""
        return self._companies.get(self._trunks.get(endpoint, ""))

    def replaced(self, company: CompanySnapshot) -> "Directory":
        """The same with this company as it is now."""
        return self._changed(self._companies.get(company.id), company)

    def without(self, id: str) -> "Directory":  # noqa: A002  # the field it names
        """The same without a company; unchanged when it holds none of that id."""
        return self._changed(self._companies.get(id), None)

    def _changed(self, old: CompanySnapshot | None, new: CompanySnapshot | None) -> "Directory":
        owner = old or new
        if owner is None:
            return self
        directory = Directory.__new__(Directory)
        directory._companies = self._companies.changed(
            without=[owner.id], including={new.id: new} if new else {}
        )
        directory._endpoints = _owned(
            self._endpoints, owner.id, old.endpoints if old else {}, new.endpoints if new else {}
        )
        directory._numbers = _owned(
            self._numbers, owner.id, old.numbers if old else {}, new.numbers if new else {}
        )
        directory._trunks = _owned(self._trunks, owner.id, _trunk_keys(old), _trunk_keys(new))
        return directory


def _trunk_keys(company: CompanySnapshot | None) -> Mapping[str, str]:
    entries = company.part(TrunksPart).trunks if company else {}
    return {trunk.key: trunk.id for trunk in entries.values()}


def _owned(
    table: Table[str, str],
    owner: str,
    old: Mapping[str, object],
    new: Mapping[str, object],
) -> Table[str, str]:
    """The table with an owner's new keys; of the old ones those are gone that nobody else has taken meanwhile."""
    gone = [key for key in old if key not in new and table.get(key) == owner]
    added = {key: owner for key in new if table.get(key) != owner}
    return table.changed(without=gone, including=added)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegEnd:
    """One side of a leg. Names are kept as texts: records outlive people and phones."""

    person: UUID | None = None
    name: str = ""
    number: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegFacts:
    """One leg of a call: the caller with one phone that rang for him, or alone with a mailbox, a prompt, an echo."""

    unique_id: str
    sequence: int
    linked_id: str
    company: UUID | None
    started: datetime
    answered: datetime | None
    ended: datetime
    application: str  # what the engine did last on this leg
    disposition: str
    near: LegEnd
    far: LegEnd | None  # the phone that rang
    called: LegEnd  # whom the caller wanted, as the call's flow noted it
    dialled: str
    direction: Direction | None
    outcome: Outcome | None
    destination: str
    rule: str
    cause: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """A call from its first leg to its last, as its record tells it."""

    company: UUID | None
    direction: Direction
    caller: LegEnd
    dialled: str
    callee: LegEnd  # who talked with the caller, else whom he wanted
    started: datetime
    answered: datetime | None
    ended: datetime
    talk: timedelta  # time in conversation, or with a mailbox or an echo
    outcome: Outcome
    cause: int | None  # Q.850
    destination: str
    rule: str
    people: frozenset[UUID] = frozenset()  # everyone who called, was wanted, or whose phone rang


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSummary:
    """A recorded call and where it belongs."""

    id: UUID
    company_name: str
    facts: CallFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFilter:
    """Which recorded calls one wants to see; None and empty leave out nothing."""

    since: datetime | None = None
    until: datetime | None = None  # this moment is not within
    direction: Direction | None = None
    outcome: Outcome | None = None
    person: UUID | None = None
    text: str = ""  # part of a number or of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPlace:
    """A place between two calls in the order of time."""

    started: datetime
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDetail:
    """A recorded call with its legs in the order of time."""

    summary: CallSummary
    legs: tuple[LegFacts, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolPiece:
    """A piece of a node's spool that was read: of which file, from where to where."""

    node: str
    inode: str
    start: int
    end: int
    head: str  # digest of the file's first bytes up to `end`, 512 at most
