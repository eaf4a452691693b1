"""Mailboxes by phone: one's own at once, another's by PIN, a message after the greeting that fits."""

import asyncio
from dataclasses import replace

import pytest

from cordboard.engine.call import HangupCause
from cordboard.engine.simulator import SimulatedCall
from cordboard.voicemail.flows import FAILURES_ALLOWED, FAILURES_COUNT_FOR
from kit.calling import (
    ALICE,
    ALICE_MOBILE,
    BOB,
    CAROL,
    LOBBY,
    KnownPins,
    company,
    directory,
    pins,
    told,
    voicemail,
)

__all__ = ["pins"]
pytestmark = pytest.mark.flow

BOX_OF_ALICE, BOX_OF_BOB = ("5501",), ("5502",)


def opened(call: SimulatedCall) -> tuple[str, ...] | None:
    """The box whose menu the caller reached."""
    return next((step.detail for step in call.steps if step.act == "voicemail_menu"), None)


def heard(call: SimulatedCall) -> list[str]:
    """Every sound, in order."""
    return [sound for step in call.steps if step.act in {"play", "read_digits"} for sound in step.detail]


async def test_the_own_box_opens_at_once_and_asks_nothing(pins: KnownPins) -> None:
    call = await told("*98", endpoint=ALICE)

    assert opened(call) == BOX_OF_ALICE
    assert heard(call) == []
    assert call.record["outcome"] == "mailbox"
    assert call.record["destination"] == "mailbox:box-alice"
    assert pins.asked == []


async def test_the_own_extension_after_the_code_is_the_own_box_too(pins: KnownPins) -> None:
    assert opened(await told("*98101", endpoint=ALICE)) == BOX_OF_ALICE
    assert pins.asked == []


async def test_an_account_that_somebody_else_made_asks_for_the_pin_and_is_then_confirmed(
    pins: KnownPins,
) -> None:
    call = await told("*98", endpoint=ALICE_MOBILE, keys=("1", "7391"))

    assert opened(call) == BOX_OF_ALICE
    assert heard(call) == ["vm-password", "vm-then-pound", "vm-incorrect", "vm-password", "vm-then-pound"]
    assert pins.asked == [("box-alice", "1"), ("box-alice", "7391")]
    assert pins.confirmed == [("1", "alice", ALICE_MOBILE, "first")]


@pytest.mark.parametrize("dialled", ["*98", "*98101", "101"])
async def test_an_account_that_somebody_else_made_opens_nothing_without_the_pin(
    pins: KnownPins, dialled: str
) -> None:
    call = await told(dialled, endpoint=ALICE_MOBILE, keys=("1", "2", "3", "7391"))

    assert opened(call) is None
    assert (call.record["outcome"], call.record["rule"]) == ("refused", "PIN")
    assert heard(call)[-1] == "vm-goodbye"
    assert pins.confirmed == []


async def test_wrong_pins_on_such_an_account_shut_the_box_too(pins: KnownPins) -> None:
    for _ in range(4):
        await told("*98", endpoint=ALICE_MOBILE, keys=("1", "2", "3"))

    assert opened(await told("*98", endpoint=ALICE_MOBILE, keys=("7391",))) is None
    assert opened(await told("*98", endpoint=ALICE)) == BOX_OF_ALICE
    assert len(pins.asked) == FAILURES_ALLOWED


async def test_a_snapshot_that_names_no_confirmed_phones_lets_none_in(pins: KnownPins) -> None:
    old = replace(voicemail(), confirmed=())

    assert opened(await told("*98", endpoint=ALICE, companies=directory(company(parts=(old,))))) is None


async def test_while_the_database_is_away_such_an_account_opens_nothing(pins: KnownPins) -> None:
    pins.away = True

    assert opened(await told("*98", endpoint=ALICE_MOBILE, keys=("7391", "7391", "7391"))) is None
    assert opened(await told("*98", endpoint=ALICE)) == BOX_OF_ALICE


@pytest.mark.usefixtures("pins")
async def test_another_box_opens_by_its_pin_from_any_phone_of_the_company() -> None:
    assert opened(await told("*98102", endpoint=ALICE, keys=("2846",))) == BOX_OF_BOB


