"""Acts on PINs. A PIN is short, so it is guarded by counting wrong ones, and its hash is sealed besides."""

from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare

from cordboard.base.clock import now
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM, Actor
from cordboard.numbering.selectors import extension_for_person
from cordboard.tenancy.scope import all_companies, company_scope
from cordboard.voicemail.errors import PinLocked
from cordboard.voicemail.models import Mailbox
from cordboard.voicemail.rules import failures_recent, is_shut, pin_check, pin_suggest
from cordboard.voicemail.selectors import seal
from cordboard.voicemail.services.rows import mailbox_locked


@transaction.atomic
def pin_set(*, actor: Actor, company: UUID, mailbox: UUID, pin: str, by_owner: bool) -> None:
    """The mailbox opens with this PIN only, at once, however often a wrong one was tried before.

    Raises MailboxUnknown, PinInvalid, PinTrivial, and PinLocked when its owner may not change it (SCO-104).
    """
    with company_scope(company):
        row = mailbox_locked(company, mailbox)
        if by_owner and row.pin_locked:
            raise PinLocked
        hashed = make_password(pin_check(pin, extension=_extension(row)))
        row.pin_sealed, row.first_pin_sealed, row.pin_failures = seal().close(hashed), "", []
        row.save()
    journal_record(kind="voicemail.pin_set", actor=actor, company=company, subject=mailbox)


@transaction.atomic
def pin_renew(*, actor: Actor, company: UUID, mailbox: UUID) -> str:
    """The mailbox opens with the returned random PIN only, also when it was shut. Raises MailboxUnknown."""
    with company_scope(company):
        row = mailbox_locked(company, mailbox)
        pin = first_pin_give(row)
        row.save()
    journal_record(kind="voicemail.pin_renewed", actor=actor, company=company, subject=mailbox)
    return pin


@transaction.atomic
def pin_lock_set(*, actor: Actor, company: UUID, mailbox: UUID, locked: bool) -> None:
    """The owner can, or can not, change the PIN (SCO-104). Raises MailboxUnknown."""
    with company_scope(company):
        row = mailbox_locked(company, mailbox)
        row.pin_locked = locked
        row.save()
    journal_record(
        kind="voicemail.pin_lock_set",
        actor=actor,
        company=company,
        subject=mailbox,
        facts={"locked": locked},
    )


@transaction.atomic
def pin_verify(*, mailbox: UUID, pin: str) -> bool:
    """Whether the PIN opens the mailbox, of whatever company: a call knows no more than its id.

    Each wrong PIN is on record. After ten within a quarter of an hour none is looked at until the oldest of them is a
    quarter of an hour old; that is on record too. Attempts at one box wait for each other, so that none goes uncounted.
    """
    with all_companies():
        rows = Mailbox.objects.select_for_update(of=("self",))
        row = rows.select_related("company").filter(pk=mailbox).first()
        if row is None or is_shut(row.pin_failures, moment=now()):
            return False
        opened = _opens(row, pin)
        _attempt_count(row, opened)
    return opened


def first_pin_give(row: Mailbox) -> str:
    """The row holds a random PIN, which stays readable until its owner chooses another (ADR 42)."""
    pin = pin_suggest(extension=_extension(row))
    row.pin_sealed, row.first_pin_sealed, row.pin_failures = "", seal().close(pin), []
    return pin


def _opens(row: Mailbox, pin: str) -> bool:
    if row.first_pin_sealed:
        return constant_time_compare(pin, seal().open(row.first_pin_sealed))
    return check_password(pin, seal().open(row.pin_sealed))


def _attempt_count(row: Mailbox, opened: bool) -> None:
    before = row.pin_failures
    row.pin_failures = [] if opened else [*failures_recent(before, moment=now()), now()]
    if row.pin_failures != before:
        row.save(update_fields=["pin_failures"])
    if opened:
        return
    kind = "voicemail.pin_shut" if is_shut(row.pin_failures, moment=now()) else "voicemail.pin_refused"
    journal_record(kind=kind, actor=SYSTEM, company=row.company_id, subject=row.pk)


def _extension(row: Mailbox) -> str:
    """The owner's extension; empty for a shared box and for who has none."""
    if row.person_id is None:
        return ""
    extension = extension_for_person(company=row.company_id, person=row.person_id)
    return extension.number if extension else ""
