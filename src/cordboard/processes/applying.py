"""The port by which a company's configuration reaches this node's engine."""

import asyncio
from uuid import UUID

from django.conf import settings

from cordboard.deployment.errors import ConfigurationRefused
from cordboard.deployment.types import ApplyOutcome
from cordboard.engine.ami import ManagerConnection
from cordboard.engine.apply.company import ApplyFailed, ApplyResult, company_apply
from cordboard.engine.names import MANAGER_USER
from cordboard.engine.specs import CompanySpec
from cordboard.processes.projection import company_spec


def engine_apply(company: UUID) -> ApplyOutcome:
    """The engine runs what the company's data says. Raises ConfigurationRefused; EngineUnreachable while it is away."""
    try:
        result = asyncio.run(_apply(company_spec(company)))
    except ApplyFailed as fault:
        raise ConfigurationRefused(revision=fault.revision, reason=fault.fault) from fault
    return ApplyOutcome(revision=result.revision, changed=result.changed)


async def _apply(spec: CompanySpec) -> ApplyResult:
    async with ManagerConnection(
        port=settings.CORDBOARD.ami_port, user=MANAGER_USER, secret=settings.CORDBOARD_SECRETS.ami_password
    ) as manager:
        return await company_apply(configuration=settings.CORDBOARD, manager=manager, spec=spec)
