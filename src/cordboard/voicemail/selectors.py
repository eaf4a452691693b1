"""Reads of mailboxes and messages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from cordboard.base.clock import now
from cordboard.base.sealing import Seal
from cordboard.engine.call import MailboxName
from cordboard.engine.voicemail.greetings import GreetingKind
from cordboard.engine.voicemail.messages import MessageCounts, VoiceMessage
from cordboard.numbering.selectors import extensions_for_company
from cordboard.numbering.types import ExtensionSummary
from cordboard.tenancy.scope import all_companies, company_scope
from cordboard.tenancy.selectors import company_get
from cordboard.tenancy.types import Language
from cordboard.voicemail.errors import GreetingUnknown, MailboxUnknown, MessageUnknown
from cordboard.voicemail.models import Mailbox
from cordboard.voicemail.registry import message_store_get
from cordboard.voicemail.rules import is_shut
from cordboard.voicemail.types import (
    MailboxEntry,
    MailboxLimits,
    MailboxSummary,
    NoticeSettings,
    VoicemailPart,
)

MAILBOX = "mailbox"  # destination kind: a message is taken
_MESSAGE_ORDERS: dict[str, Callable[[VoiceMessage], Any]] = {
    "left": lambda message: message.left,
    "caller": lambda message: (message.caller_name or message.caller_number).casefold(),
    "length": lambda message: message.length,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedMailbox:
    """A mailbox and how many messages it holds."""

    mailbox: MailboxSummary
    counts: MessageCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePage:
    """One page of messages, how many fit the search in all, and how many the box holds."""

    rows: tuple[VoiceMessage, ...]
    total: int
    counts: MessageCounts


def mailboxes_shared(*, company: UUID) -> tuple[CountedMailbox, ...]:
    """The company's mailboxes that are nobody's own, by name, with how many messages each holds. One query."""
    with company_scope(company):
        rows = _mailboxes(company).filter(person=None).order_by("name", "pk")
        return tuple(_counted(mailbox_value(row)) for row in rows)


def mailbox_get(*, company: UUID, mailbox: UUID) -> MailboxSummary:
    """The mailbox. Raises MailboxUnknown, also for another company's. One query."""
    with company_scope(company):
        row = _mailboxes(company).filter(pk=mailbox).first()
    if row is None:
        raise MailboxUnknown
    return mailbox_value(row)


def mailbox_for_person(*, company: UUID, person: UUID) -> MailboxSummary | None:
    """The person's mailbox, or None. One query."""
    with company_scope(company):
        row = _mailboxes(company).filter(person=person).first()
    return mailbox_value(row) if row else None


def mailbox_find(*, context: str, box: str) -> MailboxSummary | None:
    """The mailbox that the engine calls so, of whatever company: jobs know no other name. One query."""
    with all_companies():
        row = _joined().filter(box=box, company__key=context).first()
    return mailbox_value(row) if row else None


def mailboxes_stirred() -> tuple[MailboxSummary, ...]:
    """Mailboxes of all companies whose new messages changed since they were inspected. One query."""
    with all_companies():
        rows = [row for row in _joined().order_by("pk") if _stirred(row)]
        return tuple(mailbox_value(row) for row in rows)


def mailboxes_refused(*, company: UUID) -> tuple[MailboxSummary, ...]:
    """Mailboxes of the company whose notices their mail server refuses for good, by name. One query."""
    with company_scope(company):
        rows = _mailboxes(company).exclude(refused_address="").order_by("name", "pk")
        found = [mailbox_value(row) for row in rows]
    return tuple(mailbox for mailbox in found if mailbox.mail_refused)


def boxes_for_people(*, company: UUID, people: Iterable[UUID] | None = None) -> dict[UUID, MailboxName]:
    """The box of each person who has one (of everyone's, where nobody is named), as the engine knows it. One query."""
    with company_scope(company):
        rows = _mailboxes(company).filter(person__isnull=False)
        if people is not None:
            rows = rows.filter(person__in=list(people))
        return {row.person_id: engine_name(row) for row in rows if row.person_id}


def first_pin(*, company: UUID, mailbox: UUID) -> str:
    """The PIN that Cordboard chose, for telling its owner; empty once the owner has chosen another. One query."""
    with company_scope(company):
        row = _mailboxes(company).filter(pk=mailbox).first()
    if row is None:
        raise MailboxUnknown
    return seal().open(row.first_pin_sealed) if row.first_pin_sealed else ""


def messages_page(
    *,
    mailbox: MailboxSummary,
    heard: bool | None = None,
    text: str = "",
    order: str = "-left",
    offset: int = 0,
    size: int = 25,
) -> MessagePage:
    """Messages of a mailbox, new or heard ones or (None) all, whose caller holds `text`. Reads files only."""
    found = message_store_get().messages(mailbox.engine_name)
    new = sum(not message.heard for message in found)
    fitting = [message for message in found if _fits(message, heard, text.casefold())]
    key = _MESSAGE_ORDERS.get(order.lstrip("-"), _MESSAGE_ORDERS["left"])
    fitting.sort(key=key, reverse=order.startswith("-"))
    return MessagePage(
        rows=tuple(fitting[offset : offset + size]),
        total=len(fitting),
        counts=MessageCounts(new=new, heard=len(found) - new),
    )


