"""A company's limits of calls with the outside, counted by a real engine. Source: catalogue SCO-64 to SCO-66.

There are no trunks yet, so phones stand in for them: what they dial counts as a call that came in, or would go out.
"""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cordboard.calls.flows import call_admitted
from cordboard.calls.types import CallLimits, CompanySnapshot, Direction, Directory
from cordboard.engine.agi import AgiServer
from cordboard.engine.call import Call
from cordboard.engine.names import CALLS_BEAT
from cordboard.engine.records import record_line_parse
from cordboard.numbering.types import Destination
from kit.call_server import CallServer, running_call_server
from kit.calling import trunks
from kit.engine import RunningEngine, running_engine
from kit.exchange import EXTENSIONS, snapshot_of
from kit.lines import PlacedCompany, company_place
from kit.raw_sip import Callee, RawPhone, SipMessage

pytestmark = pytest.mark.engine

NUMBER = "+442079460001"
IN, OUT = "1", "2"
DIRECTIONS = {IN: Direction.INCOMING, OUT: Direction.OUTGOING}
PASSED, REFUSED = 200, 503
PATIENT_S = 20.0  # whoever is refused is told so by a voice first
ALWAYS = 9_999_999_999  # a beat that is never stale


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(Path(tmp_path_factory.mktemp("engine"))) as running:
        yield running


def limited(tenant: PlacedCompany, **limits: int) -> CompanySnapshot:
    """The company with these limits. Its direct number rings Carol."""
    lines = trunks(*(tenant.endpoint(one) for one in EXTENSIONS))
    numbers = {NUMBER: Destination("person", "carol")}
    return replace(snapshot_of(tenant), limits=CallLimits(**limits), numbers=numbers, parts=(lines,))


@contextlib.contextmanager
def phones_of(tenant: PlacedCompany, *extensions: str) -> Iterator[list[RawPhone]]:
    """Registered phones that wait patiently for an answer."""
    with contextlib.ExitStack() as exits:
        phones = [
            exits.enter_context(
                RawPhone(
                    server=tenant.engine.sip_port, user=tenant.endpoint(one), password=tenant.passwords[one]
                )
            )
            for one in extensions
        ]
        for phone in phones:
            assert phone.register().status == 200
            phone.wire.settimeout(PATIENT_S)
        yield phones


@pytest.mark.parametrize(
    ("limits", "dialled"),
    [
        ({"incoming": 1}, [(IN, PASSED), (IN, REFUSED), (OUT, PASSED)]),
        ({"outgoing": 1}, [(OUT, PASSED), (OUT, REFUSED), (IN, PASSED)]),
        ({"combined": 2}, [(IN, PASSED), (OUT, PASSED), (IN, REFUSED)]),
        ({"combined": 2}, [(IN, PASSED), (IN, PASSED), (OUT, REFUSED)]),
    ],
)
async def test_a_call_beyond_a_limit_is_refused_and_another_companys_is_not(
    engine: RunningEngine, limits: dict[str, int], dialled: list[tuple[str, int]]
) -> None:
    tenant, other = (company_place(engine, extensions=EXTENSIONS) for _ in range(2))
    known = (
        Directory().replaced(limited(tenant, **limits)).replaced(replace(limited(other, **limits), id="2"))
    )

    async def flow(call: Call) -> None:
        company = known.company_of_endpoint(call.endpoint)
        assert company
        if await call_admitted(call, company, DIRECTIONS[call.dialled]):
            await call.answer()
            await call.echo()

    engine.cli(f"dialplan set global {CALLS_BEAT} {ALWAYS}")
    async with AgiServer(scripts={"call": flow}, port=engine.configuration.fastagi_port):
        await asyncio.to_thread(call_one_by_one, tenant, other, dialled)
    engine.cli(f"dialplan set global {CALLS_BEAT} 0")
    engine.wait_until_quiet()


def call_one_by_one(tenant: PlacedCompany, other: PlacedCompany, dialled: list[tuple[str, int]]) -> None:
    """Each call went as expected while the earlier ones last, and afterwards there was room again."""
    first, _ = dialled[0]
    with phones_of(tenant, *EXTENSIONS) as phones, phones_of(other, "101") as [stranger]:
        calls = [
            (phone, phone.invite(number), status)
            for phone, (number, status) in zip(phones, dialled, strict=False)
        ]
        assert [answer.status for _, answer, _ in calls] == [status for _, _, status in calls]
        calls.append((stranger, passed(stranger.invite(first)), PASSED))
        for phone, answer, status in calls:
            if status == PASSED:
                phone.hang_up(answer)
        tenant.engine.wait_until_quiet()
        phones[0].hang_up(passed(phones[0].invite(first)))


def test_calls_count_on_though_the_call_server_was_killed_and_are_forgotten_when_they_end(
    engine: RunningEngine,
) -> None:
    tenant = company_place(engine, extensions=EXTENSIONS)
    engine.cli(f"dialplan set global CALLS agi://127.0.0.1:{engine.configuration.fastagi_port}/incoming")
    with (
        running_call_server(engine, limited(tenant, incoming=1)) as server,
        phones_of(tenant, "101", "102", "103") as [first, second, carol],
        Callee(carol),
    ):
        talk = passed(first.invite(NUMBER))
        assert second.invite(NUMBER).status == REFUSED
        server.kill()
        server.start()
        assert second.invite(NUMBER).status == REFUSED
        assert record_line_parse(engine.records()[-1].encode()).rule == "limit of incoming calls"
        first.hang_up(talk)
        engine.wait_until_quiet()
        second.hang_up(passed(second.invite(NUMBER)))
        engine.wait_until_quiet()
        hold_and_kill(server, first, second)
        engine.wait_until_quiet()


def hold_and_kill(server: CallServer, first: RawPhone, second: RawPhone) -> None:
    """A call that ended while no call server ran counts no more."""
    talk = passed(first.invite(NUMBER))
    server.kill()
    first.hang_up(talk)
    server.start()
    server.engine.wait_until_quiet()
    second.hang_up(passed(second.invite(NUMBER)))


def passed(answer: SipMessage) -> SipMessage:
    """The answer, known to be a conversation."""
    assert answer.status == PASSED, answer.text
    return answer
