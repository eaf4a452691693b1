"""Calls with the outside on the simulator: found by direct number, held to the company's limits."""

import asyncio

import pytest

from cordboard.calls.types import CallLimits, Directory
from cordboard.engine.call import HangupCause
from cordboard.engine.simulator import SimulatedCall, SimulatedEngine
from kit.calling import BOB, CAROL, DID, TRUNK, acts, company, directory, pins, told
from kit.scenarios import UP

__all__ = ["pins"]
pytestmark = [pytest.mark.flow, pytest.mark.usefixtures("pins")]


@pytest.mark.parametrize("dialled", ["+442079460001", "00442079460001", "442079460001"])
async def test_an_outside_call_reaches_the_person_behind_a_direct_number(dialled: str) -> None:
    engine = SimulatedEngine(phones={BOB: UP})
    call = await told(
        dialled, endpoint=TRUNK, engine=engine, arriving=True, presented=("Ann", "+33123456789")
    )

    assert call.record["direction"] == "incoming"
    assert call.record["rule"] == "direct number"
    assert "talk" in acts(call)
    assert call.record["callee"] == "bob"


@pytest.mark.parametrize("dialled", ["+442079460002", "102", "", "76"])
async def test_an_outside_call_for_no_direct_number_is_refused(dialled: str) -> None:
    call = await told(dialled, endpoint=TRUNK, arriving=True)

    assert call.record["rule"] == "number unknown"
    assert call.cause is HangupCause.UNALLOCATED


LIMITS = {
    "incoming": (CallLimits(incoming=1), "limit of incoming calls"),
    "combined": (CallLimits(combined=1, incoming=5), "limit of combined calls"),
}


@pytest.mark.parametrize(("limits", "rule"), LIMITS.values(), ids=LIMITS)
async def test_a_company_at_its_limit_refuses_the_next_outside_call(limits: CallLimits, rule: str) -> None:
    engine = SimulatedEngine(phones={BOB: UP})
    companies = directory(company(limits=limits))
    first = asyncio.create_task(arriving(engine, companies))
    await asyncio.sleep(1)
    second = await arriving(engine, companies)
    await first
    third = await arriving(engine, companies)

    assert second.record["rule"] == rule
    assert second.record["outcome"] == "refused"
    assert second.cause is HangupCause.CONGESTION
    assert acts(second) == ("play_early", "hangup")
    assert "talk" in acts(third)


async def test_internal_calls_are_not_counted() -> None:
    engine = SimulatedEngine(phones={BOB: UP, CAROL: UP})
    companies = directory(company(limits=CallLimits(incoming=0, outgoing=0, combined=0)))
    call = await told("102", engine=engine, companies=companies)

    assert "talk" in acts(call)
    assert engine.counts == {}


async def arriving(engine: SimulatedEngine, companies: Directory) -> SimulatedCall:
    """One outside call for Bob."""
    return await told(DID, endpoint=TRUNK, engine=engine, companies=companies, arriving=True)
