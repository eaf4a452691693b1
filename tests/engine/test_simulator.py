"""The clock that jumps, and the world that answers like the real one."""

import asyncio
import time
from datetime import timedelta

import pytest

from cordboard.engine.call import CallEnded, DialOutcome, DialRequest, HangupCause
from cordboard.engine.simulator import CallerScript, SimulatedCall, SimulatedEngine, SimulatedPhone, simulated
from kit.clock import seconds_passed

pytestmark = pytest.mark.flow


async def test_a_day_passes_at_once_and_exactly() -> None:
    before = time.monotonic()
    await asyncio.sleep(86_400)

    assert seconds_passed() == 86_400
    assert time.monotonic() - before < 1


async def test_timers_ring_in_order_and_deadlines_hold() -> None:
    rung: list[str] = []

    async def ring(name: str, after: float) -> None:
        await asyncio.sleep(after)
        rung.append(name)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3):
            await asyncio.gather(ring("second", 2), ring("first", 1), ring("never", 5))

    assert rung == ["first", "second"]
    assert seconds_passed() == 3


def test_a_story_that_waits_for_nothing_fails_instead_of_waiting_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cordboard.engine.simulator.clock.DEADLOCK_AFTER", 0.05)

    async def stuck() -> None:
        await asyncio.get_running_loop().create_future()

    with pytest.raises(RuntimeError, match="would wait for ever"):
        simulated(stuck())


def test_a_story_told_returns_its_end() -> None:
    async def story() -> str:
        await asyncio.sleep(60)
        return "end"

    assert simulated(story()) == "end"


PHONES = {
    "one answers": ([SimulatedPhone(answers_after=timedelta(seconds=2))], DialOutcome.ANSWERED),
    "one answers too late": ([SimulatedPhone(answers_after=timedelta(seconds=30))], DialOutcome.NO_ANSWER),
    "one is busy, the other rings": ([SimulatedPhone(busy=True), SimulatedPhone()], DialOutcome.NO_ANSWER),
    "both refuse": ([SimulatedPhone(declines=True), SimulatedPhone(busy=True)], DialOutcome.BUSY),
    "one declines, the other is away": (
        [SimulatedPhone(declines=True), SimulatedPhone(registered=False)], DialOutcome.DECLINED,
    ),
    "nobody is there": ([SimulatedPhone(registered=False)], DialOutcome.UNAVAILABLE),
}  # fmt: skip


@pytest.mark.parametrize(("phones", "outcome"), PHONES.values(), ids=PHONES)
async def test_phones_rung_together(phones: list[SimulatedPhone], outcome: DialOutcome) -> None:
    named = {f"e{number}": phone for number, phone in enumerate(phones)}
    call = SimulatedCall(SimulatedEngine(phones=named), CallerScript(endpoint="e", dialled="1"))
    request = DialRequest(
        endpoints=tuple(named), timeout=timedelta(seconds=20), caller_name="", caller_number=""
    )

    assert await call.dial(request) is outcome


async def test_nothing_can_be_asked_of_a_call_that_is_over() -> None:
    call = SimulatedCall(SimulatedEngine(), CallerScript(endpoint="e", dialled="1"))
    await call.hangup(HangupCause.USER_BUSY)

    with pytest.raises(CallEnded):
        await call.play("hello-world")
    await call.note(outcome="busy")
    await call.hangup()
    assert call.cause is HangupCause.USER_BUSY
