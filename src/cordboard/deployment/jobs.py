"""Background entry points."""

import contextlib
from uuid import UUID

from cordboard.deployment.registry import node_look_get, remover_get
from cordboard.deployment.services import company_apply, drift_record, stranger_record
from cordboard.tenancy.errors import CompanyUnknown
from cordboard.tenancy.selectors import companies_all_keys, companies_for_keys


def apply_company(company: str) -> None:
    """Bring a company's configuration to the engine; nothing when the company was deleted meanwhile."""
    with contextlib.suppress(CompanyUnknown):
        company_apply(company=UUID(company))


def remove_company(key: str) -> None:
    """Take a closed or deleted company off the engine. Raises EngineUnreachable while that is away."""
    if not companies_for_keys(keys=[key]):
        remover_get()(key)


def drift_settle() -> None:
    """Whatever on the node is not as the data says, changed behind our back or missed while we were away, will be put right.

    Each company is read, rendered and compared, some 30 ms for one of 33 phones; only those that drifted are applied.
    """
    look, companies = node_look_get(), companies_for_keys(keys=companies_all_keys())
    for key in look.strangers(companies.keys()):
        stranger_record(key=key)
    for company in companies.values():
        with contextlib.suppress(CompanyUnknown):  # deleted meanwhile
            if differences := look.drift(company):
                drift_record(company=company, differences=differences)
