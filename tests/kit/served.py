"""Companies on a running engine by the very act that serves them, and raw phones of theirs."""

import contextlib
from collections.abc import AsyncIterator

from cordboard.engine.ami import ManagerConnection
from cordboard.engine.apply.company import ApplyResult, company_apply
from cordboard.engine.names import MANAGER_USER
from cordboard.engine.specs import CompanySpec, EndpointSpec
from kit.engine import RunningEngine
from kit.raw_sip import RawPhone
from kit.specs import password_of


@contextlib.asynccontextmanager
async def engine_manager(engine: RunningEngine) -> AsyncIterator[ManagerConnection]:
    """A connection to the engine's manager interface."""
    async with ManagerConnection(
        port=engine.ami_port, user=MANAGER_USER, secret=engine.secrets.ami_password
    ) as manager:
        await manager.ready()
        yield manager


async def serve(engine: RunningEngine, *specs: CompanySpec) -> list[ApplyResult]:
    """The engine serves these companies."""
    async with engine_manager(engine) as manager:
        return [
            await company_apply(configuration=engine.configuration, manager=manager, spec=spec)
            for spec in specs
        ]


def phone_of(engine: RunningEngine, endpoint: EndpointSpec, *, algorithm: str = "MD5") -> RawPhone:
    """A phone with the endpoint's account, not registered yet."""
    return RawPhone(
        server=engine.sip_port, user=endpoint.key, password=password_of(endpoint.key), algorithm=algorithm
    )


def registered(engine: RunningEngine, endpoint: EndpointSpec) -> RawPhone:
    """A phone that is registered."""
    phone = phone_of(engine, endpoint)
    answer = phone.register()
    assert answer.status == 200, answer.text
    return phone
