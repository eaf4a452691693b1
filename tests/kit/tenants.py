"""Companies for tests below the portal."""

from cordboard.journal.types import SYSTEM
from cordboard.tenancy.selectors import resellers_list
from cordboard.tenancy.services import company_create, reseller_create
from cordboard.tenancy.types import CompanySummary, Language


def company_make(name: str = "one", *, language: Language = Language.ENGLISH) -> CompanySummary:
    """A company under the one test reseller."""
    reseller = next(iter(resellers_list()), None) or reseller_create(actor=SYSTEM, name="North")
    return company_create(
        actor=SYSTEM,
        reseller=reseller.id,
        name=name,
        sip_domain=f"{name.lower()}.example.com",
        language=language,
        country="GB",
        time_zone="Europe/London",
    )
