"""What the menus room tells others."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class MenusPart:
    """What calls need to know of it: the room's part of a company's snapshot."""

    name: ClassVar[str] = "menus"