@pytest.mark.usefixtures("pins")
@pytest.mark.parametrize("endpoint", [CAROL, LOBBY])
async def test_who_has_no_box_is_asked_for_extension_and_pin(endpoint: str) -> None:
    call = await told("*98", endpoint=endpoint, keys=("101", "7391"))

    assert opened(call) == BOX_OF_ALICE
    assert heard(call) == ["vm-extension", "vm-then-pound", "vm-password", "vm-then-pound"]


async def test_three_wrong_tries_end_with_a_goodbye(pins: KnownPins) -> None:
    call = await told("*98102", endpoint=ALICE, keys=("1", "102", "2", "102", "3", "102", "2846"))

    assert opened(call) is None
    assert heard(call).count("vm-incorrect") == 3
    assert heard(call)[-1] == "vm-goodbye"
    assert (call.record["outcome"], call.record["rule"]) == ("refused", "PIN")
    assert call.cause is HangupCause.NORMAL_CLEARING
    assert pins.asked == [("box-bob", "1"), ("box-bob", "2"), ("box-bob", "3")]


@pytest.mark.usefixtures("pins")
async def test_the_third_try_may_be_right() -> None:
    call = await told("*98", endpoint=CAROL, keys=("102", "0", "102", "0", "102", "2846"))

    assert opened(call) == BOX_OF_BOB


async def test_a_box_that_does_not_exist_sounds_like_a_wrong_pin(pins: KnownPins) -> None:
    ghost = await told("*98777", endpoint=ALICE, keys=("1", "777", "1", "777", "1"))
    real = await told("*98102", endpoint=ALICE, keys=("1", "102", "1", "102", "1"))

    assert heard(ghost) == heard(real)
    assert [step.after for step in ghost.steps] == [step.after for step in real.steps]


@pytest.mark.usefixtures("pins")
async def test_a_silent_caller_is_let_go() -> None:
    call = await told("*98", endpoint=CAROL)

    assert opened(call) is None
    assert call.cause is HangupCause.NORMAL_CLEARING


async def test_ten_wrong_pins_shut_a_box_for_a_quarter_of_an_hour(pins: KnownPins) -> None:
    for _ in range(4):
        await told("*98102", endpoint=ALICE, keys=("1", "102", "1", "102", "1"))
    shut = await told("*98102", endpoint=ALICE, keys=("2846", "102", "2846"))
    other = await told("*98101", endpoint=BOB, keys=("7391",))
    own = await told("*98", endpoint=BOB)
    await asyncio.sleep(FAILURES_COUNT_FOR.total_seconds())
    later = await told("*98102", endpoint=ALICE, keys=("2846",))

    assert opened(shut) is None
    assert len(pins.asked) == FAILURES_ALLOWED + 2  # and nobody asked while it was shut
    assert opened(other) == BOX_OF_ALICE
    assert opened(own) == BOX_OF_BOB
    assert opened(later) == BOX_OF_BOB


async def test_many_calls_at_once_get_no_more_tries_than_one(pins: KnownPins) -> None:
    wrong = [told("*98102", endpoint=ALICE, keys=("1", "102", "1", "102", "1")) for _ in range(20)]
    await asyncio.gather(*wrong)

    assert len(pins.asked) == FAILURES_ALLOWED


async def test_a_right_pin_forgives_the_wrong_ones(pins: KnownPins) -> None:
    for _ in range(6):
        call = await told("*98102", endpoint=ALICE, keys=("1", "102", "1", "102", "2846"))
        assert opened(call) == BOX_OF_BOB


async def test_a_pin_that_cannot_be_checked_opens_nothing_and_is_not_held_against_the_box(
    pins: KnownPins,
) -> None:
    pins.away = True
    for _ in range(5):
        assert opened(await told("*98102", endpoint=ALICE, keys=("2846",))) is None
    pins.away = False

    assert opened(await told("*98102", endpoint=ALICE, keys=("2846",))) == BOX_OF_BOB


@pytest.mark.usefixtures("pins")
async def test_a_company_without_voicemail_opens_nothing() -> None:
    call = await told("*98", endpoint=ALICE, companies=directory(company(parts=())), keys=("101", "7391"))

    assert opened(call) is None
