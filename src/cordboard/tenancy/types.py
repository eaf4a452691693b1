"""What a company is, seen from outside the room."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class CompanyKind(StrEnum):
    """Source: catalogue USR-01 (private: employees share a directory), USR-02 (public: subscribers share nothing)."""

    PRIVATE = "private"
    PUBLIC = "public"


class Language(StrEnum):
    """Languages of pages and mail; prompts exist for en, fr and es (SCO-69)."""

    ENGLISH = "en"
    FRENCH = "fr"
    SPANISH = "es"
    NORWEGIAN = "nb"

    @property
    def prompts(self) -> str:
        """The language spoken on the phone: Norwegian has no prompt package, so English is spoken."""
        return "en" if self is Language.NORWEGIAN else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyLimits:
    """How much a company may use; None is no limit. Source: catalogue SCO-64 to SCO-68."""

    incoming_calls: int | None = None
    outgoing_calls: int | None = None
    combined_calls: int | None = None
    extensions: int | None = None
    incoming_lines: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanySummary:
    """A company as other rooms and pages see it."""

    id: UUID
    key: str
    name: str
    kind: CompanyKind
    account_number: int
    language: Language
    country: str
    time_zone: str
    sip_domain: str
    reseller: UUID
    reseller_name: str
    limits: CompanyLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class ResellerSummary:
    """A reseller (VAR) with the number of its companies."""

    id: UUID
    name: str
    companies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSummary:
    """Someone at the customer's whom the provider talks to. Source: catalogue WDX-16."""

    id: int
    name: str
    email: str
    phone: str
