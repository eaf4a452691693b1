"""Numbers and what they lead to."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a call can go: a kind that some room registered, and an id only that room understands."""

    kind: str
    id: str


class FeatureFunction(StrEnum):
    """What a feature code does. Codes are a company's own; see `numbering.rules.DEFAULT_CODES`."""

    ECHO_TEST = "echo_test"
    VOICEMAIL = "voicemail"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionSummary:
    """An extension and where it leads."""

    id: int
    number: str
    person: UUID | None
    destination: Destination
    ring_time: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class DidSummary:
    """A direct number; `company` is None while it lies in the free pool, `destination` while it leads nowhere."""

    id: int
    number: str  # E.164 with +
    company: UUID | None
    company_name: str
    destination: Destination | None
