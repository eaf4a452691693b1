"""The mailbox of the person whose pages these are."""

from cordboard.portal.requests import CompanyRequest
from cordboard.voicemail.errors import MailboxUnknown
from cordboard.voicemail.selectors import mailbox_for_person
from cordboard.voicemail.types import MailboxSummary


def own_mailbox_find(request: CompanyRequest) -> MailboxSummary | None:
    """One's own mailbox, or None."""
    return mailbox_for_person(company=request.company.id, person=request.person.id)


def own_mailbox(request: CompanyRequest) -> MailboxSummary:
    """One's own mailbox. Raises MailboxUnknown, which becomes a 404."""
    mailbox = own_mailbox_find(request)
    if mailbox is None:
        raise MailboxUnknown
    return mailbox
