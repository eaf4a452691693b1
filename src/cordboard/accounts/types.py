"""Roles and people as other rooms see them."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from cordboard.base.errors import mark


class Role(StrEnum):
    """What a person may do, highest first. Source: catalogue WDX-20, WDX-91, VCM-25."""

    SUPER_ADMIN = "super_admin"  # one, made at the first start
    PLATFORM_ADMIN = "platform_admin"
    RESELLER_ADMIN = "reseller_admin"
    COMPANY_ADMIN = "company_admin"
    USER = "user"
    API_CLIENT = "api_client"

    @property
    def rank(self) -> int:
        """Higher commands lower; an API client commands nobody."""
        return len(Role) - list(Role).index(self)


ROLE_NAMES = {
    Role.SUPER_ADMIN: mark("Super administrator"),
    Role.PLATFORM_ADMIN: mark("Platform administrator"),
    Role.RESELLER_ADMIN: mark("Reseller administrator"),
    Role.COMPANY_ADMIN: mark("Company administrator"),
    Role.USER: mark("User"),
    Role.API_CLIENT: mark("API client"),
}

PLATFORM_ROLES = frozenset({Role.SUPER_ADMIN, Role.PLATFORM_ADMIN})
COMPANY_ROLES = frozenset({Role.COMPANY_ADMIN, Role.USER, Role.API_CLIENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSummary:
    """A person as other rooms and pages see them."""

    id: UUID
    user_number: int  # unique over all companies. Source: catalogue USR-08
    first_name: str
    last_name: str
    email: str
    language: str
    role: Role
    company: UUID | None
    reseller: UUID | None
    active: bool
    has_password: bool

    @property
    def name(self) -> str:
        """First and last name. Source: catalogue USR-09."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def has_address(self) -> bool:
        """Whether mail can reach them: the first administrator has none until they give one (RFC 2606: .invalid)."""
        return not self.email.endswith(".invalid")