def message_get(*, mailbox: MailboxSummary, message: str) -> VoiceMessage:
    """The message. Raises MessageUnknown, also for another mailbox's. Reads files only."""
    for found in message_store_get().messages(mailbox.engine_name):
        if found.id == message:
            return found
    raise MessageUnknown


def recording_open(*, mailbox: MailboxSummary, message: str) -> BinaryIO:
    """The recording, to be closed by whoever asked; readable to its end even if removed meanwhile. Raises MessageUnknown."""
    recording = message_store_get().recording(mailbox.engine_name, message)
    if recording is None:
        raise MessageUnknown
    return recording


def greeting_open(*, mailbox: MailboxSummary, kind: GreetingKind) -> BinaryIO:
    """The greeting, to be closed by whoever asked. Raises GreetingUnknown."""
    found = message_store_get().greeting(mailbox.engine_name, kind)
    if found is None:
        raise GreetingUnknown
    return found


def greetings_there(*, mailbox: MailboxSummary) -> frozenset[GreetingKind]:
    """Which greetings the owner has. Reads files only."""
    return frozenset(kind for kind in GreetingKind if _has_greeting(mailbox, kind))


def _has_greeting(mailbox: MailboxSummary, kind: GreetingKind) -> bool:
    sound = message_store_get().greeting(mailbox.engine_name, kind)
    if sound is not None:
        sound.close()
    return sound is not None


def voicemail_part(
    *, company: UUID, confirmed: Iterable[str] = (), unconfirmed: Mapping[str, str] | None = None
) -> VoicemailPart:
    """What the calls of a company must know of its mailboxes, and of phones their owners confirmed. Three queries."""
    extensions = extensions_for_company(company=company)
    with company_scope(company):
        rows = list(_mailboxes(company).order_by("box"))
    entries = [_entry(row, extensions) for row in rows]
    return VoicemailPart(
        context=company_get(company=company).key,
        boxes={entry.id: entry for entry in entries},
        people={entry.person: entry.id for entry in entries if entry.person},
        extensions={
            number: entry.id
            for row, entry in zip(rows, entries, strict=True)
            for number in _numbers(row, extensions)
        },
        confirmed=tuple(confirmed),
        unconfirmed=dict(unconfirmed or {}),
    )


def numbers_for_mailboxes(*, company: UUID) -> dict[str, str]:
    """The box digits behind each extension that people leave messages at. Two queries."""
    extensions = extensions_for_company(company=company)
    with company_scope(company):
        rows = list(_mailboxes(company))
    return {number: row.box for row in rows for number in _numbers(row, extensions)}


def mailbox_value(row: Mailbox) -> MailboxSummary:
    """A row, with its person and company, as the value other rooms see."""
    owner = row.person
    email = (owner.email if owner.is_active else "") if owner else row.email
    return MailboxSummary(
        id=row.pk,
        company=row.company_id,
        person=row.person_id,
        person_name=owner.name if owner else "",
        engine_name=engine_name(row),
        name=row.name,
        email=email,
        language=Language(owner.language if owner else row.company.language),
        time_zone=row.time_zone,
        limits=MailboxLimits(most_messages=row.most_messages, longest_message=row.longest_message),
        notices=NoticeSettings(
            mails=row.notices,
            attaches_recording=row.recording_attached,
            marks_heard=row.heard_once_mailed,
        ),
        pin_locked=row.pin_locked,
        pin_shut=is_shut(row.pin_failures, moment=now()),
        pin_first=bool(row.first_pin_sealed),
        mail_refused=row.refused_because if email and email == row.refused_address else "",
    )


def engine_name(row: Mailbox) -> MailboxName:
    """How the engine knows the mailbox."""
    return MailboxName(box=row.box, context=row.company.key)


def seal() -> Seal:
    """What PINs are sealed with, so that a copy of the database alone lets nobody try them."""
    return Seal(settings.CORDBOARD_SECRETS.sealing_key)


def _joined() -> QuerySet[Mailbox]:
    return Mailbox.objects.select_related("person", "company").filter(company__closed=None)


def _mailboxes(company: UUID) -> QuerySet[Mailbox]:
    return _joined().filter(company=company)


def _counted(mailbox: MailboxSummary) -> CountedMailbox:
    return CountedMailbox(mailbox=mailbox, counts=message_store_get().counts(mailbox.engine_name))


def _stirred(row: Mailbox) -> bool:
    return message_store_get().last_change(engine_name(row)) != row.inspected_change


def _fits(message: VoiceMessage, heard: bool | None, text: str) -> bool:
    if heard is not None and message.heard is not heard:
        return False
    return text in message.caller_name.casefold() or text in message.caller_number.casefold()


def _entry(row: Mailbox, extensions: Sequence[ExtensionSummary]) -> MailboxEntry:
    return MailboxEntry(
        id=str(row.pk),
        box=row.box,
        extension=next(iter(_numbers(row, extensions)), ""),
        person=str(row.person_id or ""),
    )


def _numbers(row: Mailbox, extensions: Sequence[ExtensionSummary]) -> list[str]:
    """Extensions behind which this box is: its person's, or those that lead straight to it."""
    return [
        extension.number
        for extension in extensions
        if (extension.person is not None and extension.person == row.person_id)
        or (extension.destination.kind == MAILBOX and extension.destination.id == str(row.pk))
    ]
