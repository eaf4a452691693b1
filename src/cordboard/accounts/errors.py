"""What can go wrong with people."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class PersonUnknown(CordboardError):
    """There is no such person for the one who asks."""

    code: ClassVar[str] = "accounts.person_unknown"
    text: ClassVar[str] = mark("There is no such person.")


@dataclass(kw_only=True, eq=False)
class EmailTaken(CordboardError):
    """E-mail addresses are unique. Source: catalogue WDX-80."""

    code: ClassVar[str] = "accounts.email_taken"
    text: ClassVar[str] = mark("%(email)s already belongs to an account. Use another address.")
    email: str


@dataclass(kw_only=True, eq=False)
class NotAllowed(CordboardError):
    """The actor's role does not reach this person or act. Source: catalogue WDX-91."""

    code: ClassVar[str] = "accounts.not_allowed"
    text: ClassVar[str] = mark("Your role does not allow this. Ask someone with a higher role.")
