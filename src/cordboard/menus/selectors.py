"""Reads of the menus room."""

from uuid import UUID

from cordboard.menus.types import MenusPart


def menus_part(*, company: UUID) -> MenusPart:
    """What the company's calls need to know of it."""
    return MenusPart()
