"""A call is what its legs say, in whatever order they come. Numbered cases: docs/algorithms/call-record.md."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.calls.rules import (
    call_of,
    facts_masked,
    leg_masked,
    number_masked,
    search_wanted,
    search_words,
    time_covered,
)
from cordboard.calls.types import Direction, LegEnd, LegFacts, Outcome

pytestmark = pytest.mark.pure

BEGIN = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
COMPANY = uuid4()
ANNA, BEN, CARL = uuid4(), uuid4(), uuid4()
CALLER = LegEnd(person=ANNA, name="Anna Holm", number="101", device="Desk")
NAMES = {BEN: "Ben Olsen", CARL: "Carl Lie"}


def at(seconds: float) -> datetime:
    """So many seconds into the story."""
    return BEGIN + timedelta(seconds=seconds)


def leg(sequence: int, begin: float, end: float, /, **changes: object) -> LegFacts:
    """A leg of Anna's call: by default alone with the engine, unanswered."""
    plain = LegFacts(
        unique_id="1.1",
        sequence=sequence,
        linked_id="1.1",
        company=COMPANY,
        started=at(begin),
        answered=None,
        ended=at(end),
        application="AGI",
        disposition="NO ANSWER",
        near=CALLER,
        far=None,
        called=LegEnd(),
        dialled="102",
        direction=Direction.INTERNAL,
        outcome=None,
        destination="",
        rule="",
        cause=None,
    )
    return replace(plain, **changes)


def rang(
    sequence: int, person: UUID, begin: float, end: float, how: str = "NO ANSWER", /, **changes: object
) -> LegFacts:
    """A leg on which this person's phone rang."""
    far = LegEnd(person=person, name=NAMES[person], device="Phone")
    return leg(sequence, begin, end, **{"application": "Dial", "far": far, "disposition": how, **changes})


def talked(
    sequence: int, person: UUID, begin: float, answer: float, end: float, **changes: object
) -> LegFacts:
    """A leg on which this person took the call."""
    return rang(sequence, person, begin, end, "ANSWERED", answered=at(answer), **changes)


def alone(sequence: int, begin: float, end: float, application: str, **changes: object) -> LegFacts:
    """A leg on which the caller was alone with something that answered."""
    said = {"application": application, "disposition": "ANSWERED", "answered": at(begin)}
    return leg(sequence, begin, end, **{**said, **changes})


def test_1_a_conversation_is_answered_from_the_moment_it_was_taken() -> None:
    call = call_of([talked(1, BEN, 0, 4, 64, cause=16)])
    assert (call.outcome, call.cause, call.talk) == (Outcome.ANSWERED, 16, timedelta(seconds=60))
    assert (call.started, call.answered, call.ended) == (at(0), at(4), at(64))
    assert (call.caller, call.callee.name, call.dialled) == (CALLER, "Ben Olsen", "102")


def test_1_a_call_without_a_cause_was_cleared_when_its_end_is_known() -> None:
    assert call_of([talked(1, BEN, 0, 4, 64)]).cause == 16
    assert call_of([rang(1, BEN, 0, 4, "CANCEL", outcome=Outcome.CANCELLED)]).cause == 16
    assert call_of([rang(1, BEN, 0, 20, "NO ANSWER")]).cause is None


def test_2_of_phones_that_rang_together_the_one_that_took_it_counts() -> None:
    call = call_of([rang(2, CARL, 0, 4, "CANCEL"), talked(1, BEN, 0, 4, 64), leg(3, 64, 64.001, cause=16)])
    assert (call.outcome, call.callee.person, call.talk) == (Outcome.ANSWERED, BEN, timedelta(seconds=60))
    assert call.people == {ANNA, BEN, CARL}


