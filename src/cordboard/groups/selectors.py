"""Reads of the groups room."""

from uuid import UUID

from cordboard.groups.types import GroupsPart


def groups_part(*, company: UUID) -> GroupsPart:
    """What the company's calls need to know of it."""
    return GroupsPart()
