"""Busy lamps and picking up: within the company, and blind to every other."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.engine import RunningEngine, running_engine, wait_until
from kit.raw_sip import Callee, RawPhone
from kit.served import registered, serve
from kit.specs import ACME, GLOBEX, company, endpoint

pytestmark = pytest.mark.engine

ALICE, BOB, CAROL = (endpoint(ACME, sign, f"10{place}") for place, sign in enumerate("abc", 1))
EVE, MALLORY = (endpoint(GLOBEX, sign, f"10{place}") for place, sign in enumerate("xy", 1))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(Path(tmp_path_factory.mktemp("engine"))) as running:
        asyncio.run(serve(running, company(ACME, [ALICE, BOB, CAROL]), company(GLOBEX, [EVE, MALLORY])))
        yield running


@pytest.fixture
def alice(engine: RunningEngine) -> Iterator[RawPhone]:
    with registered(engine, ALICE) as phone:
        yield phone


@pytest.fixture
def bob(engine: RunningEngine) -> Iterator[RawPhone]:
    with registered(engine, BOB) as phone:
        yield phone


def shown(callee: Callee) -> list[str]:
    """States of the lamp, as they were told."""
    told = [message.text for message in callee.heard if message.method == "NOTIFY"]
    return [text.partition("<state>")[2].partition("</state>")[0] for text in told]


def test_a_lamp_follows_the_colleague_and_not_his_namesake(
    engine: RunningEngine, alice: RawPhone, bob: RawPhone
) -> None:
    with (
        registered(engine, CAROL) as carol,
        registered(engine, EVE) as eve,
        registered(engine, MALLORY) as mallory,
    ):
        lamp = "application/dialog-info+xml"
        assert (
            carol.asked("SUBSCRIBE", "sip:102@127.0.0.1", event="dialog", accept=lamp, expires="60").status
            == 200
        )
        with Callee(carol) as watching:
            wait_until(lambda: shown(watching) == ["terminated"], 3)
            with Callee(mallory):
                eve.hang_up(eve.invite("102"))
                engine.wait_until_quiet()
            assert shown(watching) == ["terminated"]
            with Callee(bob):
                answer = alice.invite("102")
                wait_until(lambda: shown(watching)[-1] == "confirmed", 3)
                alice.hang_up(answer)
                wait_until(lambda: shown(watching)[-1] == "terminated", 3)


def test_a_colleague_picks_up_and_a_stranger_cannot(
    engine: RunningEngine, alice: RawPhone, bob: RawPhone
) -> None:
    with (
        registered(engine, CAROL) as carol,
        registered(engine, EVE) as eve,
        Callee(bob, "180 Ringing") as ringing,
    ):
        with alice_calls(alice) as call:
            wait_until(lambda: "INVITE" in ringing.methods(), 3)
            assert eve.invite("*8").status == 403
            assert "CANCEL" not in ringing.methods()
            picked = carol.invite("*8")
            assert picked.status == 200
            wait_until(lambda: "CANCEL" in ringing.methods(), 3)
            wait_until(lambda: "200" in " ".join(call.answers()), 3)
        carol.hang_up(picked)


class alice_calls:  # noqa: N801  # reads as a sentence
    """Alice calls 102 and listens to what becomes of it."""

    def __init__(self, alice: RawPhone) -> None:
        self._callee = Callee(alice)
        self._alice = alice

    def __enter__(self) -> "alice_calls":
        self._alice.call_begin("102")
        self._callee.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._callee.__exit__()

    def answers(self) -> list[str]:
        """Status lines that came."""
        return [message.first_line for message in self._callee.heard if message.status]
