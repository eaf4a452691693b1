"""Mailboxes: as calls see them, as other rooms and pages see them, and where their messages are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import BinaryIO, ClassVar, Protocol
from uuid import UUID

from cordboard.engine.call import MailboxName
from cordboard.engine.voicemail.greetings import GreetingKind
from cordboard.engine.voicemail.messages import ChangeOutcome, MessageCounts, VoiceMessage
from cordboard.tenancy.types import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxEntry:
    """One mailbox of a company."""

    id: str
    box: str  # the engine's own digits for it, random, never an extension
    extension: str = ""  # by which people name it when the phone is another's
    person: str = ""  # whose it is, by id; empty for a shared box


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicemailPart:
    """What voicemail adds to a company's snapshot."""

    name: ClassVar[str] = "voicemail"

    context: str = ""  # the engine's opaque name for the company's boxes
    boxes: Mapping[str, MailboxEntry] = field(default_factory=dict)  # by id
    people: Mapping[str, str] = field(default_factory=dict)  # a person's id to his box's id
    extensions: Mapping[str, str] = field(default_factory=dict)  # an extension to its box's id
    confirmed: tuple[str, ...] = ()  # endpoints that open their owner's box without its PIN (ADR 53)
    unconfirmed: Mapping[str, str] = field(default_factory=dict)  # each other endpoint to its account's issue

    def box_of(self, person: str) -> MailboxEntry | None:
        """The box of a person."""
        return self.boxes.get(self.people.get(person, ""))

    def box_at(self, extension: str) -> MailboxEntry | None:
        """The box that people name by this extension."""
        return self.boxes.get(self.extensions.get(extension, ""))

    def name_of(self, entry: MailboxEntry) -> MailboxName:
        """The box as the engine knows it."""
        return MailboxName(box=entry.box, context=self.context)


class PinCheck(Protocol):
    """Knows PINs. Journals every check that fails."""

    async def verify(self, box: str, pin: str) -> bool:
        """Whether `pin` opens the box of that id. Raises OSError when it can not be found out now."""

    async def confirm(self, company: str, person: str, endpoint: str, issue: str) -> None:
        """The person keyed in their PIN on this phone of theirs, which called with this issue of its account.

        Nothing happens when it has another one by now. Raises OSError when that can not be kept now.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSettings:
    """What happens by mail when a message arrives. Source: catalogue SCO-107."""

    mails: bool = True
    attaches_recording: bool = True
    marks_heard: bool = False  # a message that was mailed counts as heard


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxLimits:
    """How much a mailbox takes. Source: catalogue USR-61, SCO-103."""

    most_messages: int = 100  # of new and of heard ones each; then callers hear that it is full
    longest_message: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxSummary:
    """A mailbox without its secrets."""

    id: UUID
    company: UUID
    person: UUID | None
    person_name: str  # empty for a shared box
    engine_name: MailboxName
    name: str
    email: str  # where notices go; empty: nowhere
    language: Language
    time_zone: str
    limits: MailboxLimits
    notices: NoticeSettings
    pin_locked: bool
    pin_shut: bool  # too many wrong PINs lately: phones are not let in
    pin_first: bool  # the PIN is still the one Cordboard chose
    mail_refused: (
        str  # what the mail server said when it refused a notice to this address for good; empty: nothing
    )


class MessageStore(Protocol):
    """Where messages are. The engine's own is `cordboard.engine.voicemail.store.EngineMessageStore`.

    A message keeps its id wherever the engine moves it. Changes raise EngineUnreachable while the engine is away.
    """

    def messages(self, box: MailboxName) -> tuple[VoiceMessage, ...]:
        """All messages of a box, the latest first; none for a box that never had one."""

    def counts(self, box: MailboxName) -> MessageCounts:
        """How many messages a box holds."""

    def last_change(self, box: MailboxName) -> int:
        """When new messages last came or went, in nanoseconds since 1970; 0 when none ever came."""

    def recording(self, box: MailboxName, message: str) -> BinaryIO | None:
        """The recording, open, readable to its end even if removed meanwhile; None when the message is gone."""

    def mark(self, box: MailboxName, messages: Sequence[str], *, heard: bool) -> Mapping[str, ChangeOutcome]:
        """The messages count as heard, or as new again, for phones and their lamps too."""

    def remove(self, box: MailboxName, messages: Sequence[str]) -> Mapping[str, ChangeOutcome]:
        """The messages are gone for good."""

    def erase(self, box: MailboxName) -> None:
        """Nothing is left of a box that no longer exists."""

    def greeting(self, box: MailboxName, kind: GreetingKind) -> BinaryIO | None:
        """The greeting, open; None when the owner has none of that kind."""

    def greeting_set(self, box: MailboxName, kind: GreetingKind, sound: bytes) -> None:
        """Callers hear this sound from now on."""

    def greeting_remove(self, box: MailboxName, kind: GreetingKind) -> None:
        """Callers hear the engine's own words again."""

    def erase_all(self, context: str) -> None:
        """Nothing is left of any box of a company that no longer exists."""
