"""What can go wrong with call groups."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class GroupUnknown(CordboardError):
    """There is no such group for the one who asks."""

    code: ClassVar[str] = "groups.group_unknown"
    text: ClassVar[str] = mark("There is no such call group.")


@dataclass(kw_only=True, eq=False)
class GroupNameTaken(CordboardError):
    """People tell groups apart by their names."""

    code: ClassVar[str] = "groups.group_name_taken"
    text: ClassVar[str] = mark("Another call group is called %(name)s. Choose another name.")
    name: str


@dataclass(kw_only=True, eq=False)
class MemberTaken(CordboardError):
    """A person is in a group once."""

    code: ClassVar[str] = "groups.member_taken"
    text: ClassVar[str] = mark("%(name)s is already in this group.")
    name: str


@dataclass(kw_only=True, eq=False)
class MemberUnknown(CordboardError):
    """That person is not in the group."""

    code: ClassVar[str] = "groups.member_unknown"
    text: ClassVar[str] = mark("This person is not in the group.")
