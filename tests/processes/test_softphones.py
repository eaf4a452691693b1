"""The phones that tests and the demonstration believe in: two independent stacks against a real engine."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from cordboard.engine.ami import ManagerAccount, manager_listing
from cordboard.engine.ami.events import ContactListed
from cordboard.engine.names import MANAGER_USER
from cordboard.processes.softphones import (
    CallFailed,
    Encryption,
    NothingHappened,
    Phone,
    PhoneAccount,
    PhoneBroken,
    RegistrationRefused,
    Stack,
    Transport,
)
from cordboard.processes.softphones.reports import Ended, messages_waiting_read, report_plain, report_read
from cordboard.processes.softphones.tones import heard
from kit.engine import RunningEngine, certificate_make, running_engine
from kit.lines import PlacedCompany, company_place
from kit.phones import HIGH, LOW, OTHER, PhoneShelf, phone_shelf

pytestmark = pytest.mark.engine

BRIEF = timedelta(seconds=1)
STACKS = tuple(Stack)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    allowed = ("failed to authenticate", "SSL", "Unable to find", "Caller hung up")
    with running_engine(tmp_path_factory.mktemp("phones"), allowed=allowed) as engine:
        yield engine


@pytest.fixture(scope="module")
def company(engine: RunningEngine) -> PlacedCompany:
    return company_place(engine, extensions=("101", "102", "103"), with_mailboxes=True)


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[PhoneShelf]:
    async with phone_shelf(tmp_path) as shelf:
        yield shelf


@pytest.mark.parametrize(("calling", "called"), list(product(STACKS, STACKS)))
async def test_any_two_stacks_hear_each_other(
    company: PlacedCompany, shelf: PhoneShelf, calling: Stack, called: Stack
) -> None:
    alice = await shelf.phone(company.account("101"), stack=calling)
    bob = await shelf.phone(company.account("102"), stack=called)
    call, incoming = await shelf.conversation(alice, bob, "102")
    assert (incoming.caller_name, incoming.caller_number) == ("Person 101", "101")
    await shelf.hear_each_other(call, incoming)
    with pytest.raises(NothingHappened, match="waited 1"):
        await call.hears(OTHER, within=BRIEF)
    await call.press("159#")
    await incoming.pressed("159#")
    assert (await incoming.hangup()).status == 200
    assert (await call.ended()).status == 200
    assert heard(call.recording, HIGH)
    assert not heard(call.recording, LOW)
    assert heard(incoming.recording, LOW)
    assert not heard(incoming.recording, HIGH)


@pytest.mark.parametrize(("stack", "transport"), list(product(STACKS, Transport)))
async def test_each_transport_registers_by_digest_and_says_goodbye(
    company: PlacedCompany, shelf: PhoneShelf, stack: Stack, transport: Transport
) -> None:
    phone = await shelf.phone(company.account("101", transport=transport), stack=stack)
    (contact,) = contacts(company)
    assert contact.endpoint == company.endpoint("101")
    assert contact.uri.startswith(f"sip:{contact.endpoint}@127.0.0.1:")
    assert contact.uri.lower().partition("transport=")[2].partition(";")[0] == transport.value.replace(
        "udp", ""
    )
    await phone.unregister()
    assert contacts(company) == []


def contacts(company: PlacedCompany) -> list[ContactListed]:
    """Registrations the engine holds."""
    engine = company.engine
    account = ManagerAccount(port=engine.ami_port, user=MANAGER_USER, secret=engine.secrets.ami_password)
    rows = manager_listing(account, "PJSIPShowContacts")
    return [row for row in rows if isinstance(row, ContactListed)]


@pytest.mark.parametrize("stack", STACKS)
async def test_audio_is_encrypted_when_required_and_the_recording_proves_that_it_arrives(
    company: PlacedCompany, shelf: PhoneShelf, stack: Stack
) -> None:
    secret = {"transport": Transport.TLS, "encryption": Encryption.REQUIRED}
    alice = await shelf.phone(company.account("101", **secret), stack=stack)  # type: ignore[arg-type]
    bob = await shelf.phone(company.account("102"))
    call, incoming = await shelf.conversation(alice, bob, "102")
    assert (await call.audio()).encrypted
    assert not (await incoming.audio()).encrypted
    await shelf.hear_each_other(call, incoming)
    await call.hangup()


@pytest.mark.parametrize(
    ("stack", "codec"),
    [(Stack.BARESIP, "opus"), (Stack.BARESIP, "PCMU"), (Stack.PJSUA, "G722"), (Stack.PJSUA, "PCMA")],
)
async def test_the_codec_asked_for_is_the_one_spoken(
    company: PlacedCompany, shelf: PhoneShelf, stack: Stack, codec: str
) -> None:
    alice = await shelf.phone(company.account("101", codecs=(codec,)), stack=stack)
    bob = await shelf.phone(company.account("102"))
    call, incoming = await shelf.conversation(alice, bob, "102")
    assert (await call.audio()).codec == codec
    await shelf.hear_each_other(call, incoming)
    await call.hangup()


@pytest.mark.parametrize("stack", STACKS)
async def test_a_codec_the_stack_lacks_is_told_before_anything_rings(
    company: PlacedCompany, shelf: PhoneShelf, stack: Stack
) -> None:
    with pytest.raises(PhoneBroken, match="has no codec L8"):
        await shelf.phone(company.account("101", codecs=("L8",)), stack=stack)


@pytest.mark.parametrize("stack", STACKS)
async def test_a_wrong_password_is_refused(company: PlacedCompany, shelf: PhoneShelf, stack: Stack) -> None:
    account = company.account("101")
    wrong = PhoneAccount.read({**account.plain(), "secret": "wrong"})
    with pytest.raises(RegistrationRefused) as refused:
        await shelf.phone(wrong, stack=stack)
    assert refused.value.status in {401, 403}


@pytest.mark.parametrize("stack", STACKS)
async def test_a_server_with_a_stranger_s_certificate_is_not_believed(
    company: PlacedCompany, shelf: PhoneShelf, tmp_path: Path, stack: Stack
) -> None:
    certificate_make(tmp_path / "stranger")
    account = company.account("101", transport=Transport.TLS)
    stranger = {**account.plain(), "certificate_authority": str(tmp_path / "stranger" / "server.crt")}
    with pytest.raises((RegistrationRefused, NothingHappened)):
        await shelf.phone(PhoneAccount.read(stranger), stack=stack)


@pytest.mark.parametrize("stack", STACKS)
async def test_a_call_refused_or_given_up_ends_at_both_sides(
    company: PlacedCompany, shelf: PhoneShelf, stack: Stack
) -> None:
    alice = await shelf.phone(company.account("101"))
    bob = await shelf.phone(company.account("102"), stack=stack)
    call = await alice.call("102")
    incoming = await bob.incoming()
    await call.ringing()
    await call.hangup()
    assert (await incoming.ended()).status == 487
    again = await alice.call("102")
    second = await bob.incoming()
    await second.refuse()
    assert (await second.ended()).status == 486
    await again.answered()  # by the mailbox: the engine's way with the busy
    await again.hears_sound()
    await again.hangup()


async def test_waiting_for_an_answer_that_never_comes_tells_why(
    company: PlacedCompany, shelf: PhoneShelf
) -> None:
    alice = await shelf.phone(company.account("101"))
    call = await alice.call("199")
    with pytest.raises(CallFailed, match=r"404|503|500|480") as failed:
        await call.answered()
    assert failed.value.status >= 400


@pytest.mark.parametrize("stack", STACKS)
async def test_a_blind_transfer_leaves_the_others_talking(
    company: PlacedCompany, shelf: PhoneShelf, stack: Stack
) -> None:
    alice, bob, carol = await _three(company, shelf, stack)
    call, incoming = await shelf.conversation(alice, bob, "102")
    await call.play(shelf.tone(LOW))
    await incoming.transfer("103")
    third = await carol.incoming()
    await third.answer()
    await third.play(shelf.tone(OTHER))
    await asyncio.gather(call.hears(OTHER), third.hears(LOW))
    assert (await incoming.ended()).status == 200
    await call.hangup()
    await third.ended()


@pytest.mark.parametrize("stack", STACKS)
async def test_an_attended_transfer_connects_the_two_others(
    company: PlacedCompany, shelf: PhoneShelf, stack: Stack
) -> None:
    alice, bob, carol = await _three(company, shelf, stack)
    call, incoming = await shelf.conversation(alice, bob, "102")
    await call.play(shelf.tone(LOW))
    await incoming.hold()
    consultation, third = await shelf.conversation(bob, carol, "103")
    await third.play(shelf.tone(OTHER))
    await consultation.hears(OTHER)
    await incoming.transfer_to(consultation)
    await asyncio.gather(call.hears(OTHER), third.hears(LOW))
    await asyncio.gather(incoming.ended(), consultation.ended())
    await third.hangup()
    await call.ended()


async def _three(company: PlacedCompany, shelf: PhoneShelf, stack: Stack) -> list[Phone]:
    accounts = [company.account(extension) for extension in ("101", "102", "103")]
    return [
        await shelf.phone(account, stack=one)
        for account, one in zip(accounts, (Stack.PJSUA, stack, Stack.PJSUA), strict=True)
    ]


@pytest.mark.parametrize("stack", STACKS)
async def test_the_held_one_hears_music_and_the_other_no_more(
    company: PlacedCompany, shelf: PhoneShelf, stack: Stack
) -> None:
    """SCO-39."""
    alice = await shelf.phone(company.account("101"))
    bob = await shelf.phone(company.account("102"), stack=stack)
    call, incoming = await shelf.conversation(alice, bob, "102")
    await shelf.hear_each_other(call, incoming)
    await incoming.hold()
    with pytest.raises(NothingHappened):
        await _never_again(call)
    await call.hears_sound()
    await incoming.resume()
    await call.hears(HIGH)
    await call.hangup()


async def _never_again(call: object) -> None:
    """Raises NothingHappened once a whole second went by without the tone; what was under way may still arrive."""
    for _ in range(5):
        await call.hears(HIGH, within=BRIEF)  # type: ignore[attr-defined]


async def test_a_lamp_is_lit_by_a_message(company: PlacedCompany, shelf: PhoneShelf) -> None:
    alice = await shelf.phone(company.account("101"))
    await alice.messages_waiting(0)
    inbox = company.engine.home / "spool" / "voicemail" / company.key / company.mailbox("101") / "INBOX"
    inbox.mkdir(parents=True)
    (inbox / "msg0000.txt").write_text("[message]\n")
    (inbox / "msg0000.wav").write_bytes(b"")
    company.engine.cli("voicemail reload")
    await alice.register()
    assert (await alice.messages_waiting(1)).waiting


async def test_a_phone_whose_process_dies_says_so(company: PlacedCompany, shelf: PhoneShelf) -> None:
    alice = await shelf.phone(company.account("101"))
    assert alice._child is not None
    alice._child.process.kill()
    with pytest.raises(PhoneBroken, match="its process"):
        await alice.incoming()
    with pytest.raises(PhoneBroken, match="its process"):
        await alice.call("102")


def test_reports_travel_whole_and_lamps_are_read() -> None:
    ended = Ended(call=1, status=486, reason="Busy Here")
    assert report_read(report_plain(ended)) == ended
    lamp = messages_waiting_read("Messages-Waiting: yes\r\nVoice-Message: 2/8 (0/2)\r\n")
    assert (lamp.waiting, lamp.new, lamp.old) == (True, 2, 8)
    assert messages_waiting_read("rubbish").waiting is False


def test_tls_without_a_certificate_to_verify_by_is_refused() -> None:
    with pytest.raises(ValueError, match="certificate_authority"):
        PhoneAccount(user="x", secret="y", port=1, transport=Transport.TLS)
