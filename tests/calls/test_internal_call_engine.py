"""Internal calls through a real Asterisk and the call server, with real phones that listen."""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from cordboard.calls.types import CompanySnapshot
from cordboard.engine.call import HangupCause
from cordboard.engine.records import RecordLine
from cordboard.engine.simulator import SimulatedPhone
from cordboard.processes.softphones import PhoneCall, Stack
from cordboard.processes.softphones.tones import speech_heard
from kit.engine import wait_until
from kit.exchange import BUSY_TONE, PIN, SECOND, UNAVAILABLE_TONE, Exchange, message_leave, phones
from kit.phones import LOW, PhoneShelf
from kit.raw_sip import RawPhone, SipMessage
from kit.scenarios import RINGS, SCENARIOS, Told

pytestmark = pytest.mark.engine

GREETINGS = {"busy": BUSY_TONE, "unavailable": UNAVAILABLE_TONE}


async def test_two_phones_hear_each_other_and_see_who_calls(exchange: Exchange, shelf: PhoneShelf) -> None:
    alice, bob = await phones(exchange, shelf, "101", "102")
    before = len(exchange.engine.records())
    call, incoming = await shelf.conversation(alice, bob, "102")
    await shelf.hear_each_other(call, incoming)
    assert (incoming.caller_name, incoming.caller_number) == ('Zoë "Q" O\'Brien; ${X}', "101")
    await incoming.hangup()
    assert (await call.ended()).status == 200

    record = exchange.record_after(before)
    assert (record.outcome, record.disposition, record.rule) == ("", "ANSWERED", "extension")
    assert (record.company, record.person, record.callee) == (exchange.tenant.key, "alice", "bob")
    assert (record.destination, record.direction) == ("person:bob", "internal")


async def test_a_caller_who_gives_up_is_recorded_as_cancelled(exchange: Exchange, shelf: PhoneShelf) -> None:
    alice, bob = await phones(exchange, shelf, "101", "102")
    before = len(exchange.engine.records())
    call = await alice.call("102")
    incoming = await bob.incoming()
    await call.ringing()
    await call.hangup()
    await incoming.ended()

    record = exchange.record_after(before)
    assert (record.outcome, record.callee, record.answered) == ("cancelled", "bob", None)


async def test_phones_of_two_makers_hear_each_other(exchange: Exchange, shelf: PhoneShelf) -> None:
    alice = await shelf.phone(exchange.tenant.account("101"))
    bob = await shelf.phone(exchange.tenant.account("102"), stack=Stack.BARESIP)
    call, incoming = await shelf.conversation(alice, bob, "102")
    await shelf.hear_each_other(call, incoming)
    await call.hangup()


@pytest.mark.parametrize("case", SCENARIOS)
async def test_the_engine_does_what_the_simulator_says(
    exchange: Exchange, shelf: PhoneShelf, case: str
) -> None:
    scenario = SCENARIOS[case]
    called = [] if scenario.phone is None else await phones(exchange, shelf, scenario.called)
    (alice,) = await phones(exchange, shelf, "101")
    before = len(exchange.engine.records())
    call = await alice.call(scenario.called)
    for phone in called:
        await behave(await phone.incoming(), scenario.phone)
    if scenario.greeting:
        await call.hears(GREETINGS[scenario.greeting], timedelta(seconds=15))
        await call.hangup()
    await call.ended(timedelta(seconds=20))

    assert told_by(exchange.record_after(before)) == scenario.told


