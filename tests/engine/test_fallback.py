"""Calls while the call server is silent: the extension rings, then its mailbox takes a message, all within the company."""

import asyncio
import re
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cordboard.engine.records import RecordLine, record_line_parse
from kit.engine import RunningEngine, running_engine, wait_until
from kit.raw_sip import Callee, RawPhone, SipMessage
from kit.raw_talk import Voice
from kit.served import registered, serve
from kit.specs import ACME, GLOBEX, company, endpoint

pytestmark = pytest.mark.engine

ALICE, BOB = endpoint(ACME, "a", "101"), endpoint(ACME, "b", "102", mailboxes=(f"5502@{ACME}",))
BOB_TOO = endpoint(ACME, "c", "102")
EVE, MALLORY = endpoint(GLOBEX, "x", "101"), endpoint(GLOBEX, "y", "102")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(Path(tmp_path_factory.mktemp("engine"))) as running:
        acme = company(ACME, [ALICE, BOB, BOB_TOO], {"102": "5502", "199": "5599"})
        asyncio.run(serve(running, acme, company(GLOBEX, [EVE, MALLORY])))
        yield running


@pytest.fixture
def alice(engine: RunningEngine) -> Iterator[RawPhone]:
    with registered(engine, ALICE) as phone:
        yield phone
        phone.register(expires=0)


@pytest.fixture
def mallory(engine: RunningEngine) -> Iterator[RawPhone]:
    with registered(engine, MALLORY) as phone:
        yield phone
        phone.register(expires=0)


@pytest.fixture
def eve(engine: RunningEngine) -> Iterator[RawPhone]:
    with registered(engine, EVE) as phone:
        yield phone


def records_after(engine: RunningEngine, before: int) -> list[RecordLine]:
    """The records of the call that was made since, once the engine is through with it."""
    engine.wait_until_quiet()
    wait_until(lambda: len(engine.records()) > before, 3)
    return [record_line_parse(line.encode()) for line in engine.records()[before:]]


def test_a_colleague_is_rung_and_talked_to(engine: RunningEngine, eve: RawPhone, mallory: RawPhone) -> None:
    before = len(engine.records())
    with Callee(mallory) as callee:
        answer = eve.invite("102")
        assert answer.status == 200
        eve.hang_up(answer)
        engine.wait_until_quiet()
    assert callee.methods() == ["INVITE", "ACK", "BYE"]
    assert '"Person 101" <sip:101@' in callee.heard[0].header("From")
    [record] = records_after(engine, before)
    assert (record.disposition, record.cause, record.account) == ("ANSWERED", 16, GLOBEX)
    assert (record.endpoint, record.far_endpoint) == (EVE.key, MALLORY.key)
    assert (record.caller_number, record.dialled, record.rule) == ("101", "102", "fallback")
    assert record.answered is not None


@pytest.mark.parametrize(
    ("reply", "status", "disposition", "cause"),
    [
        ("486 Busy Here", 486, "BUSY", 17),
        ("603 Decline", 403, "NO ANSWER", 21),
        ("480 Temporarily Unavailable", 480, "NO ANSWER", 19),
        ("404 Not Found", 404, "NO ANSWER", 1),
        ("503 Service Unavailable", 503, "CONGESTION", 34),
    ],
)
def test_a_refusal_reaches_the_caller_and_the_record(
    engine: RunningEngine,
    eve: RawPhone,
    mallory: RawPhone,
    reply: str,
    status: int,
    disposition: str,
    cause: int,
) -> None:
    before = len(engine.records())
    with Callee(mallory, reply):
        assert eve.invite("102").status == status
    ringing, ending = records_after(engine, before)
    assert (ringing.disposition, ending.cause) == (disposition, cause)
    assert ringing.unique_id == ending.unique_id


def test_a_caller_who_gives_up_has_cleared(engine: RunningEngine, eve: RawPhone, mallory: RawPhone) -> None:
    before = len(engine.records())
    with Callee(mallory, "180 Ringing") as callee:
        assert eve.cancelled("102").status == 487
        wait_until(lambda: "CANCEL" in callee.methods(), 3)
    [record] = records_after(engine, before)
    assert (record.disposition, record.cause) == ("CANCEL", 16)


@pytest.mark.parametrize(("target", "status", "cause"), [("103", 404, 1), ("102", 480, 20)])
def test_nobody_there(engine: RunningEngine, eve: RawPhone, target: str, status: int, cause: int) -> None:
    before = len(engine.records())
    assert eve.invite(target).status == status
    [record] = records_after(engine, before)
    assert record.cause == cause


