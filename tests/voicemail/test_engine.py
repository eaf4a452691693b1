"""Portal and phone see the same messages: a real Asterisk, real phones, one mailbox."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cordboard.engine.ami import ManagerAccount, manager_action
from cordboard.engine.apply.files import file_write
from cordboard.engine.call import MailboxName
from cordboard.engine.errors import EngineUnreachable
from cordboard.engine.names import MANAGER_USER
from cordboard.engine.render.voicemail import voicemail_render
from cordboard.engine.voicemail.messages import ChangeOutcome
from cordboard.engine.voicemail.spool import spool_path
from cordboard.engine.voicemail.store import EngineMessageStore
from cordboard.processes.softphones import Phone, PhoneCall
from cordboard.processes.softphones.tones import heard
from kit.engine import wait_until
from kit.exchange import BUSY_TONE, UNAVAILABLE_TONE, Exchange, running_exchange
from kit.phones import LOW, PhoneShelf, phone_shelf
from kit.raw_sip import Callee, RawPhone
from kit.voice_messages import FolderMessageStore

pytestmark = pytest.mark.engine

BOX_FULL = "No more messages possible"  # what the engine logs when it tells a caller so
DONE, GONE, FULL, IN_USE = ChangeOutcome.DONE, ChangeOutcome.GONE, ChangeOutcome.FULL, ChangeOutcome.IN_USE


@pytest.fixture(scope="module")
def exchange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """One exchange for all tests here."""
    with running_exchange(tmp_path_factory.mktemp("exchange"), allowed=(BOX_FULL,)) as running:
        yield running


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[PhoneShelf]:
    """Phones of one test."""
    async with phone_shelf(tmp_path) as phones:
        yield phones


@pytest.fixture
def box(exchange: Exchange) -> Iterator[MailboxName]:
    """Bob's box, empty before and after."""
    name = MailboxName(box=exchange.tenant.mailbox("102"), context=exchange.tenant.key)
    yield name
    exchange.engine.wait_until_quiet(8)
    store = store_of(exchange)
    store.remove(name, [message.id for message in store.messages(name)])
    assert store.messages(name) == ()


def account_of(exchange: Exchange) -> ManagerAccount:
    engine = exchange.engine
    return ManagerAccount(port=engine.ami_port, user=MANAGER_USER, secret=engine.secrets.ami_password)


def store_of(exchange: Exchange) -> EngineMessageStore:
    return EngineMessageStore(account=account_of(exchange), spool=spool_path(exchange.engine.home))


def folder_of(exchange: Exchange) -> FolderMessageStore:
    """Puts messages into the engine's own spool, as if they had been left."""
    return FolderMessageStore(spool_path(exchange.engine.home))


def counted(exchange: Exchange, box: MailboxName) -> tuple[int, int]:
    """New and heard messages as the engine counts them."""
    answer = manager_action(account_of(exchange), "MailboxCount", Mailbox=f"{box.box}@{box.context}")
    return int(answer.get("NewMessages")), int(answer.get("OldMessages"))


async def phone_of(exchange: Exchange, shelf: PhoneShelf, extension: str) -> Phone:
    return await shelf.phone(exchange.tenant.account(extension))


async def message_leave(exchange: Exchange, shelf: PhoneShelf, alice: Phone, bob: Phone) -> None:
    """Alice called, Bob was busy, and she spoke after the tone."""
    call = await alice.call("102")
    await (await bob.incoming()).refuse(486)
    await call.hears(BUSY_TONE)
    await call.play(shelf.tone(LOW))
    await asyncio.to_thread(wait_until, exchange.recording, 20, lambda: "no recording began")
    await asyncio.sleep(4)
    await call.hangup()


async def in_the_box(exchange: Exchange, box: MailboxName, bob: Phone) -> PhoneCall:
    """Bob goes through his box on his phone."""
    call = await bob.call("*98")
    await call.answered()

    def listed() -> bool:
        return f"{box.box}@{box.context}" in exchange.engine.cli("core show channels concise")

    await asyncio.to_thread(wait_until, listed, 5, lambda: "the phone is not in the box")
    return call


