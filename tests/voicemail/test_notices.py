"""A message that arrives is mailed once, whatever is away or asked twice, and its caller can forge nothing."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import translation

from cordboard.accounts.models import Person
from cordboard.accounts.services import person_language_set
from cordboard.base.configuration import Configuration
from cordboard.journal import registry as reactions
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM, JournalEntry
from cordboard.people.services import company_remove
from cordboard.tenancy.scope import all_companies
from cordboard.tenancy.types import Language
from cordboard.voicemail import jobs
from cordboard.voicemail.models import Mailbox, MessageNotice
from cordboard.voicemail.selectors import mailboxes_refused, mailboxes_stirred, message_get
from cordboard.voicemail.services import mailbox_create, mailbox_delete, notices_set
from cordboard.voicemail.types import MailboxSummary, NoticeSettings
from kit.companies import Side, TwoCompanies, two_companies
from kit.letterbox import Letterbox, letterbox
from kit.voice_messages import LEFT, FolderMessageStore, messages

__all__ = ["letterbox", "messages", "two_companies"]

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def arrived() -> Iterator[list[dict[str, str]]]:
    """What the subscriber of arrivals was told: the arguments of each mail's job."""
    told: list[dict[str, str]] = []

    def remember(entry: JournalEntry) -> None:
        told.append(
            {"company": str(entry.company), "mailbox": entry.subject, "message": entry.facts["message"]}
        )

    before = list(reactions._subscribers)
    reactions._subscribers[:] = [("voicemail.message_arrived", remember)]
    yield told
    reactions._subscribers[:] = before


def box_of(side: Side, **notices: bool) -> MailboxSummary:
    mailbox, _ = mailbox_create(
        actor=SYSTEM,
        company=side.company.id,
        person=side.user.person.id,
        notices=NoticeSettings(**notices),
    )
    return mailbox


def inspect(mailbox: MailboxSummary) -> None:
    jobs.mailbox_inspect(mailbox.engine_name.context, mailbox.engine_name.box)


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_a_new_message_is_mailed_with_its_recording(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
) -> None:
    side = two_companies.one
    mailbox = box_of(side)
    message = messages.leave(
        mailbox.engine_name, caller='"Ada Holm" <102>', left=datetime(2026, 7, 1, 9, 5, 7, tzinfo=UTC)
    )
    inspect(mailbox)
    (job,) = arrived
    jobs.mail_notice(**job)
    (mail,) = letterbox.mails
    assert mail["To"] == side.user.person.email
    assert mail["Subject"] == "Voice message from Ada Holm (0:02)"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Ada Holm <102>" in text_of(mail)
    assert "10:05" in text_of(mail)  # in the mailbox's zone, London in summer
    assert "*98" in text_of(mail)
    html = mail.get_body(("html",))
    assert html is not None
    assert "Ada Holm" in html.get_content()
    (recording,) = mail.iter_attachments()
    assert (recording.get_content_type(), recording.get_filename()) == (
        "audio/x-wav" if recording.get_content_type() == "audio/x-wav" else "audio/wav",
        "voicemail-2026-07-01-100507.wav",
    )
    opened = messages.recording(mailbox.engine_name, message)
    assert opened is not None
    with opened:
        assert recording.get_content() == opened.read()
    assert not message_get(mailbox=mailbox, message=message).heard


def test_a_message_is_announced_once_however_often_one_looks(
    two_companies: TwoCompanies, messages: FolderMessageStore, arrived: list[dict[str, str]]
) -> None:
    mailbox = box_of(two_companies.one)
    first = messages.leave(mailbox.engine_name)
    inspect(mailbox)
    inspect(mailbox)
    jobs.mailboxes_sweep()
    second = messages.leave(mailbox.engine_name)
    jobs.mailboxes_sweep()
    inspect(mailbox)
    assert [job["message"] for job in arrived] == [first, second]


def test_a_message_heard_on_the_phone_before_anyone_looked_is_not_announced(
    two_companies: TwoCompanies, messages: FolderMessageStore, arrived: list[dict[str, str]]
) -> None:
    mailbox = box_of(two_companies.one)
    message = messages.leave(mailbox.engine_name)
    messages.mark(mailbox.engine_name, [message], heard=True)
    inspect(mailbox)
    messages.mark(mailbox.engine_name, [message], heard=False)
    inspect(mailbox)
    assert [job["message"] for job in arrived] == [message]


