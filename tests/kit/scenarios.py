"""What a called person's phone does, and what becomes of the call: the table that simulator and real engine share."""

from dataclasses import dataclass
from datetime import timedelta

from cordboard.engine.call import HangupCause
from cordboard.engine.simulator import SimulatedPhone

SECOND = timedelta(seconds=1)
UP = SimulatedPhone(answers_after=1 * SECOND, talks=2 * SECOND)
BUSY, DECLINES, RINGS = SimulatedPhone(busy=True), SimulatedPhone(declines=True), SimulatedPhone()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a call: `cause` is how an unanswered caller was refused."""

    outcome: str
    destination: str
    answered: bool = False
    cause: HangupCause | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Someone calls an extension whose phone does this; None is a phone that is not registered."""

    called: str
    phone: SimulatedPhone | None
    told: Told
    greeting: str = ""


def taken_by_mailbox(phone: SimulatedPhone | None, greeting: str) -> Scenario:
    """Bob's phone does this, and his mailbox takes over."""
    told = Told(outcome="voicemail", destination="mailbox:box-bob", answered=True)
    return Scenario(called="102", phone=phone, told=told, greeting=greeting)


def refused(phone: SimulatedPhone | None, outcome: str, cause: HangupCause) -> Scenario:
    """Carol's phone does this, and as she has no mailbox the caller is told and let go."""
    told = Told(outcome=outcome, destination="person:carol", cause=cause)
    return Scenario(called="103", phone=phone, told=told)


SCENARIOS = {
    "answered": Scenario(
        called="102", phone=UP, told=Told(outcome="answered", destination="person:bob", answered=True)
    ),
    "busy, with a mailbox": taken_by_mailbox(BUSY, "busy"),
    "declined, with a mailbox": taken_by_mailbox(DECLINES, "busy"),
    "no answer, with a mailbox": taken_by_mailbox(RINGS, "unavailable"),
    "not registered, with a mailbox": taken_by_mailbox(None, "unavailable"),
    "busy, without a mailbox": refused(BUSY, "busy", HangupCause.USER_BUSY),
    "declined, without a mailbox": refused(DECLINES, "declined", HangupCause.CALL_REJECTED),
    "no answer, without a mailbox": refused(RINGS, "no_answer", HangupCause.NO_ANSWER),
    "not registered, without a mailbox": refused(None, "unavailable", HangupCause.NOT_REGISTERED),
    "without any device": Scenario(
        called="104",
        phone=None,
        told=Told(outcome="unavailable", destination="person:dan", cause=HangupCause.NOT_REGISTERED),
    ),
}
