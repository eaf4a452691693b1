"""The port by which a company's configuration reaches this node's engine."""

import asyncio
import hashlib
from uuid import UUID

from django.conf import settings

from cordboard.deployment.errors import ConfigurationRefused
from cordboard.deployment.types import ApplyOutcome
from cordboard.engine.ami import ManagerConnection
from cordboard.engine.apply.endpoints import endpoints_project, projection_announce
from cordboard.engine.names import MANAGER_USER
from cordboard.engine.specs import CompanySpec
from cordboard.processes.projection import company_spec


def engine_apply(company: UUID) -> ApplyOutcome:
    """The engine runs what the company's data says. Raises ConfigurationRefused, and OSError while the engine is away."""
    spec = company_spec(company)
    return asyncio.run(_apply(spec))


async def _apply(spec: CompanySpec) -> ApplyOutcome:
    configuration = settings.CORDBOARD
    async with ManagerConnection(
        port=configuration.ami_port, user=MANAGER_USER, secret=settings.CORDBOARD_SECRETS.ami_password
    ) as manager:
        change = endpoints_project(
            file=configuration.data / "asterisk" / "endpoints.sqlite3", company=spec.key, endpoints=spec.endpoints
        )
        await projection_announce(manager=manager, change=change)
    return ApplyOutcome(revision=revision_of(spec), changed=change.all)


def revision_of(spec: CompanySpec) -> str:
    """A name for exactly this configuration."""
    return hashlib.sha256(repr(spec).encode()).hexdigest()[:12]


__all__ = ["ConfigurationRefused", "engine_apply", "revision_of"]