def test_a_mail_goes_out_once_however_often_its_job_runs(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
) -> None:
    mailbox = box_of(two_companies.one)
    messages.leave(mailbox.engine_name)
    inspect(mailbox)
    for _ in range(3):
        jobs.mail_notice(**arrived[0])
    assert len(letterbox.mails) == 1
    told = [entry.kind for entry in journal_page(companies={mailbox.company}).entries]
    assert told.count("voicemail.notice_mailed") == 1


def test_a_mail_server_that_is_away_or_refuses_loses_nothing(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
    settings: Any,
) -> None:
    mailbox = box_of(two_companies.one)
    messages.leave(mailbox.engine_name)
    inspect(mailbox)
    there = settings.CORDBOARD
    values = {name: getattr(there, name) for name in there.__slots__}
    settings.CORDBOARD = Configuration(**{**values, "smtp": "smtp://127.0.0.1:1"})
    with pytest.raises(OSError, match="refused"):
        jobs.mail_notice(**arrived[0])
    settings.CORDBOARD = there
    letterbox.refusal = "452 no room"
    with pytest.raises(OSError, match="452"):
        jobs.mail_notice(**arrived[0])
    letterbox.refusal = ""
    jobs.mail_notice(**arrived[0])
    assert len(letterbox.mails) == 1


def test_a_mail_refused_for_good_is_told_once_and_holds_up_no_other(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
) -> None:
    one, two = box_of(two_companies.one), box_of(two_companies.two)
    letterbox.unknown.add(one.email)
    for mailbox in (one, two):
        messages.leave(mailbox.engine_name)
        inspect(mailbox)
    for job in [*arrived, *arrived]:
        jobs.mail_notice(**job)
    assert [mail["To"] for mail in letterbox.mails] == [two.email]
    assert letterbox.asked.count(one.email) == 1
    (told,) = refusals(one)
    assert told.facts["address"] == one.email
    assert told.facts["reason"] == "550 5.1.1 No such user here"
    assert refusals(two) == []
    assert [box.id for box in mailboxes_refused(company=one.company)] == [one.id]
    assert mailboxes_refused(company=two.company) == ()


def test_the_next_mail_is_tried_and_what_is_taken_ends_the_trouble(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
) -> None:
    mailbox = box_of(two_companies.one)
    letterbox.unknown.add(mailbox.email)
    for _ in range(2):
        messages.leave(mailbox.engine_name)
    inspect(mailbox)
    jobs.mail_notice(**arrived[0])
    letterbox.unknown.clear()
    jobs.mail_notice(**arrived[1])
    assert len(letterbox.mails) == 1
    assert mailboxes_refused(company=mailbox.company) == ()


def test_another_address_is_no_trouble(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
) -> None:
    mailbox = box_of(two_companies.one)
    letterbox.unknown.add(mailbox.email)
    messages.leave(mailbox.engine_name)
    inspect(mailbox)
    jobs.mail_notice(**arrived[0])
    with all_companies():
        Person.objects.filter(pk=mailbox.person).update(email="better@example.com")
    assert mailboxes_refused(company=mailbox.company) == ()


@pytest.mark.parametrize("answer", ["550 5.7.1 looks like spam", "554 \x1b[2J5.6.0 " + "x" * 400])
def test_a_mail_refused_by_its_content_is_told_too_on_one_harmless_line(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
    answer: str,
) -> None:
    mailbox = box_of(two_companies.one)
    letterbox.refusal = answer
    messages.leave(mailbox.engine_name)
    inspect(mailbox)
    jobs.mail_notice(**arrived[0])
    (told,) = refusals(mailbox)
    assert told.facts["reason"].isprintable()
    assert len(told.facts["reason"]) <= 200


@pytest.mark.parametrize("answer", ["450 4.2.0 greylisted", "421 too many connections"])
def test_a_recipient_refused_for_now_is_tried_again(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
    answer: str,
) -> None:
    mailbox = box_of(two_companies.one)
    letterbox.unknown.add(mailbox.email)
    letterbox.unknown_answer = answer
    messages.leave(mailbox.engine_name)
    inspect(mailbox)
    with pytest.raises(OSError, match=answer[:3]):
        jobs.mail_notice(**arrived[0])
    letterbox.unknown.clear()
    jobs.mail_notice(**arrived[0])
    assert len(letterbox.mails) == 1
    assert refusals(mailbox) == []


def refusals(mailbox: MailboxSummary) -> list[JournalEntry]:
    """What the journal tells of mails refused for good."""
    entries = journal_page(companies={mailbox.company}).entries
    return [entry for entry in entries if entry.kind == "voicemail.notice_refused"]


