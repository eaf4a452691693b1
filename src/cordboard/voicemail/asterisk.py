"""Mailboxes as the engine needs them."""

from uuid import UUID

from cordboard.engine.names import CompanyKey
from cordboard.engine.specs import MailboxSpec
from cordboard.tenancy.scope import company_scope
from cordboard.voicemail.models import Mailbox
from cordboard.voicemail.selectors import mailbox_value


def mailboxes_for_engine(*, company: UUID) -> tuple[MailboxSpec, ...]:
    """Specs of the company's mailboxes, by box. PINs stay with us (design: the engine is never asked for one). One query."""
    with company_scope(company):
        rows = Mailbox.objects.filter(company=company).select_related("person", "company").order_by("box")
        return tuple(_spec(row) for row in rows)


def _spec(row: Mailbox) -> MailboxSpec:
    mailbox = mailbox_value(row)
    return MailboxSpec(
        box=row.box,
        company=CompanyKey(row.company.key),
        name=row.name,
        language=mailbox.language.prompts,
        time_zone=row.time_zone,
        most_messages=row.most_messages,
        longest_message=row.longest_message,
    )
