"""Reads of the sounds room."""

from uuid import UUID

from cordboard.sounds.types import SoundsPart


def sounds_part(*, company: UUID) -> SoundsPart:
    """What the company's calls need to know of it."""
    return SoundsPart()
