"""What can go wrong with companies and their limits."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class LimitReached(CordboardError):
    """A company already uses all it may of something."""

    code: ClassVar[str] = "tenancy.limit_reached"
    text: ClassVar[str] = mark(
        "The limit of %(limit)s is reached. Ask your provider for more, or free one first."
    )
    what: str
    limit: int


@dataclass(kw_only=True, eq=False)
class CompanyUnknown(CordboardError):
    """There is no such company for the one who asks."""

    code: ClassVar[str] = "tenancy.company_unknown"
    text: ClassVar[str] = mark("There is no such company.")


@dataclass(kw_only=True, eq=False)
class ResellerUnknown(CordboardError):
    """There is no such reseller for the one who asks."""

    code: ClassVar[str] = "tenancy.reseller_unknown"
    text: ClassVar[str] = mark("There is no such reseller.")


@dataclass(kw_only=True, eq=False)
class ResellerInUse(CordboardError):
    """A reseller has companies still: they would be left without a provider."""

    code: ClassVar[str] = "tenancy.reseller_in_use"
    text: ClassVar[str] = mark("This reseller still has companies. Delete them first.")


@dataclass(kw_only=True, eq=False)
class ResellerEmptying(CordboardError):
    """A reseller's last companies were closed and still hold something."""

    code: ClassVar[str] = "tenancy.reseller_emptying"
    text: ClassVar[str] = mark("Companies of this reseller are still being deleted. Try again in a minute.")


@dataclass(kw_only=True, eq=False)
class ContactUnknown(CordboardError):
    """There is no such contact in this company."""

    code: ClassVar[str] = "tenancy.contact_unknown"
    text: ClassVar[str] = mark("There is no such contact.")


@dataclass(kw_only=True, eq=False)
class SipDomainTaken(CordboardError):
    """SIP domains are unique over all companies."""

    code: ClassVar[str] = "tenancy.sip_domain_taken"
    text: ClassVar[str] = mark("The SIP domain %(domain)s is already used. Choose another one.")
    domain: str


@dataclass(kw_only=True, eq=False)
class FieldInvalid(CordboardError):
    """A single field does not hold what it should."""

    code: ClassVar[str] = "tenancy.field_invalid"
    text: ClassVar[str] = mark("%(reason)s")
    field: str
    reason: str  # a marked text of its own, which may hold %(most)s
    most: int = 0

    def __str__(self) -> str:
        return f"{self.code}: {self.field}: {self.reason % self.values()}"
