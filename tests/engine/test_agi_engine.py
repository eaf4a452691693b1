"""The AGI body on a real channel, where no flow of ours goes yet: counting calls, and many at once."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cordboard.engine.agi import AgiServer, Script
from cordboard.engine.call import Call, HangupCause
from cordboard.engine.names import CALLS_BEAT
from cordboard.engine.records import record_line_parse
from kit.engine import RunningEngine, running_engine
from kit.lines import PlacedCompany, company_place
from kit.raw_sip import RawPhone

pytestmark = pytest.mark.engine

ALWAYS = 9_999_999_999  # a beat that is never stale


@contextlib.asynccontextmanager
async def deciding(engine: RunningEngine, flow: Script) -> AsyncIterator[AgiServer]:
    """The engine's calls are decided by `flow`."""
    engine.cli(f"dialplan set global {CALLS_BEAT} {ALWAYS}")
    async with AgiServer(scripts={"call": flow}, port=engine.configuration.fastagi_port) as server:
        yield server
        async with asyncio.timeout(10):
            while server.calls:  # noqa: ASYNC110  # nobody announces it
                await asyncio.sleep(0.02)


def raw_phone(tenant: PlacedCompany, extension: str) -> RawPhone:
    """A phone of that extension."""
    return RawPhone(
        server=tenant.engine.sip_port, user=tenant.endpoint(extension), password=tenant.passwords[extension]
    )


async def status_of(tenant: PlacedCompany, extension: str, number: str) -> int:
    """How a call to `number` is refused."""
    with raw_phone(tenant, extension) as phone:
        return (await asyncio.to_thread(phone.invite, number)).status


async def test_calls_are_counted_in_the_engine_until_they_end(tmp_path: Path) -> None:
    full: list[str | None] = []
    go = asyncio.Event()

    async def flow(call: Call) -> None:
        name = await call.count_in("tacompanyaaaaaaaa", {"incoming": 2, "combined": None})
        full.append(name)
        if name is None:
            await go.wait()
        await call.hangup(HangupCause.CONGESTION if name else HangupCause.USER_BUSY)

    with running_engine(tmp_path) as engine:
        tenant = company_place(engine, extensions=("101", "102", "103"))
        async with deciding(engine, flow):
            held = [asyncio.create_task(status_of(tenant, one, "900")) for one in ("101", "102")]
            async with asyncio.timeout(10):
                while len(full) < 2:  # noqa: ASYNC110  # nobody announces it
                    await asyncio.sleep(0.02)
            assert await status_of(tenant, "103", "900") == 503
            go.set()
            assert await asyncio.gather(*held) == [486, 486]
            assert await status_of(tenant, "103", "900") == 486

    assert full == [None, None, "incoming", None]


async def test_many_calls_at_once_each_get_their_own_answer_and_leave_nothing(tmp_path: Path) -> None:
    causes = {
        "1": (HangupCause.UNALLOCATED, 404),
        "2": (HangupCause.USER_BUSY, 486),
        "3": (HangupCause.CONGESTION, 503),
    }

    async def flow(call: Call) -> None:
        await call.note(company="t", outcome=call.dialled, rule="x" * 300)
        await call.hangup(causes[call.dialled[0]][0])

    with running_engine(tmp_path) as engine:
        tenant = company_place(engine, extensions=("101", "102"))
        async with deciding(engine, flow) as server:
            dialled = [f"{1 + number % 3}{number:02}" for number in range(60)]
            calls = (status_of(tenant, ("101", "102")[number[0] == "1"], number) for number in dialled)
            statuses = await asyncio.gather(*calls)

        assert statuses == [causes[number[0]][1] for number in dialled]
        assert server.answered == 60
        assert engine.channels() == ()
        outcomes = [record_line_parse(line.encode()).outcome for line in engine.records()]
        assert sorted(outcomes) == sorted(dialled)
