"""Acts on messages that arrived: announced once, mailed once."""

import time
from datetime import timedelta
from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction

from cordboard.base.clock import now
from cordboard.base.mail import mail_refusal
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.scope import company_scope
from cordboard.voicemail.errors import MessageUnknown
from cordboard.voicemail.models import Mailbox, MessageNotice
from cordboard.voicemail.registry import message_store_get
from cordboard.voicemail.selectors import mailbox_get, message_get
from cordboard.voicemail.services.notice import notice_compose
from cordboard.voicemail.services.rows import mailbox_locked
from cordboard.voicemail.types import MailboxSummary

SETTLED_NS = (
    2 * 10**9
)  # a folder changed more lately may have changed again within the same tick of its clock
NOTICES_KEPT = timedelta(days=30)  # after their message is gone


@transaction.atomic
def arrivals_announce(*, mailbox: MailboxSummary) -> int:
    """Each new message not seen before is on record, once however many look at the same time; returns how many.

    A subscriber of `voicemail.message_arrived` mails them. Raises MailboxUnknown.
    """
    store = message_store_get()
    with company_scope(mailbox.company):
        row = mailbox_locked(mailbox.company, mailbox.id)
        change = store.last_change(
            mailbox.engine_name
        )  # looked at before the messages: a later one is another change
        present = store.messages(mailbox.engine_name)
        known = set(row.announced.values_list("message", flat=True))
        arrived = [one.id for one in reversed(present) if not one.heard and one.id not in known]
        for message in arrived:
            _announce(mailbox, message)
        _forget(mailbox, {one.id for one in present})
        if time.time_ns() - change > SETTLED_NS:
            row.inspected_change = change
            row.save(update_fields=["inspected_change"])
    return len(arrived)


@transaction.atomic
def notice_mail(*, company: UUID, mailbox: UUID, message: str) -> bool:
    """Whether the message was mailed, now or before; not when nobody wants to know, it is gone, or the mail was refused.

    One transaction holds sending and remembering it: should the machine die between the two, the mail goes out again
    under the same Message-ID. A mail that is refused for good is on record and never tried again. Raises OSError when
    the mail server is away or busy, MailboxUnknown.
    """
    box = mailbox_get(company=company, mailbox=mailbox)
    with company_scope(company):
        rows = MessageNotice.objects.select_for_update()
        notice = rows.filter(mailbox=mailbox, message=message).first()
    if notice is None or notice.mailed or notice.refused or not (box.notices.mails and box.email):
        return bool(notice and notice.mailed)
    try:
        mail = notice_compose(box, message_get(mailbox=box, message=message), key=notice.pk)
    except MessageUnknown:
        return False
    if refusal := _refusal_of(mail):
        _refuse(box, notice, refusal)
        return False
    notice.mailed = now()
    notice.save(update_fields=["mailed"])
    _refusal_remember(box, address="", because="")
    journal_record(
        kind="voicemail.notice_mailed",
        actor=SYSTEM,
        company=company,
        subject=mailbox,
        facts={"message": message},
    )
    return True


def _refusal_of(mail: EmailMessage) -> str:
    """What the server said when it refused the mail for good; empty when it took it. Raises OSError for other trouble."""
    try:
        mail.send()
    except OSError as fault:
        if refusal := mail_refusal(fault):
            return refusal
        raise
    return ""


def _refuse(mailbox: MailboxSummary, notice: MessageNotice, refusal: str) -> None:
    notice.refused = now()
    notice.save(update_fields=["refused"])
    _refusal_remember(mailbox, address=mailbox.email, because=refusal)
    journal_record(
        kind="voicemail.notice_refused",
        actor=SYSTEM,
        company=mailbox.company,
        subject=mailbox.id,
        facts={"message": notice.message, "address": mailbox.email, "reason": refusal},
    )


def _refusal_remember(mailbox: MailboxSummary, *, address: str, because: str) -> None:
    """Which address does not take this mailbox's notices, if any."""
    with company_scope(mailbox.company):
        rows = Mailbox.objects.filter(pk=mailbox.id).exclude(refused_address=address, refused_because=because)
        rows.update(refused_address=address, refused_because=because)


def _announce(mailbox: MailboxSummary, message: str) -> None:
    MessageNotice.objects.create(
        company_id=mailbox.company, mailbox_id=mailbox.id, message=message, noticed=now()
    )
    journal_record(
        kind="voicemail.message_arrived",
        actor=SYSTEM,
        company=mailbox.company,
        subject=mailbox.id,
        facts={"message": message},
    )


def _forget(mailbox: MailboxSummary, present: set[str]) -> None:
    """Announcements of messages long gone are gone too."""
    old = MessageNotice.objects.filter(mailbox=mailbox.id, noticed__lt=now() - NOTICES_KEPT)
    old.exclude(message__in=present).delete()
