"""Reads of the trunks room."""

from uuid import UUID

from cordboard.trunks.types import TrunksPart


def trunks_part(*, company: UUID) -> TrunksPart:
    """What the company's calls need to know of it."""
    return TrunksPart()