def test_a_mail_sent_again_after_a_crash_is_the_same_mail(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
) -> None:
    mailbox = box_of(two_companies.one)
    messages.leave(mailbox.engine_name)
    inspect(mailbox)
    jobs.mail_notice(**arrived[0])
    with all_companies():  # the machine died before it was remembered
        MessageNotice.objects.update(mailed=None)
    jobs.mail_notice(**arrived[0])
    assert len({mail["Message-ID"] for mail in letterbox.mails}) == 1


@pytest.mark.parametrize(
    ("language", "subject", "text"),
    [
        (Language.ENGLISH, "Voice message from Ada (0:02)", "You have a new voice message."),
        (Language.FRENCH, "Message vocal de Ada (0:02)", "Vous avez un nouveau message vocal."),
        (Language.SPANISH, "Mensaje de voz de Ada (0:02)", "Tiene un nuevo mensaje de voz."),
        (Language.NORWEGIAN, "Talemelding fra Ada (0:02)", "Du har en ny talemelding."),
    ],
)
def test_mails_speak_their_readers_language(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
    language: Language,
    subject: str,
    text: str,
) -> None:
    mailbox = box_of(two_companies.one)
    person_language_set(actor=SYSTEM, person=two_companies.one.user.person.id, language=language)
    messages.leave(mailbox.engine_name, caller='"Ada" <102>')
    inspect(mailbox)
    with translation.override("es" if language is not Language.SPANISH else "en"):
        jobs.mail_notice(**arrived[0])
    (mail,) = letterbox.mails
    assert mail["Subject"] == subject
    assert text in text_of(mail)


@pytest.mark.parametrize(
    "caller",
    [
        '"Eve\r\nBcc: everyone@example.com" <1>',
        '"Eve\nBcc: everyone@example.com\n\nBuy!" <1>',
        '"Eve\u2028Bcc: everyone@example.com" <1>',
        '"=?utf-8?q?=0ABcc=3A_everyone=40example=2Ecom?=" <1>',
        '"{{ settings.SECRET_KEY }}{% debug %}" <1>',
        '"<script>alert(1)</script>" <"><script>alert(2)</script>>',
        f'"{"é" * 500}" <{"1" * 500}>',
    ],
)
def test_a_caller_forges_neither_headers_nor_markup(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
    caller: str,
) -> None:
    mailbox = box_of(two_companies.one)
    messages.leave(mailbox.engine_name, caller=caller)
    inspect(mailbox)
    jobs.mail_notice(**arrived[0])
    (mail,) = letterbox.mails
    assert mail["Bcc"] is None
    assert mail["To"] == two_companies.one.user.person.email
    html = mail.get_body(("html",))
    assert html is not None
    assert "<script" not in html.get_content()
    (recording,) = mail.iter_attachments()
    assert recording.get_filename() == "voicemail-2026-03-01-093000.wav"


def test_settings_decide_whether_and_what_is_mailed(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
) -> None:
    silent, plain = (
        box_of(two_companies.one, mails=False),
        box_of(two_companies.two, attaches_recording=False),
    )
    for mailbox in (silent, plain):
        messages.leave(mailbox.engine_name)
        inspect(mailbox)
    for job in arrived:
        jobs.mail_notice(**job)
    (mail,) = letterbox.mails
    assert mail["To"] == two_companies.two.user.person.email
    assert list(mail.iter_attachments()) == []
    assert "attached" not in text_of(mail)


def test_messages_that_came_while_notices_were_off_are_not_mailed_later(
    two_companies: TwoCompanies, messages: FolderMessageStore, arrived: list[dict[str, str]]
) -> None:
    mailbox = box_of(two_companies.one, mails=False)
    messages.leave(mailbox.engine_name)
    inspect(mailbox)
    arrived.clear()
    notices_set(actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id, notices=NoticeSettings())
    inspect(mailbox)
    jobs.mailboxes_sweep()
    assert arrived == []


def test_a_mailed_message_counts_as_heard_where_wished_also_when_a_phone_was_in_the_way(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
) -> None:
    mailbox = box_of(two_companies.one, marks_heard=True)
    message = messages.leave(mailbox.engine_name)
    inspect(mailbox)
    messages.in_use.add(mailbox.engine_name)
    with pytest.raises(Exception, match=r"voicemail\.mailbox_in_use"):
        jobs.mail_notice(**arrived[0])
    messages.in_use.clear()
    jobs.mail_notice(**arrived[0])
    assert message_get(mailbox=mailbox, message=message).heard
    assert len(letterbox.mails) == 1


def test_a_message_deleted_before_its_mail_is_not_mailed(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
) -> None:
    mailbox = box_of(two_companies.one)
    message = messages.leave(mailbox.engine_name)
    inspect(mailbox)
    messages.remove(mailbox.engine_name, [message])
    jobs.mail_notice(**arrived[0])
    mailbox_delete(actor=SYSTEM, company=mailbox.company, mailbox=mailbox.id)
    jobs.mail_notice(**arrived[0])
    assert letterbox.mails == []


