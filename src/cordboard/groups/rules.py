"""Pure decisions about call groups."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from cordboard.base.errors import mark
from cordboard.engine.call import DialOutcome
from cordboard.groups.types import GroupMemory, MemberEntry, Strategy
from cordboard.tenancy.errors import FieldInvalid

TEN = 10
STEP_LEAST, STEP_MOST = timedelta(seconds=5), timedelta(minutes=5)
TOTAL_LEAST, TOTAL_MOST = timedelta(seconds=5), timedelta(hours=1)
WEIGHT_LEAST, WEIGHT_MOST = 1, 100

Step = tuple[MemberEntry, ...]  # members who ring together

_NEVER = datetime.min.replace(tzinfo=UTC)
# What the group's ringing came to, the weightiest first.
_RANKS = (DialOutcome.NO_ANSWER, DialOutcome.BUSY, DialOutcome.DECLINED)


def ring_order(
    strategy: Strategy, members: Sequence[MemberEntry], *, memory: GroupMemory, chance: Random
) -> tuple[Step, ...]:
    """Who rings with whom, and after whom: each member in exactly one step. Source: catalogue WDX-168.

    Least recent is the one whose last call of the group is over the longest, after those who had none yet.
    """
    match strategy:
        case Strategy.ALL:
            return (tuple(members),) if members else ()
        case Strategy.TENS:
            return tuple(tuple(members[start : start + TEN]) for start in range(0, len(members), TEN))
        case _:
            return tuple((member,) for member in _line(strategy, members, memory, chance))


def _line(
    strategy: Strategy, members: Sequence[MemberEntry], memory: GroupMemory, chance: Random
) -> list[MemberEntry]:
    match strategy:
        case Strategy.ROUND_ROBIN:
            return _turned(members, memory.first)
        case Strategy.RANDOM:
            return chance.sample(members, len(members))
        case Strategy.LEAST_RECENT:
            return sorted(members, key=lambda member: memory.talked.get(member.person, _NEVER))
        case Strategy.WEIGHT:
            return _weighted(members, chance)
        case _:
            return list(members)


def _turned(members: Sequence[MemberEntry], first: str) -> list[MemberEntry]:
    """The members in order, beginning behind the one who began the last time."""
    places = [place for place, member in enumerate(members, start=1) if member.person == first]
    start = places[0] if places else 0
    return [*members[start:], *members[:start]]


def _weighted(members: Sequence[MemberEntry], chance: Random) -> list[MemberEntry]:
    """Drawn one by one, each as likely as its weight's share of those left.

    Source: Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006 (algorithm A).
    """
    drawn = [(chance.random() ** (1 / member.weight), place) for place, member in enumerate(members)]
    return [members[place] for _, place in sorted(drawn, reverse=True)]


def rings_again(outcomes: Sequence[tuple[Step, DialOutcome]]) -> tuple[Step, ...]:
    """The steps of the next round: without those who declined or can not be reached; none when nobody's phone rang."""
    if all(outcome is not DialOutcome.NO_ANSWER for _, outcome in outcomes):
        return ()
    worth = {DialOutcome.NO_ANSWER, DialOutcome.BUSY}
    return tuple(step for step, outcome in outcomes if outcome in worth)


def outcome_of_all(outcomes: Collection[DialOutcome]) -> DialOutcome:
    """What ringing a group came to when nobody took the call."""
    return next((rank for rank in _RANKS if rank in outcomes), DialOutcome.UNAVAILABLE)


def caller_shown(prefix: str, name: str, number: str) -> str:
    """What an operator reads: for which group the call is, and who calls. Source: catalogue WDX-169."""
    return f"{prefix}: {name or number}" if prefix else name


def step_check(step: timedelta) -> timedelta:
    """Ringing time of one step. Raises FieldInvalid."""
    if not STEP_LEAST <= step <= STEP_MOST:
        raise FieldInvalid(field="step", reason=mark("Ring for 5 to 300 seconds."))
    return step


def total_check(total: timedelta) -> timedelta:
    """Ringing time in all. Raises FieldInvalid."""
    if not TOTAL_LEAST <= total <= TOTAL_MOST:
        raise FieldInvalid(field="total", reason=mark("Ring for 5 seconds to one hour."))
    return total


def weight_check(weight: int) -> int:
    """A member's weight. Raises FieldInvalid."""
    if not WEIGHT_LEAST <= weight <= WEIGHT_MOST:
        raise FieldInvalid(field="weight", reason=mark("A weight is a number from 1 to 100."))
    return weight
