"""The scripted world of the simulator: phones, mailboxes and what the caller will do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cordboard.engine.call import DialOutcome, MailboxName

SOUND = timedelta(seconds=2)  # how long every sound lasts here
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)  # a Monday


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedPhone:
    """How one endpoint behaves. Without `answers_after` it rings for ever."""

    registered: bool = True
    busy: bool = False
    declines: bool = False
    answers_after: timedelta | None = None
    talks: timedelta = timedelta(seconds=60)  # then it hangs up

    @property
    def refusal(self) -> DialOutcome | None:
        """How this phone turns a call down at once, if it does."""
        if not self.registered:
            return DialOutcome.UNAVAILABLE
        if self.busy:
            return DialOutcome.BUSY
        return DialOutcome.DECLINED if self.declines else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerScript:
    """What the caller does: the keys he presses at each question, and when he hangs up."""

    endpoint: str
    dialled: str
    keys: tuple[str, ...] = ()
    leaves_after: timedelta | None = None
    speaks: timedelta = timedelta(seconds=10)  # into a mailbox or an echo, then he hangs up
    language: str = "en"
    presented: tuple[str, str] = ("", "")


@dataclass(slots=True, kw_only=True)
class SimulatedEngine:
    """What all calls of one simulation share. An endpoint that is not named is not registered."""

    phones: Mapping[str, SimulatedPhone] = field(default_factory=dict)
    greeting_boxes: frozenset[MailboxName] = frozenset()  # their owners recorded every greeting
    full_boxes: frozenset[MailboxName] = frozenset()
    missing_boxes: frozenset[MailboxName] = frozenset()
    messages: list[MailboxName] = field(default_factory=list)
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    start: datetime = START

    def phone(self, endpoint: str) -> SimulatedPhone:
        """How the endpoint behaves."""
        return self.phones.get(endpoint, SimulatedPhone(registered=False))

    def takes_message(self, mailbox: MailboxName) -> bool:
        """Whether the box has room."""
        return mailbox not in self.full_boxes and mailbox not in self.missing_boxes


def ringing_ends(phones: list[SimulatedPhone], patience: timedelta) -> tuple[DialOutcome, timedelta]:
    """How and when ringing these phones together ends when the caller stays.

    The first to answer wins; else all have refused, and busy outweighs declined outweighs unavailable; else time runs out.
    """
    answers = [
        phone.answers_after for phone in phones if phone.answers_after is not None and not phone.refusal
    ]
    if answers and min(answers) <= patience:
        return DialOutcome.ANSWERED, min(answers)
    refusals = [phone.refusal for phone in phones]
    if None in refusals:
        return DialOutcome.NO_ANSWER, patience
    ranks = (DialOutcome.BUSY, DialOutcome.DECLINED)
    return next((rank for rank in ranks if rank in refusals), DialOutcome.UNAVAILABLE), timedelta(0)
