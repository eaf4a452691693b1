"""Call groups: as calls see them, and as pages do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from cordboard.numbering.types import Destination

GROUP = "group"  # the kind of destination


class Strategy(StrEnum):
    """In which order members ring. Source: catalogue WDX-168."""

    ALL = "all"
    TENS = "tens"
    LINEAR = "linear"
    ROUND_ROBIN = "round_robin"
    RANDOM = "random"
    LEAST_RECENT = "least_recent"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberEntry:
    """Who rings. Of two, the one with three times the weight is three times as often asked first, by weight."""

    person: str  # by id
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEntry:
    """A group as calls see it."""

    id: str
    name: str
    members: tuple[MemberEntry, ...] = ()  # in order
    strategy: str = Strategy.ALL.value
    step: timedelta = timedelta(seconds=15)
    total: timedelta = timedelta(seconds=60)
    otherwise: Destination | None = None
    skip_busy: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupsPart:
    """What calls need to know of it: the room's part of a company's snapshot."""

    name: ClassVar[str] = "groups"

    groups: Mapping[str, GroupEntry] = field(default_factory=dict)  # by id


@dataclass(slots=True, kw_only=True)
class GroupMemory:
    """What the call server remembers of a group from one call to the next, until it restarts."""

    first: str = ""  # who was asked first the last time
    talked: dict[str, datetime] = field(default_factory=dict)  # when each last finished a call of the group


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSettings:
    """A group as its administrator settles it. Source: catalogue WDX-167, WDX-168, WDX-169."""

    name: str
    strategy: Strategy = Strategy.ALL
    step: timedelta = timedelta(seconds=15)  # of ringing, until the next members' turn
    total: timedelta = timedelta(seconds=60)  # of ringing, until the call goes elsewhere
    otherwise: Destination | None = None  # None: the caller is told that nobody is there
    skip_busy: bool = False
    prefix: str = ""  # shown before the caller's name


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSummary:
    """A member in their place."""

    person: UUID
    name: str
    number: str  # empty without an extension: their phones do not ring
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSummary:
    """A group with its members in order, and the extension that rings it, if any."""

    id: UUID
    settings: GroupSettings
    members: tuple[MemberSummary, ...]
    number: str
