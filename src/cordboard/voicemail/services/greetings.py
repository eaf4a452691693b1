"""Acts on greetings."""

from uuid import UUID

from django.db import transaction

from cordboard.base.errors import mark
from cordboard.engine.voicemail.greetings import GreetingKind
from cordboard.engine.voicemail.sound import SoundFault, SoundRefused, sound_read
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.tenancy.errors import FieldInvalid
from cordboard.voicemail.registry import message_store_get
from cordboard.voicemail.selectors import mailbox_get

_REASONS = {
    SoundFault.NOT_WAV: mark("This is no WAV file. Record the greeting again, or save it as WAV."),
    SoundFault.FORMAT: mark(
        "Save it as WAV with one channel, 16 bit, 8 or 16 kHz; this file is of another kind."
    ),
    SoundFault.TOO_SHORT: mark("This recording is shorter than half a second. Record it again."),
    SoundFault.TOO_LONG: mark("This recording is longer than 3 minutes. Use a shorter one."),
}


@transaction.atomic
def greeting_set(*, actor: Actor, company: UUID, mailbox: UUID, kind: GreetingKind, content: bytes) -> None:
    """Callers hear this recording from now on (SCO-100). Raises MailboxUnknown; FieldInvalid, then the old one stays."""
    box = mailbox_get(company=company, mailbox=mailbox).engine_name
    try:
        sound = sound_read(content)
    except SoundRefused as refused:
        raise FieldInvalid(field="recording", reason=_REASONS[refused.fault]) from refused
    _record("voicemail.greeting_set", actor, company, mailbox, kind)
    message_store_get().greeting_set(box, kind, sound)


@transaction.atomic
def greeting_remove(*, actor: Actor, company: UUID, mailbox: UUID, kind: GreetingKind) -> None:
    """Callers hear the phone system's own words again. Raises MailboxUnknown."""
    box = mailbox_get(company=company, mailbox=mailbox).engine_name
    _record("voicemail.greeting_removed", actor, company, mailbox, kind)
    message_store_get().greeting_remove(box, kind)


def _record(entry: str, actor: Actor, company: UUID, mailbox: UUID, kind: GreetingKind) -> None:
    journal_record(kind=entry, actor=actor, company=company, subject=mailbox, facts={"greeting": kind.value})
