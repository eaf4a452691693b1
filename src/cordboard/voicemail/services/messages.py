"""Acts on messages. The engine carries them out; the journal entry stands or falls with them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from cordboard.engine.voicemail.messages import ChangeOutcome
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.voicemail.errors import MailboxFull, MailboxInUse, MessageUnknown
from cordboard.voicemail.registry import message_store_get
from cordboard.voicemail.selectors import mailbox_get, message_get

Outcomes = Mapping[str, ChangeOutcome]


@transaction.atomic
def messages_mark(*, actor: Actor, company: UUID, mailbox: UUID, messages: Iterable[str], heard: bool) -> int:
    """The messages count as heard, or as new, for phones and lamps too; returns how many of them are still there.

    Raises MailboxUnknown, MessageUnknown when none is there, MailboxInUse, MailboxFull, EngineUnreachable.
    """
    box = mailbox_get(company=company, mailbox=mailbox).engine_name
    outcomes = message_store_get().mark(box, _chosen(messages), heard=heard)
    return _recorded("voicemail.messages_marked", actor, company, mailbox, outcomes, {"heard": heard})


@transaction.atomic
def messages_delete(*, actor: Actor, company: UUID, mailbox: UUID, messages: Iterable[str]) -> int:
    """The messages are gone for good, for phones and lamps too; returns how many were there (ADR 44).

    Raises MailboxUnknown, MessageUnknown when none is there, MailboxInUse, EngineUnreachable.
    """
    box = mailbox_get(company=company, mailbox=mailbox).engine_name
    outcomes = message_store_get().remove(box, _chosen(messages))
    return _recorded("voicemail.messages_deleted", actor, company, mailbox, outcomes, {})


@transaction.atomic
def message_play(*, actor: Actor, company: UUID, mailbox: UUID, message: str) -> None:
    """It is on record that someone listens to a message who acts for its owner. Raises MailboxUnknown, MessageUnknown."""
    message_get(mailbox=mailbox_get(company=company, mailbox=mailbox), message=message)
    journal_record(
        kind="voicemail.message_played",
        actor=actor,
        company=company,
        subject=mailbox,
        facts={"message": message},
    )


def _chosen(messages: Iterable[str]) -> list[str]:
    """Each message once."""
    return list(dict.fromkeys(messages))


def _recorded(
    kind: str,
    actor: Actor,
    company: UUID,
    mailbox: UUID,
    outcomes: Outcomes,
    facts: dict[str, object],
) -> int:
    """How many were changed, on record. Raises what kept all of them from it."""
    done = [message for message, outcome in outcomes.items() if outcome is ChangeOutcome.DONE]
    if not done:
        raise _refusal(outcomes)
    journal_record(
        kind=kind,
        actor=actor,
        company=company,
        subject=mailbox,
        facts={**facts, "count": len(done), "messages": " ".join(done)},
    )
    return len(done)


def _refusal(outcomes: Outcomes) -> MailboxInUse | MailboxFull | MessageUnknown:
    kinds = set(outcomes.values())
    if ChangeOutcome.IN_USE in kinds:
        return MailboxInUse()
    return MailboxFull() if ChangeOutcome.FULL in kinds else MessageUnknown()
