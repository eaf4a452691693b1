"""Background entry points. Each may run twice: it leaves the same behind."""

import contextlib
from uuid import UUID

from cordboard.engine.call import MailboxName
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.selectors import companies_for_keys
from cordboard.voicemail.errors import MailboxFull, MailboxUnknown, MessageUnknown
from cordboard.voicemail.registry import message_store_get
from cordboard.voicemail.selectors import mailbox_find, mailbox_get, mailboxes_stirred
from cordboard.voicemail.services import arrivals_announce, messages_mark, notice_mail


def mailbox_inspect(context: str, box: str) -> None:
    """Announce what is new in the mailbox that the engine calls so; nothing when there is none."""
    mailbox = mailbox_find(context=context, box=box)
    if mailbox:
        with contextlib.suppress(MailboxUnknown):  # deleted meanwhile
            arrivals_announce(mailbox=mailbox)


def mailboxes_sweep() -> None:
    """Announce what is new in any mailbox: whoever was to tell us of it may have been away."""
    for mailbox in mailboxes_stirred():
        with contextlib.suppress(MailboxUnknown):
            arrivals_announce(mailbox=mailbox)


def mail_notice(company: str, mailbox: str, message: str) -> None:
    """Mail that a message arrived. Raises OSError when the mail server is away, and what keeps it from being marked."""
    try:
        if notice_mail(company=UUID(company), mailbox=UUID(mailbox), message=message):
            _mark_mailed(UUID(company), UUID(mailbox), message)
    except MailboxUnknown:
        return


def mailbox_erase(context: str, box: str) -> None:
    """Erase the messages of a deleted mailbox, unless there is one of that name after all."""
    if mailbox_find(context=context, box=box) is None:
        message_store_get().erase(MailboxName(box=box, context=context))


def company_messages_erase(context: str) -> None:
    """Erase every message of a closed or deleted company, unless there is one of that engine key after all."""
    if not companies_for_keys(keys=[context]):
        message_store_get().erase_all(context)


def _mark_mailed(company: UUID, mailbox: UUID, message: str) -> None:
    if not mailbox_get(company=company, mailbox=mailbox).notices.marks_heard:
        return
    with contextlib.suppress(MessageUnknown, MailboxFull):
        messages_mark(actor=SYSTEM, company=company, mailbox=mailbox, messages=[message], heard=True)
