"""Who acts, and what an entry says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts: a person by id, possibly on behalf of another (WDX-91, USR-27), or the system itself."""

    person: str | None = None
    name: str = "system"
    on_behalf_of: str | None = None
    on_behalf_of_name: str = ""
    address: str | None = None  # network address the act came from


SYSTEM = Actor()


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One thing that happened. `kind` is `<room>.<thing>_<past tense>`, e.g. `voicemail.mailbox_created`."""

    id: int
    at: datetime
    kind: str
    company: str | None
    actor: Actor
    subject: str
    facts: Mapping[str, str] = field(default_factory=dict)
