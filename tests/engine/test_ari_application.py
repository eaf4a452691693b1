"""Stasis applications on a real engine: calls in, calls out, too many calls, calls left over, an engine that dies."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from cordboard.engine.ari import Application, Leg, LegEnded, RestAccount, RestConnection
from cordboard.engine.call import HangupCause
from cordboard.engine.errors import EngineRefused, EngineUnreachable
from cordboard.engine.names import REST_USER
from kit.engine import RunningEngine, running_engine
from kit.eventually import eventually
from kit.restart import engine_killed, engine_started

pytestmark = pytest.mark.engine

NAME = "probe"
SOON = timedelta(seconds=5)
DIALPLAN = (
    "dialplan add extension answering,1,Answer() into probe",
    "dialplan add extension answering,2,Wait(60) into probe",
    "dialplan add extension busy,1,Hangup(17) into probe",
    f"dialplan add extension entering,1,Stasis({NAME},one,two) into probe",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(
        tmp_path_factory.mktemp("ari"), allowed=("Failed to find outbound websocket",)
    ) as engine:
        dialplan_add(engine)
        yield engine


def dialplan_add(engine: RunningEngine) -> None:
    for line in DIALPLAN:
        engine.cli(line)


def rest_of(engine: RunningEngine) -> RestConnection:
    account = RestAccount(
        port=engine.configuration.ari_port, user=REST_USER, secret=engine.secrets.ari_password, deadline=SOON
    )
    return RestConnection(account)


async def call_in(rest: RestConnection) -> str:
    """A caller enters the application by the dialplan; the id of his far end."""
    made = await rest.post(
        "channels", endpoint="Local/entering@probe", context="probe", extension="answering", priority=1
    )
    return str(made["id"])


async def nothing_left(rest: RestConnection) -> None:
    async def quiet() -> bool:
        return not await rest.get("channels") and not await rest.get("bridges")

    await eventually(quiet, complaint="channels or bridges are left")


async def channels_count(rest: RestConnection, wanted: int) -> bool:
    return len(await rest.get("channels")) == wanted


async def idle(leg: Leg, arguments: tuple[str, ...]) -> None:
    await leg.over()


async def test_a_call_from_the_dialplan_is_answered_played_to_and_connected(engine: RunningEngine) -> None:
    story: list[object] = []
    done = asyncio.Event()

    async def flow(leg: Leg, arguments: tuple[str, ...]) -> None:
        story.append(arguments)
        await leg.answer()
        await leg.play("sound:beep")
        async with application.leg_create(
            "Local/answering@probe", caller_name="Bo", caller_number="7"
        ) as other:
            await other.dial(within=SOON)
            async with application.bridge(leg, other) as bridge:
                story.append(len((await rest.get("bridges", bridge))["channels"]))
            story.append(other.channel and (other.channel.caller_name, other.channel.caller_number))
        done.set()

    async with rest_of(engine) as rest, Application(rest, name=NAME, flow=flow) as application:
        await application.ready()
        await call_in(rest)
        async with asyncio.timeout(10):
            await done.wait()
        await nothing_left(rest)
    assert story == [("one", "two"), 2, ("Bo", "7")]


async def test_a_far_end_that_refuses_ends_the_waiting_and_leaves_nothing(engine: RunningEngine) -> None:
    async with rest_of(engine) as rest, Application(rest, name=NAME, flow=idle) as application:
        await application.ready()
        with pytest.raises(LegEnded) as ended:
            async with application.leg_create("Local/busy@probe") as leg:
                await leg.dial(within=SOON)
        assert ended.value.cause in {
            HangupCause.USER_BUSY,
            HangupCause.NORMAL_CLEARING,
        }  # Local channels may lose it
        await nothing_left(rest)


async def test_a_fault_in_the_middle_hangs_up_every_leg(engine: RunningEngine) -> None:
    async with rest_of(engine) as rest, Application(rest, name=NAME, flow=idle) as application:
        await application.ready()
        with pytest.raises(EngineRefused, match="404 Bridge not found"):  # noqa: PT012  # the block is what fails
            async with application.leg_create("Local/answering@probe") as leg:
                await leg.dial(within=SOON)
                await rest.get("bridges", "nowhere")
        await nothing_left(rest)


async def test_calls_beyond_the_limit_are_refused_at_once_and_the_others_go_on(engine: RunningEngine) -> None:
    async with rest_of(engine) as rest, Application(rest, name=NAME, flow=idle, most_calls=2) as application:
        await application.ready()
        for _ in range(5):
            await call_in(rest)
        await eventually(lambda: channels_count(rest, 4))
        assert application.calls == 2
    async with rest_of(engine) as rest:
        await nothing_left(rest)  # the application took its calls with it


async def test_channels_that_nobody_holds_are_swept_away(engine: RunningEngine) -> None:
    async with rest_of(engine) as rest:
        address = f"ws://{rest.account.address}/ari/events?app={NAME}"
        headers = {"Authorization": rest.account.authorization}
        async with (
            connect(
                address, additional_headers=headers, proxy=None
            ) as events,  # a process that dies with its call
            asyncio.timeout(10),
        ):
            await call_in(rest)
            while json.loads(await events.recv())["type"] != "StasisStart":
                pass
        assert await channels_count(rest, 2)
        async with Application(rest, name=NAME, flow=idle, sweep=timedelta(seconds=0.2)):
            await nothing_left(rest)


async def test_a_flow_with_a_fault_of_its_own_disturbs_no_other_call(
    engine: RunningEngine, caplog: pytest.LogCaptureFixture
) -> None:
    async def flow(leg: Leg, arguments: tuple[str, ...]) -> None:
        raise RuntimeError("a fault of this flow")

    async with rest_of(engine) as rest, Application(rest, name=NAME, flow=flow) as application:
        await application.ready()
        await call_in(rest)
        await eventually(lambda: "a fault of this flow" in caplog.text)
        await nothing_left(rest)
        assert application.calls == 0


async def test_refusals_and_silence_are_told_apart(engine: RunningEngine) -> None:
    async with rest_of(engine) as rest:
        with pytest.raises(EngineRefused, match="404 Channel not found"):
            await rest.get("channels", "../../asterisk/info")
        await rest.delete("channels", "nobody")
    wrong = RestAccount(port=engine.configuration.ari_port, user=REST_USER, secret="wrong")
    async with RestConnection(wrong) as rest:
        with pytest.raises(EngineRefused, match="401"):
            await rest.get("channels")
    async with RestConnection(RestAccount(port=24990, user="x", secret="y")) as rest:
        with pytest.raises(EngineUnreachable):
            await rest.get("channels")


async def test_the_application_is_registered_again_after_the_engine_was_killed(tmp_path: Path) -> None:
    entered = asyncio.Event()

    async def flow(leg: Leg, arguments: tuple[str, ...]) -> None:
        entered.set()

    with running_engine(tmp_path) as engine:
        dialplan_add(engine)
        async with rest_of(engine) as rest, Application(rest, name=NAME, flow=flow) as application:
            await application.ready()
            await asyncio.to_thread(engine_killed, engine)
            await eventually(lambda: not application.connected)
            with engine_started(engine):
                dialplan_add(engine)
                async with asyncio.timeout(15):
                    await application.ready()
                await call_in(rest)
                async with asyncio.timeout(5):
                    await entered.wait()
                await nothing_left(rest)
