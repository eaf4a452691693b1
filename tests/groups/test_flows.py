"""Groups ring on the simulated engine, by a clock that jumps."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from cordboard.calls import registry
from cordboard.calls.types import CompanySnapshot, Directory, Outcome
from cordboard.engine.simulator import SimulatedCall, SimulatedEngine, simulated
from cordboard.groups.flows import GroupRing
from cordboard.groups.types import GroupEntry, GroupsPart, MemberEntry, Strategy
from cordboard.numbering.types import Destination
from kit.calling import (
    ALICE,
    BOB,
    BOB_BOX,
    CAROL,
    LOBBY,
    KnownPins,
    acts,
    company,
    directory,
    pins,
    rings,
    told,
)

__all__ = ["pins"]

pytestmark = pytest.mark.flow

SOON = timedelta(seconds=5)


@pytest.fixture(autouse=True)
def groups(pins: KnownPins) -> GroupRing:
    """Groups are served, with a memory of their own."""
    flow = GroupRing(chance=Random(3))
    registry.register("group", flow)
    return flow


def with_group(**settings: object) -> Directory:
    """Bob and Carol are a group, reached by 200; nobody of it takes the call: Bob's box does."""
    group = GroupEntry(
        id="support",
        name="Support",
        members=(MemberEntry(person="bob"), MemberEntry(person="carol")),
        otherwise=Destination("mailbox", "box-bob"),
    )
    return directory(_reached(company(), replace(group, **settings)))  # type: ignore[arg-type]


def _reached(small: CompanySnapshot, group: GroupEntry) -> CompanySnapshot:
    extensions = {**small.extensions, "200": Destination("group", group.id)}
    return replace(small, extensions=extensions, parts=(*small.parts, GroupsPart(groups={group.id: group})))


def call_of(
    companies: Directory, endpoint: str = LOBBY, dialled: str = "200", **phones: object
) -> SimulatedCall:
    known = {"bob": BOB, "carol": CAROL, "alice": ALICE}
    engine = SimulatedEngine(phones={known[name]: phone for name, phone in phones.items()})  # type: ignore[misc]
    return simulated(told(dialled, endpoint=endpoint, engine=engine, companies=companies))


def rung(call: SimulatedCall) -> list[tuple[int, tuple[str, ...]]]:
    """After how many seconds which phones began to ring."""
    return [(int(step.after.total_seconds()), step.detail) for step in call.steps if step.act == "dial"]


def test_all_ring_at_once_for_the_whole_time_and_the_first_to_answer_talks() -> None:
    call = call_of(with_group(), bob=rings(), carol=rings(answers_after=timedelta(seconds=40)))
    assert rung(call) == [(0, (BOB, CAROL))]
    assert acts(call) == ("dial", "talk", "hangup")
    assert call.record["rule"] == "group: all"
    assert call.record["destination"] == "group:support"


def test_one_after_the_other_each_for_its_time() -> None:
    companies = with_group(strategy=Strategy.LINEAR, step=timedelta(seconds=10))
    call = call_of(companies, bob=rings(), carol=rings(answers_after=SOON))
    assert rung(call) == [(0, (BOB,)), (10, (CAROL,))]
    assert call.record["callee"] == "carol"


def test_rounds_go_on_until_the_time_is_over_and_the_call_goes_where_the_group_sends_it() -> None:
    companies = with_group(strategy=Strategy.LINEAR, step=timedelta(seconds=10), total=timedelta(seconds=35))
    call = call_of(companies, bob=rings(), carol=rings())
    assert rung(call) == [(0, (BOB,)), (10, (CAROL,)), (20, (BOB,)), (30, (CAROL,))]
    deposit = next(step for step in call.steps if step.act == "voicemail_deposit")
    assert deposit.detail[:2] == (BOB_BOX.box, "none")
    assert int(next(step for step in call.steps if step.act == "play").after.total_seconds()) == 35
    assert call.record["outcome"] == Outcome.VOICEMAIL


