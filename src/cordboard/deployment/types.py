"""What an apply run is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ApplyState(StrEnum):
    """How an apply run ended."""

    APPLIED = "applied"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyOutcome:
    """What applying a company's configuration did: names of files and endpoints that changed."""

    revision: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyRunSummary:
    """One apply run of a company. `last_good` names the revision that is live when this one failed."""

    id: int
    company: UUID
    started: datetime
    state: ApplyState
    revision: str
    last_good: str
    changed: tuple[str, ...]
    fault: str
