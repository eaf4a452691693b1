"""Reads of the hours room."""

from uuid import UUID

from cordboard.hours.types import HoursPart


def hours_part(*, company: UUID) -> HoursPart:
    """What the company's calls need to know of it."""
    return HoursPart()
