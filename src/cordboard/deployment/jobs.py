"""Background entry points."""

import contextlib
import logging
from uuid import UUID

from cordboard.deployment.errors import ConfigurationRefused
from cordboard.deployment.registry import remover_get
from cordboard.deployment.services import company_apply
from cordboard.deployment.types import ApplyState
from cordboard.tenancy.errors import CompanyUnknown
from cordboard.tenancy.selectors import companies_all_keys, companies_for_keys

log = logging.getLogger(__name__)


def apply_company(company: str) -> None:
    """Bring a company's configuration to the engine; nothing when the company was deleted meanwhile."""
    with contextlib.suppress(CompanyUnknown):
        company_apply(company=UUID(company))


def remove_company(key: str) -> None:
    """Take a deleted company off the engine. Raises EngineUnreachable while that is away."""
    if not companies_for_keys(keys=[key]):
        remover_get()(key)


def drift_settle() -> None:
    """Bring every company to the engine: whatever was changed behind our back, or missed while we were away, is put right."""
    for company in companies_for_keys(keys=companies_all_keys()).values():
        with contextlib.suppress(ConfigurationRefused):  # on record, and an alarm; the others go on
            if company_apply(company=company) is ApplyState.APPLIED:
                log.warning("company %s had drifted from its data and was put right", company)
