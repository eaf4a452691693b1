"""How acts get hold of a mailbox."""

from uuid import UUID

from cordboard.voicemail.errors import MailboxUnknown
from cordboard.voicemail.models import Mailbox


def mailbox_locked(company: UUID, mailbox: UUID) -> Mailbox:
    """The mailbox with its person and company, nobody else's to change until the transaction ends. Raises MailboxUnknown."""
    rows = Mailbox.objects.select_related("person", "company").select_for_update(of=("self",))
    row = rows.filter(pk=mailbox, company=company).first()
    if row is None:
        raise MailboxUnknown
    return row
