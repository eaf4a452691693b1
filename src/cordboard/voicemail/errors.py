"""What can go wrong with mailboxes."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class MailboxUnknown(CordboardError):
    """There is no such mailbox for the one who asks."""

    code: ClassVar[str] = "voicemail.mailbox_unknown"
    text: ClassVar[str] = mark("There is no such mailbox.")


@dataclass(kw_only=True, eq=False)
class MailboxTaken(CordboardError):
    """A person has one mailbox. Source: catalogue SCO-100."""

    code: ClassVar[str] = "voicemail.mailbox_taken"
    text: ClassVar[str] = mark("This person already has a mailbox.")


@dataclass(kw_only=True, eq=False)
class MailboxInUse(CordboardError):
    """A phone goes through the mailbox: what it would do next must not hit another message. Source: ADR 41."""

    code: ClassVar[str] = "voicemail.mailbox_in_use"
    text: ClassVar[str] = mark(
        "Someone is listening to this mailbox on a phone. Try again once that call has ended."
    )
    retryable: ClassVar[bool] = True


@dataclass(kw_only=True, eq=False)
class MailboxFull(CordboardError):
    """As many heard messages are kept as the mailbox holds. Source: catalogue USR-61."""

    code: ClassVar[str] = "voicemail.mailbox_full"
    text: ClassVar[str] = mark("The mailbox keeps no more messages of this kind. Delete some first.")


@dataclass(kw_only=True, eq=False)
class MessageUnknown(CordboardError):
    """There is no such message for the one who asks, or not any more."""

    code: ClassVar[str] = "voicemail.message_unknown"
    text: ClassVar[str] = mark("This message is not there any more.")


@dataclass(kw_only=True, eq=False)
class PinInvalid(CordboardError):
    """A PIN is dialled: 4 to 10 digits."""

    code: ClassVar[str] = "voicemail.pin_invalid"
    text: ClassVar[str] = mark("A PIN has 4 to 10 digits.")


@dataclass(kw_only=True, eq=False)
class PinTrivial(CordboardError):
    """A PIN that anyone would try first."""

    code: ClassVar[str] = "voicemail.pin_trivial"
    text: ClassVar[str] = mark(
        "This PIN is too easy to guess. Use no sequence, no repeated digits and not your extension."
    )


@dataclass(kw_only=True, eq=False)
class PinLocked(CordboardError):
    """The administrator keeps the PIN as it is. Source: catalogue SCO-104."""

    code: ClassVar[str] = "voicemail.pin_locked"
    text: ClassVar[str] = mark("Only your administrator can change this PIN.")


@dataclass(kw_only=True, eq=False)
class GreetingUnknown(CordboardError):
    """The owner has no greeting of that kind."""

    code: ClassVar[str] = "voicemail.greeting_unknown"
    text: ClassVar[str] = mark("There is no such greeting.")
