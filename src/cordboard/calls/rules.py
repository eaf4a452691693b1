"""Pure decisions about calls. Numbered cases: docs/algorithms/internal-call.md."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import assert_never

from cordboard.calls.types import CallLimits, CompanySnapshot, Direction, Found, Outcome, Person
from cordboard.engine.call import DialOutcome, HangupCause
from cordboard.numbering.types import Destination, FeatureFunction

PERSON = "person"
MOST_HOPS = 8  # destinations a call may be passed through
LONGEST_CODE = 6  # signs of a feature code


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What a caller hears who gets nowhere, and the cause his phone is given."""

    sounds: tuple[str, ...]
    cause: HangupCause


# Every sound named here exists in the English, French and Spanish core sound packages (tests/calls/test_rules.py).
NUMBER_UNKNOWN = Refusal(sounds=("ss-noservice",), cause=HangupCause.UNALLOCATED)
NOBODY_REACHED = Refusal(sounds=("vm-nobodyavail",), cause=HangupCause.NO_ANSWER)
COMPANY_FULL = Refusal(sounds=("beeperr", "please-try-again"), cause=HangupCause.CONGESTION)


def number_lookup(
    company: CompanySnapshot, dialled: str, *, person: Person | None, with_entry: Collection[str]
) -> Found | None:
    """Where a number dialled inside the company leads; None for nowhere. The order is that of the algorithm's page."""
    if person and dialled == person.extension:
        return Found(destination=Destination(FeatureFunction.VOICEMAIL, ""), rule="own extension")
    if destination := company.extensions.get(dialled):
        return Found(destination=destination, rule="extension")
    if destination := company.features.get(dialled):
        return Found(destination=destination, rule="feature code")
    return _with_entry_lookup(company, dialled, with_entry)


def _with_entry_lookup(company: CompanySnapshot, dialled: str, with_entry: Collection[str]) -> Found | None:
    """The longest feature code that `dialled` starts with and that takes the rest as its entry."""
    for length in range(min(LONGEST_CODE, len(dialled) - 1), 0, -1):
        destination = company.features.get(dialled[:length])
        if destination and destination.kind in with_entry:
            return Found(destination=destination, rule="feature code with entry", entry=dialled[length:])
    return None


def direct_number(dialled: str) -> str:
    """The E.164 number an outside call came in for; trunks give it with +, with 00 or bare. Source: ITU-T E.164."""
    if dialled.startswith("+"):
        return dialled
    return "+" + (dialled[2:] if dialled.startswith("00") else dialled)


def after_ringing(person: Person, outcome: DialOutcome) -> Destination | None:
    """Where a call goes that a person did not take; None when the caller is told and let go."""
    match outcome:
        case DialOutcome.BUSY | DialOutcome.DECLINED:
            return person.busy
        case DialOutcome.NO_ANSWER:
            return person.unanswered
        case DialOutcome.UNAVAILABLE | DialOutcome.CONGESTION:
            return person.unavailable
        case DialOutcome.ANSWERED | DialOutcome.CANCELLED:
            return None
        case _:
            assert_never(outcome)


def outcome_of(outcome: DialOutcome) -> Outcome:
    """How the record tells what ringing came to."""
    match outcome:
        case DialOutcome.ANSWERED:
            return Outcome.ANSWERED
        case DialOutcome.BUSY:
            return Outcome.BUSY
        case DialOutcome.DECLINED:
            return Outcome.DECLINED
        case DialOutcome.NO_ANSWER:
            return Outcome.NO_ANSWER
        case DialOutcome.CANCELLED:
            return Outcome.CANCELLED
        case DialOutcome.UNAVAILABLE | DialOutcome.CONGESTION:
            return Outcome.UNAVAILABLE
        case _:
            assert_never(outcome)


def refusal_after(outcome: DialOutcome, extension: str) -> Refusal:
    """What a caller hears when ringing came to nothing and no destination follows."""
    who = ("vm-theperson", *digit_sounds(extension))
    match outcome:
        case DialOutcome.BUSY:
            return Refusal(sounds=(*who, "vm-isonphone"), cause=HangupCause.USER_BUSY)
        case DialOutcome.DECLINED:
            return Refusal(sounds=(*who, "vm-isunavail"), cause=HangupCause.CALL_REJECTED)
        case DialOutcome.UNAVAILABLE | DialOutcome.CONGESTION:
            return Refusal(sounds=(*who, "vm-isunavail"), cause=HangupCause.NOT_REGISTERED)
        case _:
            return NOBODY_REACHED


def digit_sounds(digits: str) -> tuple[str, ...]:
    """The sounds that speak digits one by one; other signs are left out."""
    return tuple(f"digits/{digit}" for digit in digits if digit.isdecimal())


def limits_for(limits: CallLimits, direction: Direction) -> dict[str, int | None]:
    """The counts a call of that direction belongs to, and how many calls each may hold. Internal calls: none."""
    match direction:
        case Direction.INTERNAL:
            return {}
        case Direction.INCOMING:
            return {"incoming": limits.incoming, "combined": limits.combined}
        case Direction.OUTGOING:
            return {"outgoing": limits.outgoing, "combined": limits.combined}
        case _:
            assert_never(direction)


def goes_round(trail: tuple[Destination, ...], destination: Destination) -> bool:
    """Whether a call was there before, or has been passed on often enough."""
    return destination in trail or len(trail) >= MOST_HOPS
