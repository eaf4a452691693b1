"""What the hours room tells others."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursPart:
    """What calls need to know of it: the room's part of a company's snapshot."""

    name: ClassVar[str] = "hours"
