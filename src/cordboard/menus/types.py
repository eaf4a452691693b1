"""Menus (IVR trees): as calls see them, and as pages do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from cordboard.numbering.types import Destination

MENU = "menu"  # the kind of destination


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeEntry:
    """A place in a menu as calls see it: with a `leads` the call leaves the menu there, without it there are keys to press."""

    id: str
    parent: str = ""  # empty for the first node
    leads: Destination | None = None
    sound: str = ""  # as the engine knows it; empty: silence
    plays: int = 3  # how often in all
    wait: timedelta = timedelta(seconds=5)  # for a key, and between two keys
    back: str = ""  # the key that leads to the menu above
    after: Destination | None = None  # where a caller goes who chose nothing
    keys: Mapping[str, str] = field(default_factory=dict)  # to the node each leads to


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A menu as calls see it."""

    id: str
    name: str
    first: str  # node
    nodes: Mapping[str, NodeEntry]  # by id


@dataclass(frozen=True, slots=True, kw_only=True)
class MenusPart:
    """What calls need to know of it: the room's part of a company's snapshot."""

    name: ClassVar[str] = "menus"

    menus: Mapping[str, MenuEntry] = field(default_factory=dict)  # by id


class NodeKind(StrEnum):
    """What a node is. Source: catalogue WDX-178."""

    SUBMENU = "submenu"
    ACTION = "action"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSettings:
    """A node as its administrator settles it; what is no concern of its kind is empty. Source: catalogue WDX-179."""

    kind: NodeKind = NodeKind.SUBMENU
    title: str
    key: str = ""  # empty for the first node
    leads: Destination | None = None  # of an action
    sound: str = ""  # id of a sound, which says `text`
    text: str = ""
    plays: int = 3
    wait: timedelta = timedelta(seconds=5)
    back: str = ""
    after: Destination | None = None


class NodeTrouble(StrEnum):
    """What callers would get stuck at."""

    NO_KEYS = "no_keys"  # a submenu from which no key leads on
    SILENT = "silent"  # a submenu that says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSummary:
    """A node and those below it, by their keys."""

    id: UUID
    parent: UUID | None
    settings: NodeSettings
    children: tuple["NodeSummary", ...] = ()
    troubles: frozenset[NodeTrouble] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuSummary:
    """A menu and the extension that leads to it, if any."""

    id: UUID
    name: str
    number: str = ""
    nodes: int = 0
    troubles: int = 0  # places where callers would get stuck
