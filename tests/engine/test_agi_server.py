"""The FastAGI server: one task a call, deaf to garbage, patient with nobody, nothing left behind."""

import asyncio
import contextlib
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordboard.engine.agi import AgiServer
from cordboard.engine.call import Call, CallEnded, DialOutcome
from kit.agi import REQUEST, answers, conversation, played_engine, serving

pytestmark = pytest.mark.pure


async def test_a_flow_that_fails_leaves_the_call_to_the_engines_own_plan(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def flow(call: Call) -> None:
        raise ValueError("a fault of ours")

    heard = await conversation(flow, answers({}))

    assert heard == []
    assert "a call flow failed" in caplog.text


async def test_an_application_that_is_not_there_is_a_fault_and_not_the_callers_leaving(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard = await conversation(lambda call: call.echo(), answers({"Echo": "200 result=-2"}))

    assert heard == ['EXEC "Echo" ""']
    assert "has no application Echo" in caplog.text


GARBAGE = {
    "nothing": b"",
    "another protocol": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "half a line": b"agi_network: ye",
    "half an opening": b"agi_network: yes\nagi_channel: x\n",
    "a line without end": b"agi_network: " + b"x" * 1_000_000,
    "an opening without end": b"".join(b"agi_arg_%d: x\n" % n for n in range(100_000)),
    "bytes": bytes(range(256)) * 100,
    "blank lines": b"\n" * 1000,
}


async def garbage(server: AgiServer, said: bytes) -> None:
    """An engine that says that, and goes."""
    async with played_engine(server) as engine:
        engine.say(said)
        with contextlib.suppress(ConnectionError):
            engine.writer.write_eof()
            await engine.reader.read()


@pytest.mark.parametrize("said", GARBAGE.values(), ids=GARBAGE)
async def test_garbage_is_closed_and_the_next_call_works(said: bytes) -> None:
    async with serving(lambda call: call.play("hello-world")) as server:
        await garbage(server, said)
        async with played_engine(server) as engine:
            engine.open()
            assert await engine.command() == 'EXEC "Playback" "hello-world"'
            engine.say("200 result=0\n")
            assert await engine.command() == 'EXEC "Hangup" "16"'


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400))
async def test_no_opening_disturbs_the_server(said: bytes) -> None:
    async with serving(lambda call: call.answer()) as server:
        await garbage(server, said)


@pytest.mark.parametrize("said", ["what?\n", "200 res", "520-Usage\n" + "x\n" * 1000, "x" * 100_000, "\n"])
async def test_an_answer_without_sense_ends_our_part(said: str) -> None:
    ended = asyncio.Event()

    async def flow(call: Call) -> None:
        try:
            await call.answer()
        except CallEnded:
            ended.set()

    async with serving(flow) as server, played_engine(server) as engine:
        engine.open()
        await engine.command()
        engine.say(said)
        engine.writer.write_eof()
        async with asyncio.timeout(5):
            await ended.wait()


async def test_an_explanation_of_usage_is_one_answer() -> None:
    async def flow(call: Call) -> None:
        await call.answer()
        await call.play("hello-world")

    usage = "520-Invalid command syntax.  Proper usage follows:\nUsage: EXEC\n\n520 End of proper usage."
    assert (await conversation(flow, answers({"Answer": usage})))[1] == 'EXEC "Playback" "hello-world"'


async def test_an_engine_that_does_not_answer_is_not_waited_for() -> None:
    outcomes: list[DialOutcome] = []

    async def flow(call: Call) -> None:
        outcomes.append(await call.dial(REQUEST))

    async with serving(flow, deadline=timedelta(milliseconds=20)) as server, played_engine(server) as engine:
        engine.open()
        await engine.command()
        assert await engine.command() == ""

    assert outcomes == [DialOutcome.CANCELLED]


async def test_an_act_given_up_half_way_ends_the_conversation() -> None:
    after: list[str] = []

    async def flow(call: Call) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.02):
                await call.play("hello-world")
        try:
            await call.answer()
        except CallEnded:
            after.append("ended")

    async with serving(flow) as server, played_engine(server) as engine:
        engine.open()
        await engine.command()
        assert await engine.command() == ""

    assert after == ["ended"]


async def test_a_call_beyond_the_agreed_number_is_refused_as_congestion() -> None:
    release = asyncio.Event()

    async def flow(call: Call) -> None:
        await release.wait()

    async with serving(flow, most=2) as server, contextlib.AsyncExitStack() as exits:
        engines = [await exits.enter_async_context(played_engine(server)) for _ in range(3)]
        for engine in engines:
            engine.open()
        assert await engines[2].command() == 'EXEC "MSet" "CDR(facts)=cause=34"'
        engines[2].say("200 result=0\n")
        assert await engines[2].command() == 'EXEC "Hangup" "34"'
        engines[2].say("200 result=-1\n")
        assert await engines[2].command() == ""
        assert server.refused == 1
        release.set()
        assert await engines[0].command() == 'EXEC "Hangup" "16"'


async def test_draining_lets_short_calls_end_and_leaves_the_others_to_the_engine() -> None:
    async def flow(call: Call) -> None:
        await call.play("hello-world")

    async with serving(flow) as server, played_engine(server) as short, played_engine(server) as long:
        for engine in (short, long):
            engine.open()
            await engine.command()
        draining = asyncio.create_task(server.drain(timedelta(milliseconds=200)))
        short.say("200 result=0\n")
        assert await short.command() == 'EXEC "Hangup" "16"'
        short.say("200 result=-1\n")
        assert await long.command() == ""
        await draining


async def test_an_unknown_script_is_left_to_the_engines_own_plan() -> None:
    async with serving(lambda call: call.answer()) as server, played_engine(server) as engine:
        engine.open(network_script="other")
        assert await engine.command() == ""