def test_every_device_of_a_person_rings_and_the_mailbox_takes_a_message_that_the_lamp_shows(
    engine: RunningEngine, alice: RawPhone
) -> None:
    before = len(engine.records())
    with registered(engine, BOB) as bob, registered(engine, BOB_TOO) as bob_too:
        with Callee(bob, "486 Busy Here") as desk, Callee(bob_too, "486 Busy Here") as mobile:
            answer = alice.invite("102")
            assert answer.status == 200
            assert all("INVITE" in callee.methods() for callee in (desk, mobile))
            talk(answer, seconds=16)
            alice.hang_up(answer)
            engine.wait_until_quiet()
            wait_until(lambda: lamp(desk.heard) == "yes", 5)
        bob.register(expires=0)
        bob_too.register(expires=0)
    inbox = engine.home / "spool" / "voicemail" / ACME / "5502" / "INBOX"
    assert (inbox / "msg0000.wav").stat().st_size > 8000
    first, second, message = records_after(engine, before)
    assert {first.far_endpoint, second.far_endpoint} == {BOB.key, BOB_TOO.key}
    assert (message.application, message.disposition, message.cause) == ("VoiceMail", "ANSWERED", 16)


def test_an_extension_without_phones_goes_to_its_mailbox(engine: RunningEngine, alice: RawPhone) -> None:
    answer = alice.invite("199")
    assert answer.status == 200
    alice.hang_up(answer)


def test_the_echo_test_works(engine: RunningEngine, alice: RawPhone) -> None:
    answer = alice.invite("76")
    assert answer.status == 200
    assert talk(answer, seconds=1) > 20
    alice.hang_up(answer)


def test_an_extension_of_the_company_comes_before_the_echo_test(engine: RunningEngine, eve: RawPhone) -> None:
    own = endpoint(GLOBEX, "z", "76")
    asyncio.run(serve(engine, company(GLOBEX, [EVE, MALLORY, own])))
    with registered(engine, own) as phone:
        with Callee(phone, "486 Busy Here") as callee:
            assert eve.invite("76").status == 486
        phone.register(expires=0)
    assert "INVITE" in callee.methods()
    asyncio.run(serve(engine, company(GLOBEX, [EVE, MALLORY])))


@pytest.mark.parametrize("code", ["*98", "*98102"])
def test_messages_can_not_be_heard_and_a_voice_says_so_before_the_call_is_answered(
    engine: RunningEngine, alice: RawPhone, code: str
) -> None:
    with Voice(0) as caller:
        answer = alice.asked("INVITE", f"sip:{code}@127.0.0.1", body=caller.offer)
        assert (answer.status, answer.header("Reason")) == (503, "Q.850;cause=34")
        assert caller.heard.total() > 50  # packets of 20 ms


def test_the_same_extension_is_another_phone_in_another_company(
    engine: RunningEngine, alice: RawPhone, mallory: RawPhone
) -> None:
    with registered(engine, BOB) as bob:
        with Callee(bob, "486 Busy Here") as ours, Callee(mallory) as theirs:
            answer = alice.invite("102")
            alice.hang_up(answer)
            engine.wait_until_quiet()
        bob.register(expires=0)
    assert "INVITE" in ours.methods()
    assert theirs.methods() == []


def lamp(heard: list[SipMessage]) -> str:
    """What a phone was last told about waiting messages."""
    found = re.findall(r"Messages-Waiting: (\w+)", "".join(message.text for message in heard))
    return found[-1] if found else ""


def talk(answer: SipMessage, *, seconds: float) -> int:
    """Send a sawtooth as A-law to where the answer says; returns how many packets came back."""
    port = int(re.findall(r"m=audio (\d+)", answer.text)[0])
    voice = bytes((sample * 7) % 256 ^ 0x55 for sample in range(160))
    heard, pace = 0, threading.Event()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))
        wire.setblocking(False)
        for packet in range(int(seconds * 50)):
            header = struct.pack("!BBHII", 0x80, 8, packet, packet * 160, 4711)
            wire.sendto(header + voice, ("127.0.0.1", port))
            pace.wait(0.019)
            heard += _drained(wire)
    return heard


def _drained(wire: socket.socket) -> int:
    count = 0
    try:
        while wire.recv(2048):
            count += 1
    except BlockingIOError:
        return count
    return count
