"""The port by which a company's configuration reaches this node's engine."""

import asyncio
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from cordboard.deployment.errors import ConfigurationRefused
from cordboard.deployment.types import ApplyOutcome
from cordboard.engine.ami import ManagerConnection
from cordboard.engine.apply.alone import company_alone
from cordboard.engine.apply.company import ApplyFailed, ApplyResult, company_apply
from cordboard.engine.apply.drift import drift_find, strangers_find
from cordboard.engine.names import MANAGER_USER, CompanyKey
from cordboard.engine.specs import CompanySpec
from cordboard.processes.projection import company_spec
from cordboard.tenancy.selectors import company_get

PATIENCE = timedelta(seconds=60)  # reading the whole dialplan anew takes 10 s on a full node


def engine_apply(company: UUID) -> ApplyOutcome:
    """The engine runs what the company's data says. Raises ConfigurationRefused; EngineUnreachable while it is away."""
    key = CompanyKey(company_get(company=company).key)
    with company_alone(configuration=settings.CORDBOARD, company=key):
        return _outcome(company_spec(company))


def engine_remove(key: str) -> None:
    """The engine holds nothing of a company any more; its calls go on. Raises ConfigurationRefused, EngineUnreachable."""
    company = CompanyKey(key)
    with company_alone(configuration=settings.CORDBOARD, company=company):
        _outcome(CompanySpec(key=company))


def engine_drift(company: UUID) -> tuple[str, ...]:
    """What on this node is not as the company's data says. Waits for an apply of the company to end."""
    key = CompanyKey(company_get(company=company).key)
    with company_alone(configuration=settings.CORDBOARD, company=key):
        found = drift_find(configuration=settings.CORDBOARD, spec=company_spec(company))
    return tuple(f"{one.name} ({one.deviation})" for one in found)


def engine_strangers(known: Collection[str]) -> tuple[str, ...]:
    """Keys of companies that lie on this node beside these."""
    return strangers_find(configuration=settings.CORDBOARD, known=known)


def _outcome(spec: CompanySpec) -> ApplyOutcome:
    try:
        result = asyncio.run(_apply(spec))
    except ApplyFailed as fault:
        raise ConfigurationRefused(revision=fault.revision, reason=fault.fault) from fault
    return ApplyOutcome(revision=result.revision, changed=result.changed)


async def _apply(spec: CompanySpec) -> ApplyResult:
    async with ManagerConnection(
        port=settings.CORDBOARD.ami_port,
        user=MANAGER_USER,
        secret=settings.CORDBOARD_SECRETS.ami_password,
        deadline=PATIENCE,
    ) as manager:
        return await company_apply(configuration=settings.CORDBOARD, manager=manager, spec=spec)
