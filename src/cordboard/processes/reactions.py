"""What follows from journal entries. Each reaction runs in the act's transaction and only defers a job."""

from collections.abc import Callable

from django.db import connection

from cordboard.journal.types import JournalEntry

Defer = Callable[..., object]

# Entries after which the engine may have to change; whatever turns out unchanged costs a comparison.
CONFIGURES = ("tenancy.company_", "accounts.person_", "numbering.", "devices.", "voicemail.mailbox_")


class Apply:
    """After any number of changes to a company in one transaction, its configuration is applied once."""

    def __init__(self, defer: Defer) -> None:
        self.defer = defer

    def __call__(self, entry: JournalEntry) -> None:
        """The job is deferred, unless this transaction did so already."""
        if entry.company and once_in_transaction(f"apply_{entry.company.replace('-', '')}"):
            self.defer(company=entry.company)


class Welcome:
    """A welcome that was asked for is mailed. Source: catalogue WDX-87."""

    def __init__(self, defer: Defer) -> None:
        self.defer = defer

    def __call__(self, entry: JournalEntry) -> None:
        """The mail's job is deferred."""
        self.defer(company=entry.company, person=entry.subject)


def once_in_transaction(name: str) -> bool:
    """True the first time in the current transaction; rolled back with it, savepoint by savepoint.

    PostgreSQL keeps the mark as a setting local to the transaction, so it lives exactly as long as the deferred job's row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [f"cordboard.{name}"])
        if cursor.fetchone()[0] == "1":
            return False
        cursor.execute("SELECT set_config(%s, '1', true)", [f"cordboard.{name}"])
    return True