def test_a_recording_too_large_for_a_mail_is_told_of_instead(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
) -> None:
    mailbox = box_of(two_companies.one)
    messages.leave(mailbox.engine_name, length=timedelta(minutes=17))
    inspect(mailbox)
    jobs.mail_notice(**arrived[0])
    (mail,) = letterbox.mails
    assert list(mail.iter_attachments()) == []
    assert "too long" in text_of(mail)


def test_a_job_of_one_company_reaches_no_mailbox_of_another(
    two_companies: TwoCompanies,
    messages: FolderMessageStore,
    letterbox: Letterbox,
    arrived: list[dict[str, str]],
) -> None:
    one, two = box_of(two_companies.one), box_of(two_companies.two)
    message = messages.leave(one.engine_name)
    jobs.mailbox_inspect(two.engine_name.context, one.engine_name.box)
    assert arrived == []
    inspect(one)
    jobs.mail_notice(str(two.company), str(one.id), message)
    jobs.mail_notice(str(two.company), str(two.id), message)
    assert letterbox.mails == []


def test_the_sweep_looks_only_where_messages_came_or_went(
    two_companies: TwoCompanies, messages: FolderMessageStore, arrived: list[dict[str, str]]
) -> None:
    one, two = box_of(two_companies.one), box_of(two_companies.two)
    assert mailboxes_stirred() == ()
    messages.leave(one.engine_name)
    assert [box.id for box in mailboxes_stirred()] == [one.id]
    jobs.mailboxes_sweep()
    assert [box.id for box in mailboxes_stirred()] == [one.id]  # too fresh to be called settled
    with all_companies():
        Mailbox.objects.filter(pk=one.id).update(inspected_change=messages.last_change(one.engine_name))
    assert mailboxes_stirred() == ()
    messages.leave(two.engine_name)
    assert [box.id for box in mailboxes_stirred()] == [two.id]


def test_a_box_that_has_settled_is_not_looked_at_again(
    two_companies: TwoCompanies, messages: FolderMessageStore
) -> None:
    import os
    import time

    mailbox = box_of(two_companies.one)
    messages.leave(mailbox.engine_name)
    past = time.time() - 60
    os.utime(messages.spool.path(mailbox.engine_name) / "INBOX", (past, past))
    jobs.mailboxes_sweep()
    assert mailboxes_stirred() == ()


def test_messages_of_a_deleted_mailbox_are_erased_and_those_of_a_living_one_are_not(
    two_companies: TwoCompanies, messages: FolderMessageStore
) -> None:
    one, two = box_of(two_companies.one), box_of(two_companies.two)
    for mailbox in (one, two):
        messages.leave(mailbox.engine_name)
    mailbox_delete(actor=SYSTEM, company=one.company, mailbox=one.id)
    for mailbox in (one, two):
        for _ in range(2):
            jobs.mailbox_erase(mailbox.engine_name.context, mailbox.engine_name.box)
    assert messages.messages(one.engine_name) == ()
    assert len(messages.messages(two.engine_name)) == 1


def test_messages_of_a_deleted_company_are_erased_and_nobody_elses(
    two_companies: TwoCompanies, messages: FolderMessageStore
) -> None:
    one, two = box_of(two_companies.one), box_of(two_companies.two)
    for mailbox in (one, two):
        messages.leave(mailbox.engine_name)
    jobs.company_messages_erase(one.engine_name.context)
    assert len(messages.messages(one.engine_name)) == 1  # the company lives
    company_remove(actor=SYSTEM, company=one.company)
    for _ in range(2):
        jobs.company_messages_erase(one.engine_name.context)
    assert messages.messages(one.engine_name) == ()
    assert len(messages.messages(two.engine_name)) == 1


def test_announcements_of_messages_long_gone_are_forgotten(
    two_companies: TwoCompanies, messages: FolderMessageStore, arrived: list[dict[str, str]]
) -> None:
    mailbox = box_of(two_companies.one)
    gone, kept = messages.leave(mailbox.engine_name), messages.leave(mailbox.engine_name)
    inspect(mailbox)
    messages.remove(mailbox.engine_name, [gone])
    with all_companies():
        MessageNotice.objects.update(noticed=LEFT - timedelta(days=365))
    inspect(mailbox)
    with all_companies():
        assert [notice.message for notice in MessageNotice.objects.all()] == [kept]
    assert [job["message"] for job in arrived] == [gone, kept]
