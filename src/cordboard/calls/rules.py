"""Pure decisions about calls. Numbered cases: docs/algorithms/internal-call.md."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar, assert_never
from unicodedata import combining, normalize
from uuid import UUID

from cordboard.calls.types import (
    CallContext,
    CallFacts,
    CallLimits,
    CompanySnapshot,
    Direction,
    Found,
    LegEnd,
    LegFacts,
    Outcome,
    Person,
)
from cordboard.engine.call import DialOutcome, HangupCause, digit_sounds
from cordboard.numbering.types import Destination, FeatureFunction
from cordboard.trunks.types import TrunkEntry

Fact = TypeVar("Fact")

PERSON = "person"
MOST_HOPS = 8  # destinations a call may be passed through
LONGEST_CODE = 6  # signs of a feature code

MASK = "••••"  # in place of the last four signs of a number
ANSWERED = "ANSWERED"  # dispositions, as the engine writes them
_UNTAKEN = {
    "BUSY": Outcome.BUSY,
    "NO ANSWER": Outcome.NO_ANSWER,
    "CANCEL": Outcome.CANCELLED,
    "CONGESTION": Outcome.UNAVAILABLE,
    "FAILED": Outcome.UNAVAILABLE,
}  # the first that a leg has tells how the call ended
_ALONE = {"VoiceMail": Outcome.VOICEMAIL, "VoiceMailMain": Outcome.MAILBOX, "Echo": Outcome.ECHO}
_LOOKS_DIALLED = frozenset("0123456789*#+")
_NUMBER_SIGNS = _LOOKS_DIALLED | frozenset(" .-/()")
_SEPARATORS = str.maketrans("", "", " .-/()")


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


def caller_presented(context: CallContext, trunk: TrunkEntry) -> str:
    """The number that the outside sees: the person's direct number if the trunk may present it, else the trunk's own."""
    allowed = trunk.callers or tuple(context.company.numbers)
    own = Destination("person", context.person.id) if context.person else None
    leading = (number for number, there in context.company.numbers.items() if own and there == own)
    return next((number for number in leading if number in allowed), trunk.caller)


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


def call_of(legs: Iterable[LegFacts]) -> CallFacts:
    """The call that its legs tell of: the same in whatever order and however often they come in.

    Numbered cases: docs/algorithms/call-record.md. Raises ValueError without a leg.
    """
    known = sorted(set(legs), key=lambda leg: (leg.started, leg.sequence, leg.unique_id))
    if not known:
        raise ValueError("a call has at least one leg")
    first = next((leg for leg in known if leg.unique_id == leg.linked_id), known[0])
    outcome = _outcome(known)
    spent = _spent(known, outcome)
    return CallFacts(
        company=_last(known, lambda leg: leg.company),
        direction=_last(known, lambda leg: leg.direction) or Direction.INTERNAL,
        caller=first.near,
        dialled=_dialled(first, known),
        callee=_callee(known),
        started=min(leg.started for leg in known),
        answered=min((start for start, _ in spent), default=None),
        ended=max(leg.ended for leg in known),
        talk=time_covered(spent),
        outcome=outcome,
        cause=_last(known, lambda leg: leg.cause) or _cause_unnoted(known, outcome),
        destination=_last(known, lambda leg: leg.destination) or "",
        rule=_last(known, lambda leg: leg.rule) or "",
        people=_people(first, known),
    )


def talked(leg: LegFacts) -> bool:
    """Whether caller and phone were connected on this leg. A caller answered earlier is no proof: his leg says so too."""
    return leg.far is not None and leg.disposition == ANSWERED and leg.answered is not None


def time_covered(spans: Iterable[tuple[datetime, datetime]]) -> timedelta:
    """How long at least one of the spans lasted; time shared by several counts once."""
    covered, reached = timedelta(), None
    for start, end in sorted(spans):
        begin = start if reached is None else max(start, reached)
        covered += max(end - begin, timedelta())
        reached = end if reached is None else max(end, reached)
    return covered


def _outcome(legs: Sequence[LegFacts]) -> Outcome:
    """A conversation outweighs what was noted before it; without either the engine's own words are all there is."""
    if any(talked(leg) for leg in legs):
        return Outcome.ANSWERED
    return _last(legs, lambda leg: leg.outcome) or _outcome_unnoted(legs)


