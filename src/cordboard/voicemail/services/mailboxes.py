"""Acts on mailboxes."""

import secrets
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from cordboard.accounts.selectors import person_get
from cordboard.base.errors import mark
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.rules import name_clean, time_zone_check
from cordboard.tenancy.scope import all_companies, company_scope
from cordboard.tenancy.selectors import company_get
from cordboard.voicemail.errors import MailboxTaken
from cordboard.voicemail.models import Mailbox
from cordboard.voicemail.rules import longest_message_check, most_messages_check
from cordboard.voicemail.selectors import mailbox_get, mailbox_value
from cordboard.voicemail.services.pins import first_pin_give, pin_lock_set
from cordboard.voicemail.services.rows import mailbox_locked
from cordboard.voicemail.types import MailboxLimits, MailboxSummary, NoticeSettings

LONGEST_NAME = 80  # signs
_LIMITS = MailboxLimits()
_NOTICES = NoticeSettings()


@transaction.atomic
def mailbox_create(
    *,
    actor: Actor,
    company: UUID,
    person: UUID | None = None,
    name: str = "",
    email: str = "",
    time_zone: str = "",
    limits: MailboxLimits = _LIMITS,
    notices: NoticeSettings = _NOTICES,
) -> tuple[MailboxSummary, str]:
    """Messages can be left in a new mailbox, which the returned PIN opens on phones (SCO-100).

    It is a person's, or, for None, a shared one with a `name` and possibly an `email` for notices. Name and time zone
    are the person's and the company's unless given. Raises PersonUnknown, MailboxTaken, FieldInvalid.
    """
    owner = person_get(company=company, person=person) if person else None
    row = Mailbox(
        company_id=company,
        person_id=person,
        box=_box_free(),
        name=name_clean(
            name or (owner.name[:LONGEST_NAME] if owner else ""), field="name", most=LONGEST_NAME
        ),
        email=_email(email),
        time_zone=time_zone_check(time_zone or company_get(company=company).time_zone),
    )
    _limits_take(row, limits)
    _notices_take(row, notices)
    pin = first_pin_give(row)
    with company_scope(company):
        _insert(row)
    journal_record(
        kind="voicemail.mailbox_created",
        actor=actor,
        company=company,
        subject=row.pk,
        facts={"name": row.name},
    )
    return mailbox_get(company=company, mailbox=row.pk), pin


@transaction.atomic
def mailbox_change(
    *,
    actor: Actor,
    company: UUID,
    mailbox: UUID,
    name: str,
    time_zone: str,
    limits: MailboxLimits,
    email: str = "",
) -> MailboxSummary:
    """The mailbox carries these values; messages beyond a lower limit stay. Raises MailboxUnknown, FieldInvalid."""
    with company_scope(company):
        row = mailbox_locked(company, mailbox)
        row.name, row.email = name_clean(name, field="name", most=LONGEST_NAME), _email(email)
        row.time_zone = time_zone_check(time_zone)
        _limits_take(row, limits)
        row.save()
    journal_record(
        kind="voicemail.mailbox_changed",
        actor=actor,
        company=company,
        subject=mailbox,
        facts={"name": row.name},
    )
    return mailbox_value(row)


@transaction.atomic
def notices_set(*, actor: Actor, company: UUID, mailbox: UUID, notices: NoticeSettings) -> MailboxSummary:
    """Messages that arrive from now on are mailed, or not, as said (SCO-107). Raises MailboxUnknown."""
    with company_scope(company):
        row = mailbox_locked(company, mailbox)
        _notices_take(row, notices)
        row.save()
    facts: dict[str, object] = {
        "mails": notices.mails,
        "attaches_recording": notices.attaches_recording,
        "marks_heard": notices.marks_heard,
    }
    journal_record(kind="voicemail.notices_set", actor=actor, company=company, subject=mailbox, facts=facts)
    return mailbox_value(row)


@transaction.atomic
def mailbox_settle(
    *,
    actor: Actor,
    company: UUID,
    mailbox: UUID,
    time_zone: str,
    limits: MailboxLimits,
    notices: NoticeSettings,
    pin_locked: bool,
) -> None:
    """The mailbox is as its administrator wants it; what stays as it was leaves no entry. Raises MailboxUnknown, FieldInvalid."""
    before = mailbox_get(company=company, mailbox=mailbox)
    if (time_zone, limits) != (before.time_zone, before.limits):
        mailbox_change(
            actor=actor,
            company=company,
            mailbox=mailbox,
            name=before.name,
            email="" if before.person else before.email,
            time_zone=time_zone,
            limits=limits,
        )
    if notices != before.notices:
        notices_set(actor=actor, company=company, mailbox=mailbox, notices=notices)
    if pin_locked != before.pin_locked:
        pin_lock_set(actor=actor, company=company, mailbox=mailbox, locked=pin_locked)


@transaction.atomic
def mailbox_delete(*, actor: Actor, company: UUID, mailbox: UUID) -> None:
    """Nobody can leave a message any more, and its messages will be erased (by a job, from the engine's name in the entry).

    Raises MailboxUnknown.
    """
    with company_scope(company):
        row = mailbox_locked(company, mailbox)
        row.delete()
    journal_record(
        kind="voicemail.mailbox_deleted",
        actor=actor,
        company=company,
        subject=mailbox,
        facts={"name": row.name, "context": row.company.key, "box": row.box},
    )


def _insert(row: Mailbox) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise MailboxTaken from None


def _box_free() -> str:
    """Eight random digits that no mailbox of any company has."""
    with all_companies():
        while True:
            box = str(10**7 + secrets.randbelow(9 * 10**7))
            if not Mailbox.objects.filter(box=box).exists():
                return box


def _email(email: str) -> str:
    clean = email.strip()
    try:
        if clean:
            validate_email(clean)
    except ValidationError:
        raise FieldInvalid(
            field="email", reason=mark("Enter an e-mail address such as name@example.com.")
        ) from None
    return clean


def _limits_take(row: Mailbox, limits: MailboxLimits) -> None:
    row.most_messages = most_messages_check(limits.most_messages)
    row.longest_message = longest_message_check(limits.longest_message)


def _notices_take(row: Mailbox, notices: NoticeSettings) -> None:
    row.notices = notices.mails
    row.recording_attached = notices.attaches_recording
    row.heard_once_mailed = notices.marks_heard