def test_3_what_the_flow_noted_last_tells_how_an_untaken_call_ended() -> None:
    called = LegEnd(person=BEN, name="Ben Olsen", number="102")
    first = rang(1, BEN, 0, 20, called=called)
    box = alone(
        2, 20, 45, "VoiceMail", called=called, outcome=Outcome.VOICEMAIL, destination="mailbox:7", cause=16
    )
    call = call_of([first, box])
    assert (call.outcome, call.answered, call.talk) == (Outcome.VOICEMAIL, at(20), timedelta(seconds=25))
    assert (call.callee, call.destination) == (
        LegEnd(person=BEN, name="Ben Olsen", number="102"),
        "mailbox:7",
    )


def test_4_a_conversation_outweighs_what_was_noted_before_it() -> None:
    call = call_of([rang(1, BEN, 0, 20), talked(2, CARL, 20, 22, 30, outcome=Outcome.NO_ANSWER)])
    assert (call.outcome, call.callee.person) == (Outcome.ANSWERED, CARL)


def test_5_a_caller_answered_by_a_prompt_has_talked_to_nobody() -> None:
    call = call_of(
        [rang(1, BEN, 0, 20, answered=at(0)), alone(2, 20, 20.001, "Hangup", outcome=Outcome.NO_ANSWER)]
    )
    assert (call.outcome, call.answered, call.talk) == (Outcome.NO_ANSWER, None, timedelta())


@pytest.mark.parametrize(
    ("legs", "outcome"),
    [
        ([rang(1, BEN, 0, 1, "BUSY")], Outcome.BUSY),
        ([rang(1, BEN, 0, 1, "BUSY"), rang(2, CARL, 0, 20, "NO ANSWER")], Outcome.BUSY),
        ([rang(1, BEN, 0, 20, "NO ANSWER")], Outcome.NO_ANSWER),
        ([rang(1, BEN, 0, 5, "CANCEL")], Outcome.CANCELLED),
        ([rang(1, BEN, 0, 5, "CONGESTION")], Outcome.UNAVAILABLE),
        ([rang(1, BEN, 0, 5, "FAILED")], Outcome.UNAVAILABLE),
        ([rang(1, BEN, 0, 5, "NO ANSWER"), alone(2, 5, 9, "VoiceMail")], Outcome.VOICEMAIL),
        ([alone(1, 0, 9, "VoiceMailMain")], Outcome.MAILBOX),
        ([alone(1, 0, 9, "Echo")], Outcome.ECHO),
        ([alone(1, 0, 9, "Playback")], Outcome.ANSWERED),
        ([leg(1, 0, 1, disposition="FAILED")], Outcome.REFUSED),
        ([leg(1, 0, 1, disposition="")], Outcome.REFUSED),
    ],
)
def test_6_without_a_note_the_engines_own_words_tell(legs: list[LegFacts], outcome: Outcome) -> None:
    assert call_of(legs).outcome is outcome


def test_7_the_number_dialled_is_the_first_on_the_callers_legs_that_is_one() -> None:
    legs = [leg(1, 0, 1, dialled="s"), leg(2, 1, 2, dialled="*98101"), leg(3, 2, 3, dialled="7")]
    assert call_of(legs).dialled == "*98101"
    assert call_of([leg(1, 0, 1, dialled="h")]).dialled == ""


def test_8_a_call_without_a_company_gets_the_one_a_later_leg_tells() -> None:
    assert call_of([leg(1, 0, 1, company=None)]).company is None
    assert call_of([leg(1, 0, 1, company=None), leg(2, 1, 2)]).company == COMPANY


def test_a_call_without_legs_is_none() -> None:
    with pytest.raises(ValueError, match="at least one leg"):
        call_of([])


def test_two_conversations_of_one_call_add_up_and_shared_time_counts_once() -> None:
    legs = [talked(1, BEN, 0, 10, 20), talked(2, CARL, 15, 18, 40)]
    assert call_of(legs).talk == timedelta(seconds=30)


