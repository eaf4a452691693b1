"""The order in which a group rings holds for any members, memory and chance."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cordboard.engine.call import DialOutcome
from cordboard.groups.rules import caller_shown, outcome_of_all, ring_order, rings_again
from cordboard.groups.types import GroupMemory, MemberEntry, Strategy

pytestmark = pytest.mark.pure

MOMENTS = some.datetimes(timezones=some.just(UTC))
MEMBERS = some.lists(
    some.builds(MemberEntry, person=some.text("abcdefgh", min_size=1), weight=some.integers(1, 100)),
    unique_by=lambda member: member.person,
    max_size=45,
)
MEMORIES = some.builds(
    GroupMemory, first=some.text("abcdefgh"), talked=some.dictionaries(some.text("abcdefgh"), MOMENTS)
)


def members(*names: str, **weights: int) -> list[MemberEntry]:
    return [MemberEntry(person=name, weight=weights.get(name, 1)) for name in (*names, *weights)]


def line(strategy: Strategy, *names: str, memory: GroupMemory | None = None) -> str:
    steps = ring_order(strategy, members(*names), memory=memory or GroupMemory(), chance=Random(1))
    return "|".join("".join(member.person for member in step) for step in steps)


@given(some.sampled_from(Strategy), MEMBERS, MEMORIES, some.randoms(use_true_random=False))
def test_every_member_has_exactly_one_place(
    strategy: Strategy, known: list[MemberEntry], memory: GroupMemory, chance: Random
) -> None:
    steps = ring_order(strategy, known, memory=memory, chance=chance)
    assert Counter(member for step in steps for member in step) == Counter(known)
    assert all(steps)
    most = {Strategy.ALL: len(known), Strategy.TENS: 10}.get(strategy, 1)
    assert max(map(len, steps), default=0) <= most


@given(MEMBERS.filter(bool))
def test_round_robin_lets_each_begin_once_before_any_begins_again(known: list[MemberEntry]) -> None:
    memory, began = GroupMemory(), []
    for _ in known:
        steps = ring_order(Strategy.ROUND_ROBIN, known, memory=memory, chance=Random(1))
        memory.first = steps[0][0].person
        began.append(memory.first)
    assert began == [member.person for member in known]


@given(MEMBERS, MEMORIES)
def test_least_recent_asks_those_first_whose_call_is_over_the_longest(
    known: list[MemberEntry], memory: GroupMemory
) -> None:
    steps = ring_order(Strategy.LEAST_RECENT, known, memory=memory, chance=Random(1))
    never = datetime.min.replace(tzinfo=UTC)
    times = [memory.talked.get(step[0].person, never) for step in steps]
    assert times == sorted(times)


def test_each_strategy_changes_the_order() -> None:
    start = datetime(2026, 1, 5, tzinfo=UTC)
    talked = {"a": start + timedelta(hours=1), "b": start}
    assert line(Strategy.ALL, "a", "b", "c") == "abc"
    assert line(Strategy.TENS, *"abcdefghijklm") == "abcdefghij|klm"
    assert line(Strategy.LINEAR, "a", "b", "c") == "a|b|c"
    assert line(Strategy.ROUND_ROBIN, "a", "b", "c", memory=GroupMemory(first="a")) == "b|c|a"
    assert line(Strategy.ROUND_ROBIN, "a", "b", memory=GroupMemory(first="gone")) == "a|b"
    assert line(Strategy.LEAST_RECENT, "a", "b", "c", memory=GroupMemory(talked=talked)) == "c|b|a"


def test_chance_and_weight_decide_who_is_asked_first() -> None:
    chance = Random(7)
    known = members(light=1, heavy=3)
    firsts: dict[Strategy, Counter[str]] = {}
    for strategy in (Strategy.RANDOM, Strategy.WEIGHT):
        orders = [ring_order(strategy, known, memory=GroupMemory(), chance=chance) for _ in range(2000)]
        firsts[strategy] = Counter(order[0][0].person for order in orders)
    assert firsts[Strategy.RANDOM]["heavy"] == pytest.approx(1000, abs=100)
    assert firsts[Strategy.WEIGHT]["heavy"] == pytest.approx(1500, abs=100)


def test_another_round_is_for_those_who_may_still_answer() -> None:
    a, b, c = ((member,) for member in members("a", "b", "c"))
    rang, busy, declined = DialOutcome.NO_ANSWER, DialOutcome.BUSY, DialOutcome.DECLINED
    assert rings_again([(a, rang), (b, busy), (c, declined)]) == (a, b)
    assert rings_again([(a, busy), (b, declined)]) == ()
    assert rings_again([]) == ()


def test_what_ringing_came_to_is_its_weightiest_outcome() -> None:
    rang, busy, away = DialOutcome.NO_ANSWER, DialOutcome.BUSY, DialOutcome.UNAVAILABLE
    assert outcome_of_all({busy, rang, away}) is rang
    assert outcome_of_all({busy, away}) is busy
    assert outcome_of_all(set()) is away


def test_an_operator_reads_for_which_group_a_call_is() -> None:
    assert caller_shown("support", "Adam", "101") == "support: Adam"
    assert caller_shown("support", "", "+442079460001") == "support: +442079460001"
    assert caller_shown("", "Adam", "101") == "Adam"
