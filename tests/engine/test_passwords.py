"""Which password opens what: a phone's own registers it, by either algorithm, until its owner is deleted; what opens
the portal opens no line."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest

from cordboard.devices.asterisk import Line, endpoints_for_company
from cordboard.devices.services import device_account_reissue
from cordboard.engine.apply.endpoints import endpoints_project
from cordboard.engine.specs import EndpointSpec
from cordboard.journal.types import SYSTEM
from cordboard.people.services import people_remove
from cordboard.processes.projection import company_spec
from kit.companies import PASSWORD, Side, password_give, side_make
from kit.engine import RunningEngine, running_engine
from kit.raw_sip import RawPhone
from kit.served import serve

pytestmark = pytest.mark.engine

ALGORITHMS = ("MD5", "SHA-256")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(Path(tmp_path_factory.mktemp("engine"))) as running:
        yield running


@pytest.fixture
def side(engine: RunningEngine, db: None) -> Iterator[Side]:
    """A company whose phones the engine knows; all its people have the same password for the portal."""
    side = side_make("Aurora", did="+442079460001")
    for equipped in (side.admin, side.user):
        password_give(equipped.person)
    endpoints_project(file=engine.endpoints_file, company=side.company.key, endpoints=endpoints_of(side))
    yield side
    endpoints_project(file=engine.endpoints_file, company=side.company.key, endpoints=())


def endpoints_of(side: Side) -> tuple[EndpointSpec, ...]:
    """The company's devices, as the engine is told of them."""
    lines = {
        one.person.id: Line(name="Someone", extension=one.extension.number, language="en")
        for one in (side.admin, side.user)
    }
    return endpoints_for_company(company=side.company.id, key=side.company.key, lines=lines)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_password_for_the_portal_registers_no_phone(
    engine: RunningEngine, side: Side, algorithm: str
) -> None:
    equipped = side.user
    for user in (equipped.device.key, quote(equipped.person.email, safe=""), equipped.extension.number):
        with RawPhone(server=engine.sip_port, user=user, password=PASSWORD, algorithm=algorithm) as phone:
            assert phone.register().status == 401
            assert phone.invite("76").status == 401
    assert equipped.device.key not in engine.cli("pjsip list contacts")


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_phones_own_password_registers_it_and_calls(
    engine: RunningEngine, side: Side, algorithm: str
) -> None:
    caller, called = (phone(engine, side, one.device.id, algorithm) for one in (side.admin, side.user))
    with caller, called:
        assert (caller.register().status, called.register().status) == (200, 200)
        answer = caller.invite("76")
        assert answer.status == 200
        caller.hang_up(answer)
    engine.wait_until_quiet()


def test_the_phone_of_a_deleted_user_registers_and_calls_no_more(engine: RunningEngine, side: Side) -> None:
    """USR-75 and USR-77: what is deleted in the portal is unknown to the engine once it was told."""
    company = side.company.id
    with phone(engine, side, side.user.device.id, "SHA-256") as deleted:
        asyncio.run(serve(engine, company_spec(company)))
        assert deleted.register().status == 200
        people_remove(actor=SYSTEM, company=company, people=[side.user.person.id])
        asyncio.run(serve(engine, company_spec(company)))
        assert deleted.register().status == 401
        assert deleted.invite("76").status == 401


def phone(engine: RunningEngine, side: Side, device: UUID, algorithm: str) -> RawPhone:
    """A phone with the account that was shown for this device, which knows one algorithm only."""
    account = device_account_reissue(actor=SYSTEM, company=side.company.id, device=device)
    endpoints_project(file=engine.endpoints_file, company=side.company.key, endpoints=endpoints_of(side))
    engine.cli("sorcery memory cache expire res_pjsip/auth")
    return RawPhone(server=engine.sip_port, user=account.user, password=account.password, algorithm=algorithm)