async def test_a_message_left_by_phone_is_seen_heard_and_deleted_alike_by_portal_and_phone(
    exchange: Exchange, shelf: PhoneShelf, box: MailboxName, tmp_path: Path
) -> None:
    alice, bob = await phone_of(exchange, shelf, "101"), await phone_of(exchange, shelf, "102")
    store = store_of(exchange)
    before = store.last_change(box)
    await message_leave(exchange, shelf, alice, bob)
    await bob.messages_waiting(1)

    (message,) = store.messages(box)
    assert store.last_change(box) > before
    assert (message.heard, message.caller_number) == (False, "101")
    assert message.caller_name == 'Zoë "Q" O\'Brien; ${X}'
    assert timedelta(seconds=3) <= message.length <= timedelta(seconds=15)
    recording = store.recording(box, message.id)
    assert recording is not None
    with recording:
        (tmp_path / "message.wav").write_bytes(recording.read())
    assert heard(tmp_path / "message.wav", LOW, at_least=timedelta(seconds=1))

    assert store.mark(box, [message.id], heard=True) == {message.id: DONE}
    lamp = await bob.messages_waiting(0)
    assert lamp.old == 1
    assert [one.heard for one in store.messages(box)] == [True]

    assert store.mark(box, [message.id], heard=False) == {message.id: DONE}
    await bob.messages_waiting(1)
    assert counted(exchange, box) == (1, 0)

    assert store.remove(box, [message.id]) == {message.id: DONE}
    await bob.messages_waiting(0)
    assert counted(exchange, box) == (0, 0)
    assert store.remove(box, [message.id]) == {message.id: GONE}
    assert store.recording(box, message.id) is None


async def test_a_message_heard_and_deleted_by_phone_is_so_in_the_portal(
    exchange: Exchange, shelf: PhoneShelf, box: MailboxName
) -> None:
    bob = await phone_of(exchange, shelf, "102")
    store, folder = store_of(exchange), folder_of(exchange)
    first, second = folder.leave(box), folder.leave(box)
    opened = store.recording(box, second)
    call = await in_the_box(exchange, box, bob)
    for seconds, key in (
        (4, "1"),
        (16, "6"),
        (3, "7"),
    ):  # listen to the first, go on to the second, delete it
        await asyncio.sleep(seconds)
        await call.press(key)
    await asyncio.sleep(3)
    await call.hangup()
    exchange.engine.wait_until_quiet(8)

    assert [(one.id, one.heard) for one in store.messages(box)] == [(first, True)]
    assert store.recording(box, second) is None
    assert opened is not None
    with opened:  # the portal was playing it
        assert len(opened.read()) == 44 + 2 * 16000


def test_the_lamps_message_says_how_many_wait(exchange: Exchange, box: MailboxName) -> None:
    store, folder = store_of(exchange), folder_of(exchange)
    user = exchange.tenant.endpoint("102")
    phone = RawPhone(server=exchange.engine.sip_port, user=user, password=exchange.tenant.passwords["102"])
    with phone:
        assert phone.register().status == 200
        with Callee(phone) as told:
            kept = [folder.leave(box) for _ in range(3)]
            for removed, lines in (
                (kept[:1], {"Messages-Waiting: yes", "Voice-Message: 2/0 (0/0)"}),
                (kept[1:], {"Messages-Waiting: no", "Voice-Message: 0/0 (0/0)"}),
            ):
                store.remove(box, removed)
                wait_until(lambda lines=lines: lines <= lamp_of(told), 5, lambda: str(lamp_of(told)))  # type: ignore[misc]
        phone.register(expires=0, contact="*")


async def test_nothing_changes_in_a_box_that_a_phone_goes_through(
    exchange: Exchange, shelf: PhoneShelf, box: MailboxName
) -> None:
    bob = await phone_of(exchange, shelf, "102")
    store, message = store_of(exchange), folder_of(exchange).leave(box)
    call = await in_the_box(exchange, box, bob)
    assert store.mark(box, [message], heard=True) == {message: IN_USE}
    assert store.remove(box, [message]) == {message: IN_USE}
    other = MailboxName(box=exchange.tenant.mailbox("101"), context=exchange.tenant.key)
    assert store.remove(other, [message]) == {message: GONE}
    await call.hangup()
    exchange.engine.wait_until_quiet(8)
    assert [(one.id, one.heard) for one in store.messages(box)] == [(message, False)]
    assert store.remove(box, [message]) == {message: DONE}


