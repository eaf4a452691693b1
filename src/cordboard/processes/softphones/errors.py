"""What a phone tells when something does not come about."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class RegistrationRefused(CordboardError):
    """The server did not take the registration, or could not be reached (`status` 408, 503…)."""

    code: ClassVar[str] = "softphone.registration_refused"
    text: ClassVar[str] = mark(
        "The phone %(user)s could not register: %(status)s %(reason)s. Check its password and the server's address."
    )

    user: str
    status: int
    reason: str


@dataclass(kw_only=True, eq=False)
class CallFailed(CordboardError):
    """A call ended before what was waited for."""

    code: ClassVar[str] = "softphone.call_failed"
    text: ClassVar[str] = mark(
        "The call of phone %(user)s ended while it waited for %(awaited)s: %(status)s %(reason)s."
    )

    user: str
    awaited: str
    status: int
    reason: str


@dataclass(kw_only=True, eq=False)
class PhoneBroken(CordboardError):
    """A phone's process could not do what it was asked."""

    code: ClassVar[str] = "softphone.broken"
    text: ClassVar[str] = mark("The phone %(user)s could not %(order)s: %(reason)s. Its own log is %(log)s.")

    user: str
    order: str
    reason: str
    log: str


@dataclass(kw_only=True, eq=False)
class NothingHappened(CordboardError):
    """What was waited for did not come within its time."""

    code: ClassVar[str] = "softphone.nothing_happened"
    text: ClassVar[str] = mark(
        "The phone %(user)s waited %(seconds)s s for %(awaited)s, in vain. Its own log is %(log)s."
    )

    user: str
    awaited: str
    seconds: float
    log: str
