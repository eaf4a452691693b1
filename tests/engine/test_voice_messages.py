"""The engine's text files of messages are read without believing what callers put into them."""

import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cordboard.engine.call import MailboxName
from cordboard.engine.voicemail.messages import caller_read, message_read, text_shown
from cordboard.engine.voicemail.spool import MessageSpool
from kit.voice_messages import LEFT, FolderMessageStore, message_text

pytestmark = pytest.mark.pure

ID = "1772357400-0000002a"
BOX = MailboxName(box="12345678", context="tabcdefghijkmnpqr")
WRITTEN = datetime(2026, 3, 2, tzinfo=UTC)


def read(caller: str) -> tuple[str, str]:
    text = message_text(ID, caller=caller, left=LEFT, length=timedelta(seconds=42))
    message = message_read(text, heard=False, written=WRITTEN)
    assert message is not None
    assert (message.id, message.left, message.length) == (ID, LEFT, timedelta(seconds=42))
    return message.caller_name, message.caller_number


@pytest.mark.parametrize(
    ("case", "written", "name", "number"),
    [
        ("name and number", '"Ada Holm" <102>', "Ada Holm", "102"),
        ("number alone", "+4722334455", "", "+4722334455"),
        ("empty name", '"" <102>', "", "102"),
        ("withheld", "Unknown", "", ""),
        ("nothing", "", "", ""),
        ("quotes in the name", '"Ada "the" Holm" <102>', 'Ada "the" Holm', "102"),
        ("quotes as the engine writes them", r'"Ada \"the\" Holm\\" <102>', 'Ada "the" Holm\\', "102"),
        ("angle brackets in the name", '"<b>Ada</b> <1>" <102>', "<b>Ada</b> <1>", "102"),
        ("name alone", "Ada", "Ada", ""),
        ("accents and emoji", '"Éva Žižková ☎" <102>', "Éva Žižková ☎", "102"),
        ("writing turned round", '"Ada\u202e102" <102>', "Ada 102", "102"),
        ("three hundred signs", f'"{"x" * 300}" <{"5" * 300}>', "x" * 80, "5" * 40),
    ],
)
def test_callers_are_read_and_made_harmless(case: str, written: str, name: str, number: str) -> None:
    assert read(written) == (name, number)


def test_a_caller_who_slips_in_lines_changes_nothing_but_his_own_name() -> None:
    forged = '"Eve\norigtime=1\nmsg_id=1-00000001\nduration=9999\n[message]\nflag=Urgent" <666>'
    assert read(forged) == ('"Eve', "")


@given(st.text())
@example('"\x00\r\n" <\x1b[31m>')
def test_any_text_is_a_caller_of_one_printable_line(written: str) -> None:
    for text in caller_read(written):
        assert not any(unicodedata.category(sign)[0] == "C" for sign in text)
        assert text == " ".join(text.split())
        assert len(text) <= 80


@given(st.text())
def test_any_text_file_is_a_message_or_none(text: str) -> None:
    message_read(text, heard=False, written=WRITTEN)


@pytest.mark.parametrize("id_written", ["", "../../etc/passwd", "1772357400-0000002A", "1772357400", "1-1"])
def test_a_file_without_an_id_of_the_engines_is_no_message(id_written: str) -> None:
    text = message_text(id_written, caller="102", left=LEFT, length=timedelta(seconds=1))
    assert message_read(text, heard=False, written=WRITTEN) is None


@pytest.mark.parametrize("number", ["", "-5", "1e9", "9" * 30, "0x10", "５"])
def test_a_moment_or_length_that_is_none_is_replaced(number: str) -> None:
    text = f"msg_id={ID}\norigtime={number}\nduration={number}\n"
    message = message_read(text, heard=True, written=WRITTEN)
    assert message is not None
    assert (message.left, message.length) == (WRITTEN, timedelta(0))


@pytest.mark.parametrize("text", ["a\u0000b", "a\nb", "a\u202eb", "a\u2028b", "a  b ", "\ta\tb"])
def test_texts_are_shown_on_one_line(text: str) -> None:
    assert text_shown(text, most=80) == "a b"


@pytest.mark.parametrize(
    ("box", "context"),
    [
        ("../12345678", BOX.context),
        ("", BOX.context),
        ("1/2", BOX.context),
        ("12345678\n", BOX.context),
        (BOX.box, ".."),
        (BOX.box, "tabcdefghijkmnpqr/../tabcdefghijkmnpqr"),
        (BOX.box, ""),
    ],
)
def test_a_name_that_is_no_mailboxs_reaches_no_file(tmp_path: Path, box: str, context: str) -> None:
    with pytest.raises(ValueError, match="no "):
        MessageSpool(tmp_path).messages(MailboxName(box=box, context=context))


def test_a_box_that_never_had_a_message_is_empty(tmp_path: Path) -> None:
    spool = MessageSpool(tmp_path)
    assert spool.messages(BOX) == ()
    assert (spool.counts(BOX).new, spool.last_change(BOX)) == (0, 0)


def test_a_recording_is_the_messages_own_although_the_engine_renumbers(tmp_path: Path) -> None:
    store = FolderMessageStore(tmp_path)
    first, second = (
        store.leave(BOX, length=timedelta(seconds=1)),
        store.leave(BOX, length=timedelta(seconds=2)),
    )
    place = store.spool.find(BOX, second)
    assert place is not None
    assert place.text.name == "msg0001.txt"
    store.remove(BOX, [first])
    assert not place.text.exists()
    recording = store.spool.open(BOX, second)
    assert recording is not None
    with recording:
        assert len(recording.read()) == 44 + 2 * 16000


def test_a_recording_goes_on_when_its_message_is_removed_meanwhile(tmp_path: Path) -> None:
    store = FolderMessageStore(tmp_path)
    message = store.leave(BOX)
    recording = store.spool.open(BOX, message)
    assert recording is not None
    with recording:
        store.remove(BOX, [message])
        assert len(recording.read()) == 44 + 2 * 16000
    assert store.spool.open(BOX, message) is None


def test_a_message_put_under_the_same_number_meanwhile_is_not_taken_for_the_one_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderMessageStore(tmp_path)
    first, second = store.leave(BOX), store.leave(BOX, length=timedelta(seconds=9))
    path_open = Path.open
    removed: list[str] = []

    def open_late(path: Path, *arguments: str) -> object:
        """Just before the recording is opened, the phone deletes the message and the next one takes its number."""
        if path.suffix == ".wav" and not removed:
            removed.append(first)
            store.remove(BOX, [first])
        return path_open(path, *arguments)

    monkeypatch.setattr(Path, "open", open_late)
    assert store.spool.open(BOX, first) is None
    assert [one.id for one in store.messages(BOX)] == [second]


def test_last_change_tells_of_messages_that_come_and_go(tmp_path: Path) -> None:
    store = FolderMessageStore(tmp_path)
    message = store.leave(BOX)
    before = store.last_change(BOX)
    assert before == store.last_change(BOX)
    store.mark(BOX, [message], heard=True)
    assert store.last_change(BOX) >= before