async def test_the_caller_after_the_last_message_that_fits_hears_that_the_box_is_full(
    exchange: Exchange, shelf: PhoneShelf, box: MailboxName
) -> None:
    alice = await phone_of(exchange, shelf, "101")
    folder, store = folder_of(exchange), store_of(exchange)
    with_at_most(exchange, 2)
    kept = [folder.leave(box), folder.leave(box)]
    call = await alice.call("102")
    await call.hears(UNAVAILABLE_TONE, timedelta(seconds=10))
    await call.hears_sound()
    await call.ended(timedelta(seconds=20))
    assert any(BOX_FULL in complaint for complaint in exchange.engine.complaints())
    assert sorted(one.id for one in store.messages(box)) == sorted(kept)
    store.remove(box, kept)
    with_at_most(exchange, 100)


def test_a_shelf_of_heard_messages_that_is_full_takes_no_more(exchange: Exchange, box: MailboxName) -> None:
    folder, store = folder_of(exchange), store_of(exchange)
    with_at_most(exchange, 1)
    first, second = folder.leave(box), folder.leave(box)
    assert store.mark(box, [first, second], heard=True) == {first: DONE, second: FULL}
    assert sorted((one.id, one.heard) for one in store.messages(box)) == [(first, True), (second, False)]
    with_at_most(exchange, 100)


def test_the_folder_of_other_tests_behaves_as_the_engine_does(
    exchange: Exchange, box: MailboxName, tmp_path: Path
) -> None:
    told = []
    for store, folder in (
        (store_of(exchange), folder_of(exchange)),
        ((played := FolderMessageStore(tmp_path)), played),
    ):
        a, b, c, d = (folder.leave(box) for _ in range(4))
        outcomes = [
            store.mark(box, [b, c], heard=True),
            store.remove(box, [a, c]),
            store.mark(box, [a, b, d], heard=False),
            store.mark(box, [d, "1-00000000"], heard=True),
            store.remove(box, [c]),
        ]
        listed = [(one.id, one.heard, one.caller_name, one.length) for one in store.messages(box)]
        files = sorted(str(file.relative_to(folder.spool.path(box))) for file in messages_below(folder, box))
        told.append((outcomes, listed, files, store.counts(box)))
    assert told[0] == told[1]


def test_an_engine_that_is_away_is_told_of_and_nothing_changes(exchange: Exchange, box: MailboxName) -> None:
    message = folder_of(exchange).leave(box)
    away = EngineMessageStore(
        account=replace(account_of(exchange), port=1), spool=spool_path(exchange.engine.home)
    )
    with pytest.raises(EngineUnreachable):
        away.remove(box, [message])
    assert [one.id for one in away.messages(box)] == [message]


def test_a_box_that_is_gone_is_erased_with_greetings_and_all(exchange: Exchange) -> None:
    gone = MailboxName(box="99999999", context=exchange.tenant.key)
    store, folder = store_of(exchange), folder_of(exchange)
    folder.leave(gone)
    (folder.spool.path(gone) / "greet.wav").write_bytes(b"RIFF")
    for _ in range(2):
        store.erase(gone)
    assert not folder.spool.path(gone).exists()


def lamp_of(told: Callee) -> set[str]:
    """Lines of the last NOTIFY that a phone heard."""
    bodies = [one.text.partition("\r\n\r\n")[2] for one in told.heard if one.method == "NOTIFY"]
    return set(bodies[-1].split("\r\n")) if bodies else set()


def with_at_most(exchange: Exchange, most: int) -> None:
    """All boxes keep so many messages."""
    spec = exchange.tenant.spec
    boxes = tuple(replace(mailbox, most_messages=most) for mailbox in spec.mailboxes)
    rendered = voicemail_render(replace(spec, mailboxes=boxes))
    file_write(exchange.engine.home / "etc" / rendered.path, rendered.text)
    exchange.engine.cli("module reload app_voicemail")


def messages_below(folder: FolderMessageStore, box: MailboxName) -> Iterator[Path]:
    return folder.spool.path(box).rglob("msg*.*")
