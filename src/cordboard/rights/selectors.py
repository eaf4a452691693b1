"""Reads of the rights room."""

from uuid import UUID

from cordboard.rights.types import RightsPart


def rights_part(*, company: UUID) -> RightsPart:
    """What the company's calls need to know of it."""
    return RightsPart()