async def test_a_busy_phones_caller_hears_the_busy_greeting_and_leaves_a_message(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    alice, bob = await phones(exchange, shelf, "101", "102")
    before = len(exchange.engine.records())
    call = await alice.call("102")
    await (await bob.incoming()).refuse(486)
    await call.hears(BUSY_TONE)
    await message_leave(exchange, shelf, call)

    assert exchange.record_after(before).outcome == "voicemail"


async def test_an_unanswered_phones_caller_hears_the_unavailable_greeting(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    alice, bob = await phones(exchange, shelf, "101", "102")
    call = await alice.call("102")
    incoming = await bob.incoming()
    await call.hears(UNAVAILABLE_TONE)
    await incoming.ended()
    await message_leave(exchange, shelf, call)


async def test_a_call_to_nobodys_registered_phone_goes_to_voicemail_at_once(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    (alice,) = await phones(exchange, shelf, "101")
    call = await alice.call("102")
    await call.hears(UNAVAILABLE_TONE, timedelta(seconds=3))
    await message_leave(exchange, shelf, call)


async def test_all_phones_of_a_person_ring_and_the_first_to_answer_talks(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    alice, desk, kitchen = await phones(exchange, shelf, "101", "103", SECOND)
    call = await alice.call("103")
    incoming, other = await asyncio.gather(desk.incoming(), kitchen.incoming())
    await incoming.answer()
    await asyncio.gather(call.audio(), incoming.audio(), other.ended())
    await shelf.hear_each_other(call, incoming)
    await call.hangup()


async def test_the_callers_phone_learns_whom_it_reached(exchange: Exchange, shelf: PhoneShelf) -> None:
    (bob,) = await phones(exchange, shelf, "102")
    with raw_phone(exchange, "101") as alice:
        calling = asyncio.create_task(asyncio.to_thread(alice.invite, "102"))
        incoming = await bob.incoming()
        await incoming.answer()
        answer = await calling
        await incoming.hangup()

    assert answer.status == 200
    assert answer.header("P-Asserted-Identity").startswith('"Bob" <sip:102@')


async def test_a_contact_that_looks_like_a_second_number_is_dialled_as_one_phone(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    alice, desk = await phones(exchange, shelf, "101", "103")
    with raw_phone(exchange, "102") as hostile:
        desk_of_carol = exchange.tenant.endpoint("103")
        hostile.register(contact=f"<sip:x&PJSIP/{desk_of_carol}&PJSIP/y@127.0.0.1:{hostile.port}>")
        assert "&PJSIP/" in exchange.engine.cli("pjsip show contacts")
        call = await alice.call("102")
        invite = await asyncio.to_thread(heard_invite, hostile)
        hostile.say(hostile.response(invite, "486 Busy Here"))
        await call.hears(BUSY_TONE)
        await call.hangup()
        hostile.register(expires=0, contact="*")

    assert desk.calls == {}


async def test_the_echo_test_returns_what_is_said(exchange: Exchange, shelf: PhoneShelf) -> None:
    (alice,) = await phones(exchange, shelf, "101")
    before = len(exchange.engine.records())
    call = await alice.call("76")
    await call.answered()
    await call.play(shelf.tone(LOW))
    await call.hears(LOW, timedelta(seconds=40))
    await call.hangup()

    assert exchange.record_after(before).outcome == "echo"


LANGUAGES = {
    "English, the company's": ("101", "en"),
    "Spanish, his own": ("102", "es"),
    "French, her own": ("103", "fr"),
}


@pytest.mark.parametrize(("extension", "language"), LANGUAGES.values(), ids=LANGUAGES)
async def test_an_unknown_number_is_explained_in_the_callers_language_without_an_answer(
    exchange: Exchange, shelf: PhoneShelf, extension: str, language: str
) -> None:
    (phone,) = await phones(exchange, shelf, extension)
    before = len(exchange.engine.records())
    call = await phone.call("999")
    await call.hears_sound()
    assert exchange.spoken_language(extension) == language
    assert not call.up
    assert (await call.ended(timedelta(seconds=20))).status == 404
    assert speech_heard(call.recording)

    record = exchange.record_after(before)
    assert (record.outcome, record.rule, record.cause) == ("refused", "number unknown", 1)
    assert record.answered is None


async def test_a_spanish_companys_callers_hear_spanish(exchange: Exchange, shelf: PhoneShelf) -> None:
    """SCO-69: whoever chose no language of their own is spoken to in the company's."""
    with knowing(exchange, replace(exchange.snapshot, language="es")):
        (alice,) = await phones(exchange, shelf, "101")
        call = await alice.call("999")
        await call.hears_sound()
        assert exchange.spoken_language("101") == "es"
        await call.ended(timedelta(seconds=20))
        assert speech_heard(call.recording)


async def test_the_own_mailbox_opens_without_a_question_and_another_by_its_pin(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    alice, bob = await phones(exchange, shelf, "101", "102")
    before = len(exchange.engine.records())
    own = await bob.call("*98")
    await own.hears_sound()
    await own.hangup()
    assert (exchange.record_after(before).outcome, exchange.record_after(before).destination) == (
        "mailbox",
        "mailbox:box-bob",
    )

    before = len(exchange.engine.records())
    visit = await alice.call("*98102")
    await visit.hears_sound()
    await visit.press(f"{PIN}#")
    await asyncio.sleep(3)
    await visit.press("#")  # leaves the menu
    await visit.ended()
    assert exchange.record_after(before).outcome == "mailbox"


async def test_an_account_that_somebody_else_made_opens_the_own_mailbox_by_its_pin(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    """ADR 53: Bob's phone is not confirmed, so nothing opens before he keyed in his PIN."""
    parts = tuple(replace(part, confirmed=()) for part in exchange.snapshot.parts)
    with knowing(exchange, replace(exchange.snapshot, parts=parts)):
        (bob,) = await phones(exchange, shelf, "102")
        before = len(exchange.engine.records())
        call = await bob.call("*98")
        await call.hears_sound()
        assert "VoiceMailMain" not in exchange.engine.cli("core show channels concise")
        await call.press(f"{PIN}#")
        await asyncio.to_thread(wait_until, lambda: in_a_box(exchange), 10, lambda: "the PIN opened nothing")
        await call.hangup()
        assert exchange.record_after(before).outcome == "mailbox"


def in_a_box(exchange: Exchange) -> bool:
    return "VoiceMailMain" in exchange.engine.cli("core show channels concise")


@contextlib.contextmanager
def knowing(exchange: Exchange, snapshot: CompanySnapshot) -> Iterator[None]:
    """The call server decides from this snapshot meanwhile."""
    try:
        _restart(exchange, snapshot)
        yield
    finally:
        _restart(exchange, exchange.snapshot)


def _restart(exchange: Exchange, snapshot: CompanySnapshot) -> None:
    exchange.server.stop()
    exchange.server.know(snapshot)
    exchange.server.start()


async def test_three_wrong_pins_open_nothing(exchange: Exchange, shelf: PhoneShelf) -> None:
    (alice,) = await phones(exchange, shelf, "101")
    before = len(exchange.engine.records())
    call = await alice.call("*98102")
    await call.answered()
    await call.hears_sound()
    for keys in ("1#", "102#", "1#", "102#", "1#"):
        await asyncio.sleep(2)
        await call.press(keys)
    await call.ended(timedelta(seconds=30))

    record = exchange.record_after(before)
    assert (record.outcome, record.rule) == ("refused", "PIN")


def raw_phone(exchange: Exchange, extension: str) -> RawPhone:
    """A phone that a test spells out."""
    return RawPhone(
        server=exchange.engine.sip_port,
        user=exchange.tenant.endpoint(extension),
        password=exchange.tenant.passwords[extension],
    )


def heard_invite(phone: RawPhone) -> SipMessage:
    """The next INVITE; anything else that comes first is accepted."""
    while (message := phone.hear()).method != "INVITE":
        if not message.status:
            phone.say(phone.response(message, "200 OK"))
    return message


async def behave(incoming: PhoneCall, phone: SimulatedPhone | None) -> None:
    """The called phone does as its scenario says."""
    if phone is None or phone == RINGS:
        return
    if phone.answers_after is None:
        await incoming.refuse(486 if phone.busy else 603)
        return
    await asyncio.sleep(phone.answers_after.total_seconds())
    await incoming.answer()
    await asyncio.sleep(phone.talks.total_seconds())
    await incoming.hangup()


def told_by(record: RecordLine) -> Told:
    """What became of a real call."""
    answered = record.answered is not None
    cause = None if answered or record.cause is None else HangupCause(record.cause)
    outcome = record.outcome or ("answered" if answered else "")
    return Told(outcome=outcome, destination=record.destination, answered=answered, cause=cause)
