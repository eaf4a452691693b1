"""What follows from journal entries, and from what pages ask for. Each reaction runs in the act's transaction and only defers a job."""

from cordboard.journal.types import JournalEntry
from cordboard.processes.jobs import (
    APPLY_COMPANY,
    CLEAR_COMPANY,
    ERASE_COMPANY_MESSAGES,
    ERASE_MAILBOX,
    MAIL_HANDED_PHONE,
    MAIL_NOTICE,
    MAIL_RESET,
    REMOVE_COMPANY,
    SEND_WELCOME,
)

# Entries after which the engine may have to change; whatever turns out unchanged costs a comparison.
CONFIGURES = (
    "tenancy.company_",
    "accounts.person_",
    "numbering.",
    "devices.",
    "voicemail.mailbox_",
    "trunks.",
    "hours.",
    "groups.",
    "menus.",
    "deployment.company_drifted",
)


def company_configure(entry: JournalEntry) -> None:
    """The company's configuration will be applied; once, however many changes wait for it."""
    if entry.company:
        APPLY_COMPANY.defer(company=entry.company)


def company_take_away(entry: JournalEntry) -> None:
    """What the engine holds of a closed company, its voice messages and its rows will be gone."""
    REMOVE_COMPANY.defer(key=entry.facts["key"])
    ERASE_COMPANY_MESSAGES.defer(context=entry.facts["key"])
    if entry.company:
        CLEAR_COMPANY.defer(company=entry.company)


def stranger_take_away(entry: JournalEntry) -> None:
    """A company that lies on the node and that nobody knows will be gone from it."""
    REMOVE_COMPANY.defer(key=entry.subject)


def welcome_mail(entry: JournalEntry) -> None:
    """A welcome that was asked for will be mailed. Source: catalogue WDX-87."""
    SEND_WELCOME.defer(company=entry.company, person=entry.subject)


def reset_mail(email: str) -> None:
    """A link to choose a new password will be mailed to whoever has this address."""
    MAIL_RESET.defer(email=email)


def handed_phone_mail(entry: JournalEntry) -> None:
    """Whoever has a phone account from somebody else will be told."""
    if entry.company and (owner := entry.facts.get("handed_to")):
        MAIL_HANDED_PHONE.defer(
            company=entry.company, person=owner, device=entry.subject, by=entry.actor.name
        )


def message_mail(entry: JournalEntry) -> None:
    """That a voice message arrived will be mailed. Source: catalogue SCO-107."""
    if entry.company:
        MAIL_NOTICE.defer(company=entry.company, mailbox=entry.subject, message=entry.facts["message"])


def mailbox_messages_erase(entry: JournalEntry) -> None:
    """The messages of a deleted mailbox will be erased."""
    ERASE_MAILBOX.defer(context=entry.facts["context"], box=entry.facts["box"])
