"""The manager interface of a real engine: asked, listened to, lost and found again."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from cordboard.engine.ami import (
    Disconnected,
    EngineRefused,
    EngineUnreachable,
    ManagerAccount,
    ManagerConnection,
    Resynchronised,
    manager_action,
    manager_listing,
    manager_session,
)
from cordboard.engine.ami.events import Hangup, Newchannel
from cordboard.engine.names import MANAGER_USER
from kit.engine import RunningEngine, running_engine
from kit.restart import engine_killed, engine_started

pytestmark = pytest.mark.engine

SHORT = timedelta(seconds=1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(tmp_path_factory.mktemp("ami"), allowed=("failed to authenticate",)) as engine:
        yield engine


def connection(engine: RunningEngine, **options: object) -> ManagerConnection:
    return ManagerConnection(
        port=engine.ami_port,
        user=MANAGER_USER,
        secret=engine.secrets.ami_password,
        **options,  # type: ignore[arg-type]
    )


def account(engine: RunningEngine, **options: object) -> ManagerAccount:
    return ManagerAccount(
        port=engine.ami_port,
        user=MANAGER_USER,
        secret=engine.secrets.ami_password,
        **options,  # type: ignore[arg-type]
    )


@contextmanager
def stopped(engine: RunningEngine) -> Iterator[None]:
    """The engine hangs: its sockets are open, nobody answers."""
    os.kill(engine.process.pid, signal.SIGSTOP)
    os.waitpid(engine.process.pid, os.WUNTRACED)  # it stands still only once the kernel says so
    try:
        yield
    finally:
        os.kill(engine.process.pid, signal.SIGCONT)


async def test_the_engine_answers_actions_and_listings(engine: RunningEngine) -> None:
    async with connection(engine) as manager:
        assert (await manager.action("CoreStatus")).get("CoreCurrentCalls") == "0"
        assert "System uptime" in (await manager.action("Command", Command="core show uptime")).output
        assert await manager.listing("CoreShowChannels") == []
        assert await manager.listing("PJSIPShowContacts") == []


async def test_many_questions_at_once_each_get_their_own_answer(engine: RunningEngine) -> None:
    async with connection(engine) as manager:
        names = [f"PROBE_{number}" for number in range(100)]
        await asyncio.gather(*(manager.action("Setvar", Variable=name, Value=name.lower()) for name in names))
        answers = await asyncio.gather(*(manager.action("Getvar", Variable=name) for name in names))
    assert [answer.get("Value") for answer in answers] == [name.lower() for name in names]


async def test_a_refusal_tells_what_and_why(engine: RunningEngine) -> None:
    async with connection(engine) as manager:
        with pytest.raises(EngineRefused, match=r"refused Hangup: No such channel"):
            await manager.action("Hangup", Channel="PJSIP/nobody")
        with pytest.raises(ValueError, match="line break"):
            await manager.action("Hangup", Channel="PJSIP/nobody\r\nAction: Originate")
        assert (await manager.action("Ping")).get("Ping") == "Pong"


async def test_a_wrong_password_is_told_as_such(engine: RunningEngine) -> None:
    async with ManagerConnection(
        port=engine.ami_port, user=MANAGER_USER, secret="wrong", deadline=timedelta(seconds=3)
    ) as manager:
        with pytest.raises(EngineRefused, match="refused Login: Authentication failed"):
            await manager.action("Ping")


async def test_events_of_a_call_are_told_in_order_and_no_others(engine: RunningEngine) -> None:
    async with connection(engine, events="call", only=["Newchannel", "Hangup"]) as manager:
        with manager.subscribed() as notices:
            assert await anext(notices) == Resynchronised(reason="connected")
            call = "Local/999@phones"  # nobody there: both ends come and go
            await manager.action("Originate", Channel=call, Application="Wait", Data="1", Async=True)
            async with asyncio.timeout(5):
                told = [await anext(notices) for _ in range(4)]
    assert [type(notice) for notice in told] == [Newchannel, Newchannel, Hangup, Hangup]


async def test_without_an_engine_every_action_says_so() -> None:
    async with ManagerConnection(
        port=24990, user="x", secret="y", deadline=timedelta(seconds=0.3)
    ) as manager:
        with pytest.raises(
            EngineUnreachable, match=r"127\.0\.0\.1:24990 does not answer: Connection refused"
        ):
            await manager.action("Ping")


async def test_an_engine_that_hangs_is_not_waited_for(engine: RunningEngine) -> None:
    async with connection(engine, deadline=SHORT) as manager:
        await manager.action("Ping")
        with stopped(engine), pytest.raises(EngineUnreachable, match="no answer to Ping within 1 s"):
            await manager.action("Ping")
        assert (await manager.action("Ping")).get("Ping") == "Pong"


def test_the_blocking_face_asks_lists_and_refuses_alike(engine: RunningEngine) -> None:
    assert manager_action(account(engine), "CoreStatus").get("CoreCurrentCalls") == "0"
    assert manager_listing(account(engine), "PJSIPShowContacts") == []
    with manager_session(account(engine)) as manager:
        assert [manager.action("Ping").get("Ping") for _ in range(3)] == ["Pong"] * 3
        assert manager.listing("CoreShowChannels") == []
    with pytest.raises(EngineRefused, match="Authentication failed"):
        manager_action(ManagerAccount(port=engine.ami_port, user=MANAGER_USER, secret="wrong"), "Ping")
    with pytest.raises(ValueError, match="line break"):
        manager_action(account(engine), "Hangup", Channel="x\nAction: y")


def test_the_blocking_face_gives_up_on_an_engine_that_hangs_or_is_not_there(engine: RunningEngine) -> None:
    with stopped(engine), pytest.raises(EngineUnreachable):
        manager_action(account(engine, deadline=SHORT), "Ping")
    with pytest.raises(EngineUnreachable, match="refused"):
        manager_action(ManagerAccount(port=24990, user="x", secret="y"), "Ping")


async def test_the_connection_survives_a_killed_engine_and_says_that_it_missed_something(
    tmp_path: Path,
) -> None:
    with running_engine(tmp_path) as engine:
        async with connection(engine, events="call,system", deadline=2 * SHORT) as manager:
            with manager.subscribed() as notices:
                assert isinstance(await anext(notices), Resynchronised)
                await asyncio.to_thread(engine_killed, engine)
                async with asyncio.timeout(10):
                    while not isinstance(await anext(notices), Disconnected):
                        pass
                    with pytest.raises(EngineUnreachable):
                        await manager.action("Ping")
                with engine_started(engine):
                    async with asyncio.timeout(20):
                        while not isinstance(await anext(notices), Resynchronised):
                            pass
                    assert (await manager.action("Ping")).get("Ping") == "Pong"
