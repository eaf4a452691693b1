"""Mailboxes as calls see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from cordboard.engine.call import MailboxName


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