def test_who_declined_is_not_asked_again_in_the_same_call() -> None:
    companies = with_group(strategy=Strategy.LINEAR, total=timedelta(seconds=30), otherwise=None)
    call = call_of(companies, bob=rings(declines=True), carol=rings())
    assert rung(call) == [(0, (BOB,)), (0, (CAROL,)), (15, (CAROL,))]


def test_with_nobody_there_the_caller_is_told_at_once_without_a_charge() -> None:
    call = call_of(with_group(otherwise=None, strategy=Strategy.LINEAR))
    assert acts(call)[-2:] == ("play_early", "hangup")
    assert not call.answered
    assert call.record["outcome"] == Outcome.UNAVAILABLE
    assert call.record["rule"] == "nobody of the group took the call"
    assert len(rung(call)) == 2


def test_a_group_without_members_goes_elsewhere_at_once() -> None:
    call = call_of(with_group(members=()))
    assert "voicemail_deposit" in acts(call)


def test_busy_members_ring_unless_the_group_skips_them() -> None:
    busy, free = rings(busy=True), rings(answers_after=SOON)
    asked = call_of(with_group(strategy=Strategy.LINEAR), bob=busy, carol=free)
    skipped = call_of(with_group(strategy=Strategy.LINEAR, skip_busy=True), bob=busy, carol=free)
    assert rung(asked) == [(0, (BOB,)), (0, (CAROL,))]
    assert rung(skipped) == [(0, (CAROL,))]
    together = call_of(with_group(skip_busy=True), bob=busy, carol=free)
    assert rung(together) == [(0, (CAROL,))]


def test_when_all_are_busy_the_next_destination_knows_it() -> None:
    call = call_of(with_group(skip_busy=True), bob=rings(busy=True), carol=rings(busy=True))
    assert rung(call) == []
    assert ("vm-theperson", "digits/1", "digits/0", "digits/2", "vm-isonphone") in [
        step.detail for step in call.steps
    ]


def test_a_member_who_calls_the_group_does_not_ring_himself() -> None:
    call = call_of(with_group(), endpoint=BOB, bob=rings(), carol=rings(answers_after=SOON))
    assert rung(call) == [(0, (CAROL,))]


def test_round_robin_goes_on_behind_the_one_who_began(groups: GroupRing) -> None:
    companies = with_group(strategy=Strategy.ROUND_ROBIN)
    answering = {"bob": rings(answers_after=SOON), "carol": rings(answers_after=SOON)}
    assert [rung(call_of(companies, **answering)) for _ in range(3)] == [
        [(0, (BOB,))], [(0, (CAROL,))], [(0, (BOB,))],
    ]  # fmt: skip


def test_whoever_talked_last_is_asked_last(groups: GroupRing) -> None:
    companies = with_group(strategy=Strategy.LEAST_RECENT)
    call_of(companies, bob=rings(answers_after=SOON), carol=rings())
    assert rung(call_of(companies, bob=rings(), carol=rings(answers_after=SOON)))[0] == (0, (CAROL,))
    assert set(groups.memories["support"].talked) == {"bob", "carol"}


def test_a_caller_who_gives_up_ends_the_ringing() -> None:
    engine = SimulatedEngine(phones={BOB: rings(), CAROL: rings()})
    companies = with_group(strategy=Strategy.LINEAR)
    leaving = told(
        "200", engine=engine, companies=companies, endpoint=LOBBY, leaves_after=timedelta(seconds=20)
    )
    call = simulated(leaving)
    assert rung(call) == [(0, (BOB,)), (15, (CAROL,))]
    assert call.record["outcome"] == Outcome.CANCELLED


def test_a_group_that_is_gone_is_an_unknown_number() -> None:
    small = company()
    extensions = {**small.extensions, "200": Destination("group", "gone")}
    call = call_of(directory(replace(small, extensions=extensions)))
    assert call.record["rule"] == "number unknown"


def test_a_circle_of_groups_comes_to_an_end() -> None:
    call = call_of(with_group(otherwise=Destination("group", "support")))
    assert call.record["rule"] == "forwarded in a circle"
