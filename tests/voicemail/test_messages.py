"""Messages are listed, marked and deleted for their owner only, and never while a phone goes through the box."""

from datetime import timedelta
from uuid import UUID

import pytest

from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.voicemail.errors import MailboxFull, MailboxInUse, MailboxUnknown, MessageUnknown
from cordboard.voicemail.selectors import message_get, messages_page, recording_open
from cordboard.voicemail.services import mailbox_create, message_play, messages_delete, messages_mark
from cordboard.voicemail.types import MailboxSummary
from kit.companies import Side, TwoCompanies, two_companies
from kit.voice_messages import LEFT, FolderMessageStore, messages

__all__ = ["messages", "two_companies"]

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def mailbox(two_companies: TwoCompanies) -> MailboxSummary:
    return box_of(two_companies.one)


def box_of(side: Side) -> MailboxSummary:
    made, _ = mailbox_create(actor=SYSTEM, company=side.company.id, person=side.user.person.id)
    return made


def facts_of(company: UUID) -> list[tuple[str, dict[str, str]]]:
    """Kind and facts of what the company's journal tells of messages, oldest first."""
    entries = reversed(journal_page(companies={company}).entries)
    return [(entry.kind, dict(entry.facts)) for entry in entries if "message" in entry.kind]


def test_a_message_marked_heard_is_heard_and_on_record(
    mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    first, second = messages.leave(mailbox.engine_name), messages.leave(mailbox.engine_name)
    count = messages_mark(
        actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id, messages=[first], heard=True
    )
    assert count == 1
    assert message_get(mailbox=mailbox, message=first).heard
    assert not message_get(mailbox=mailbox, message=second).heard
    assert facts_of(mailbox.company) == [
        ("voicemail.messages_marked", {"heard": "True", "count": "1", "messages": first})
    ]


def test_several_messages_are_deleted_at_once_each_counted_once(
    mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    first, second, third = (messages.leave(mailbox.engine_name) for _ in range(3))
    chosen = [first, third, first, "1-00000000"]
    count = messages_delete(actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id, messages=chosen)
    assert count == 2
    assert [one.id for one in messages.messages(mailbox.engine_name)] == [second]
    assert facts_of(mailbox.company)[0][1]["count"] == "2"


def test_a_message_that_the_phone_deleted_meanwhile_is_not_there_any_more(
    mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    message = messages.leave(mailbox.engine_name)
    messages.remove(mailbox.engine_name, [message])
    for act in (
        lambda: message_get(mailbox=mailbox, message=message),
        lambda: recording_open(mailbox=mailbox, message=message),
        lambda: message_play(actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id, message=message),
        lambda: messages_delete(
            actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id, messages=[message]
        ),
        lambda: messages_mark(
            actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id, messages=[message], heard=True
        ),
    ):
        with pytest.raises(MessageUnknown):
            act()
    assert facts_of(mailbox.company) == []


def test_nothing_changes_while_a_phone_goes_through_the_box(
    mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    message = messages.leave(mailbox.engine_name)
    messages.in_use.add(mailbox.engine_name)
    with pytest.raises(MailboxInUse):
        messages_delete(actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id, messages=[message])
    with pytest.raises(MailboxInUse):
        messages_mark(
            actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id, messages=[message], heard=True
        )
    assert [one.heard for one in messages.messages(mailbox.engine_name)] == [False]
    assert facts_of(mailbox.company) == []


def test_a_full_shelf_of_heard_messages_takes_no_more(
    mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    messages.most = 1
    first, second = messages.leave(mailbox.engine_name), messages.leave(mailbox.engine_name)
    both = {"actor": SYSTEM, "company": mailbox.company, "mailbox": mailbox.id}
    assert messages_mark(**both, messages=[first, second], heard=True) == 1  # type: ignore[arg-type]
    with pytest.raises(MailboxFull):
        messages_mark(**both, messages=[second], heard=True)  # type: ignore[arg-type]


def test_marking_what_is_marked_already_changes_nothing_and_is_no_error(
    mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    message = messages.leave(mailbox.engine_name)
    for _ in range(2):
        count = messages_mark(
            actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id, messages=[message], heard=False
        )
        assert count == 1
    assert [one.heard for one in messages.messages(mailbox.engine_name)] == [False]


def test_a_mailbox_of_another_company_is_unknown_and_a_message_of_another_box_is_too(
    two_companies: TwoCompanies, messages: FolderMessageStore
) -> None:
    one, two = box_of(two_companies.one), box_of(two_companies.two)
    message = messages.leave(one.engine_name)
    for company, box, error in (
        (two.company, one.id, MailboxUnknown),
        (two.company, two.id, MessageUnknown),
        (one.company, two.id, MailboxUnknown),
    ):
        for act in (messages_delete, messages_mark):
            options = {"heard": True} if act is messages_mark else {}
            with pytest.raises(error):
                act(actor=SYSTEM, company=company, mailbox=box, messages=[message], **options)  # type: ignore[operator]
        with pytest.raises(error):
            message_play(actor=SYSTEM, company=company, mailbox=box, message=message)
    with pytest.raises(MessageUnknown):
        message_get(mailbox=two, message=message)
    with pytest.raises(MessageUnknown):
        recording_open(mailbox=two, message=message)
    assert messages_page(mailbox=two).rows == ()
    assert [found.id for found in messages.messages(one.engine_name)] == [message]
    assert facts_of(one.company) == facts_of(two.company) == []


def test_messages_are_filtered_searched_ordered_and_paged(
    mailbox: MailboxSummary, messages: FolderMessageStore
) -> None:
    box = mailbox.engine_name
    ada = messages.leave(box, caller='"Ada Holm" <102>', left=LEFT, length=timedelta(seconds=9))
    eve = messages.leave(box, caller='"Eve" <+4722334455>', left=LEFT + timedelta(hours=1))
    nobody = messages.leave(box, caller="Unknown", left=LEFT + timedelta(hours=2))
    messages.mark(box, [eve], heard=True)

    def ids(**asked: object) -> list[str]:
        return [one.id for one in messages_page(mailbox=mailbox, **asked).rows]  # type: ignore[arg-type]

    assert ids() == [nobody, eve, ada]
    assert ids(order="left") == [ada, eve, nobody]
    assert ids(order="caller") == [nobody, ada, eve]
    assert ids(order="-length")[0] == ada
    assert ids(order="'; DROP TABLE") == [ada, eve, nobody]
    assert ids(heard=True) == [eve]
    assert ids(heard=False) == [nobody, ada]
    assert ids(text="HOLM") == [ada]
    assert ids(text="2233") == [eve]
    assert ids(offset=1, size=1) == [eve]
    page = messages_page(mailbox=mailbox, text="holm")
    assert (page.total, page.counts.new, page.counts.heard) == (1, 2, 1)