moments = st.floats(0, 1000, allow_nan=False).map(lambda seconds: at(round(seconds, 3)))
ends = st.sampled_from(
    [None, LegEnd(), CALLER, *(LegEnd(person=one, name=name) for one, name in NAMES.items())]
)
legs_of_a_call = st.lists(
    st.builds(
        LegFacts,
        unique_id=st.sampled_from(["1.1", "1.2"]),
        sequence=st.integers(0, 6),
        linked_id=st.just("1.1"),
        company=st.sampled_from([None, COMPANY]),
        started=moments,
        answered=st.none() | moments,
        ended=moments,
        application=st.sampled_from(["Dial", "VoiceMail", "Echo", "AGI", ""]),
        disposition=st.sampled_from(["ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CANCEL", ""]),
        near=st.just(CALLER),
        far=ends,
        called=ends.filter(bool),
        dialled=st.sampled_from(["102", "s", "", "*98"]),
        direction=st.none() | st.sampled_from(Direction),
        outcome=st.none() | st.sampled_from(Outcome),
        destination=st.sampled_from(["", "person:1"]),
        rule=st.sampled_from(["", "extension"]),
        cause=st.none() | st.integers(1, 127),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: (one.unique_id, one.sequence),
)


@given(legs_of_a_call, st.data())
def test_any_order_and_any_repetition_of_legs_gives_the_same_call(
    legs: list[LegFacts], data: st.DataObject
) -> None:
    call = call_of(legs)
    assert all(call_of(order) == call for order in permutations(legs))
    assert call_of([*legs, *data.draw(st.lists(st.sampled_from(legs), max_size=5))]) == call


@given(legs_of_a_call)
def test_a_call_lasts_from_its_first_leg_to_its_last_and_talk_fits_in(legs: list[LegFacts]) -> None:
    call = call_of(legs)
    assert call.started == min(one.started for one in legs)
    assert call.ended == max(one.ended for one in legs)
    assert call.talk >= timedelta()
    assert not call.talk or call.answered is not None


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=5))
def test_covered_time_is_what_a_stopwatch_would_count(spans: Sequence[tuple[int, int]]) -> None:
    seconds = {second for start, end in spans for second in range(start, end)}
    assert time_covered((at(start), at(end)) for start, end in spans) == timedelta(seconds=len(seconds))


@pytest.mark.parametrize(
    ("typed", "record", "found"),
    [
        ("emile", "Émile Béranger", True), ("ÉMILE", "Emile", True), ("straße", "STRASSE", True), ("bo", "Ebbot", True),
        ("+44 20 7946-0001", "+442079460001", True), ("(020) 79", "02079460001", True), ("anna 101", "Anna 101", True),
        ("zoe", "Zöe van der Meer", True), ("x", "Anna", False), ("10 1", "101", True), ("a 10", "a 1010", True),
    ],
)  # fmt: skip
def test_search_looks_past_case_accents_and_signs_in_numbers(typed: str, record: str, found: bool) -> None:
    assert all(word in search_words(record) for word in search_wanted(typed).split()) is found


@pytest.mark.parametrize(
    ("number", "shown"), [("+442079460001", "+44207946••••"), ("101", "••••"), ("112", "••••"), ("", "")]
)
def test_a_masked_number_keeps_its_last_four_signs_to_itself(number: str, shown: str) -> None:
    assert number_masked(number) == shown


@pytest.mark.parametrize("direction", Direction)
def test_eyes_outside_the_company_see_no_outside_party(direction: Direction) -> None:
    outside = LegEnd(name="Jane Doe", number="+442079460001")
    near, far = (CALLER, outside) if direction is Direction.OUTGOING else (outside, CALLER)
    dialled = "+442079460001" if direction is Direction.OUTGOING else "101"
    told = talked(1, BEN, 0, 1, 2, direction=direction, near=near, far=far, dialled=dialled)
    seen = f"{facts_masked(call_of([told]))} {leg_masked(told, direction)}"
    hidden = direction is not Direction.INTERNAL
    assert ("Jane" not in seen) is hidden
    assert ("0001" not in seen) is hidden
    assert "Anna Holm" in seen
