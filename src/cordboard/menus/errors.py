"""What can go wrong with menus."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class MenuUnknown(CordboardError):
    """There is no such menu for the one who asks."""

    code: ClassVar[str] = "menus.menu_unknown"
    text: ClassVar[str] = mark("There is no such menu.")


@dataclass(kw_only=True, eq=False)
class MenuNameTaken(CordboardError):
    """People tell menus apart by their names."""

    code: ClassVar[str] = "menus.menu_name_taken"
    text: ClassVar[str] = mark("Another menu is called %(name)s. Choose another name.")
    name: str


@dataclass(kw_only=True, eq=False)
class NodeUnknown(CordboardError):
    """There is no such node in this menu."""

    code: ClassVar[str] = "menus.node_unknown"
    text: ClassVar[str] = mark("This part of the menu is not there any more.")


@dataclass(kw_only=True, eq=False)
class KeyInvalid(CordboardError):
    """Not pressed on a phone, or # which ends what a caller keys in."""

    code: ClassVar[str] = "menus.key_invalid"
    text: ClassVar[str] = mark("%(key)s cannot be pressed here: use 1 to 6 digits or *.")
    key: str


@dataclass(kw_only=True, eq=False)
class KeyTaken(CordboardError):
    """One key leads to one place."""

    code: ClassVar[str] = "menus.key_taken"
    text: ClassVar[str] = mark("Key %(key)s already leads to %(title)s. Choose another key.")
    key: str
    title: str


@dataclass(kw_only=True, eq=False)
class KeyHidden(CordboardError):
    """Of two keys one begins with the other: nobody could say which was meant."""

    code: ClassVar[str] = "menus.key_hidden"
    text: ClassVar[str] = mark(
        "%(short)s is the beginning of %(long)s: callers who press it could mean either. Choose another key."
    )
    short: str
    long: str


@dataclass(kw_only=True, eq=False)
class ActionEnds(CordboardError):
    """An action ends the menu: nothing can be below it. Source: catalogue WDX-178."""

    code: ClassVar[str] = "menus.action_ends"
    text: ClassVar[str] = mark("An action ends the menu: nothing can be added below it.")


@dataclass(kw_only=True, eq=False)
class FirstStays(CordboardError):
    """A menu begins somewhere: its first node is a submenu, and goes with the menu only."""

    code: ClassVar[str] = "menus.first_stays"
    text: ClassVar[str] = mark("A menu needs its first announcement. Delete the whole menu instead.")


@dataclass(kw_only=True, eq=False)
class NotEmpty(CordboardError):
    """What is below a submenu would be lost were it made an action."""

    code: ClassVar[str] = "menus.not_empty"
    text: ClassVar[str] = mark("Delete what is below this menu before you make it an action.")