def _outcome_unnoted(legs: Sequence[LegFacts]) -> Outcome:
    alone = [leg for leg in legs if leg.far is None and leg.disposition == ANSWERED]
    if alone:
        return _last(alone, lambda leg: _ALONE.get(leg.application)) or Outcome.ANSWERED
    rang = {leg.disposition for leg in legs if leg.far is not None}
    return next((outcome for word, outcome in _UNTAKEN.items() if word in rang), Outcome.REFUSED)


def _cause_unnoted(legs: Sequence[LegFacts], outcome: Outcome) -> int | None:
    """A call whose end is known and has no cause was cleared by one of the two; of others nothing is known."""
    known = outcome is Outcome.ANSWERED or any(leg.outcome for leg in legs)
    return int(HangupCause.NORMAL_CLEARING) if known else None


def _spent(legs: Sequence[LegFacts], outcome: Outcome) -> list[tuple[datetime, datetime]]:
    """When the caller had someone, or something, on the line."""
    if outcome is Outcome.ANSWERED and any(talked(leg) for leg in legs):
        return [(leg.answered, leg.ended) for leg in legs if talked(leg) and leg.answered]
    if outcome not in {Outcome.ANSWERED, *_ALONE.values()}:
        return []
    return [(leg.answered, leg.ended) for leg in legs if leg.answered and leg.far is None]


def _dialled(first: LegFacts, legs: Sequence[LegFacts]) -> str:
    """The first number on the caller's own legs; inner steps of the dialplan have names instead."""
    numbers = [leg.dialled for leg in legs if leg.unique_id == first.unique_id]
    return next((number for number in numbers if number and _LOOKS_DIALLED.issuperset(number)), "")


def _callee(legs: Sequence[LegFacts]) -> LegEnd:
    """Who talked with the caller; when nobody did, whom the caller wanted; failing that, the first who rang."""
    ends = [leg.far for leg in legs if leg.far and talked(leg)]
    wanted = [leg.called for leg in legs if leg.called.person]
    rang = [leg.far for leg in legs if leg.far]
    chosen = next(iter((*ends, *wanted, *rang)), LegEnd())
    number = next((end.number for end in wanted if end.person == chosen.person), "")
    return replace(chosen, number=chosen.number or number)


def _people(first: LegFacts, legs: Sequence[LegFacts]) -> frozenset[UUID]:
    ends = [first.near, *(leg.called for leg in legs), *(leg.far for leg in legs if leg.far)]
    return frozenset(end.person for end in ends if end.person)


def _last(legs: Sequence[LegFacts], fact: Callable[[LegFacts], Fact | None]) -> Fact | None:
    """What the latest leg that knows it says."""
    return next((known for leg in reversed(legs) if (known := fact(leg))), None)


def search_words(*texts: str) -> str:
    """Texts as they are searched: without case and accents, so that `emile` finds Émile."""
    apart = normalize("NFKD", " ".join(text for text in texts if text).casefold())
    return "".join(sign for sign in apart if not combining(sign))


def words_of(facts: CallFacts) -> str:
    """Everything by which a call can be found. Of masked facts: without what is masked, or it could be guessed."""
    caller, callee = facts.caller, facts.callee
    texts = (caller.name, caller.number, facts.dialled, callee.name, callee.number)
    return search_words(*(text for text in texts if MASK not in text))


def search_wanted(text: str) -> str:
    """What was typed, as it is searched: a number is found however its digits are set apart."""
    words = search_words(text.strip())
    return words.translate(_SEPARATORS) if words and _NUMBER_SIGNS.issuperset(words) else words


def facts_masked(facts: CallFacts) -> CallFacts:
    """The same without what tells an outside party: name and last four digits. For eyes outside the company."""
    match facts.direction:
        case Direction.INTERNAL:
            return facts
        case Direction.INCOMING:
            return replace(facts, caller=LegEnd(number=number_masked(facts.caller.number)))
        case Direction.OUTGOING:
            return replace(facts, dialled=number_masked(facts.dialled), callee=LegEnd())
        case _:
            assert_never(facts.direction)


def leg_masked(leg: LegFacts, direction: Direction) -> LegFacts:
    """The same for a leg of a call in that direction."""
    match direction:
        case Direction.INTERNAL:
            return leg
        case Direction.INCOMING:
            return replace(leg, near=LegEnd(number=number_masked(leg.near.number)))
        case Direction.OUTGOING:
            dialled = number_masked(leg.dialled)
            return replace(leg, dialled=dialled, far=leg.far and LegEnd(number=dialled), called=LegEnd())
        case _:
            assert_never(direction)


def number_masked(number: str) -> str:
    """A number whose last four signs can not be read; of shorter ones nothing is left."""
    return number[:-4] + MASK if number else ""
