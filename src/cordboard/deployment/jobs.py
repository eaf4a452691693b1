"""Background entry points."""

from uuid import UUID

from cordboard.deployment.services import company_apply


def apply_company(company: str) -> None:
    """Bring a company's configuration to the engine."""
    company_apply(company=UUID(company))
