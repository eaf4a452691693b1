"""Every branch of an internal call, on the simulator. Case numbers: docs/algorithms/internal-call.md."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cordboard.engine.call import HangupCause
from cordboard.engine.simulator import SimulatedCall, SimulatedEngine, SimulatedPhone
from cordboard.numbering.types import Destination
from cordboard.voicemail.types import MailboxEntry, VoicemailPart
from kit.calling import (
    ALICE,
    ALICE_MOBILE,
    BOB,
    BOB_BOX,
    CAROL,
    KEY,
    LOBBY,
    TRUNK,
    acts,
    company,
    directory,
    pins,
    rings,
    told,
)
from kit.clock import seconds_passed
from kit.scenarios import BUSY, SCENARIOS, SECOND, UP, Told

__all__ = ["pins"]
pytestmark = [pytest.mark.flow, pytest.mark.usefixtures("pins")]

STEPS = {
    "answered": ("dial", "talk", "hangup"),
    "voicemail": ("dial", "voicemail_deposit", "left"),
    "without any device": ("play_early", "hangup"),
}


def told_by(call: SimulatedCall) -> Told:
    """What became of a simulated call."""
    return Told(
        outcome=call.record.get("outcome") or ("answered" if "talk" in acts(call) else ""),
        destination=call.record["destination"],
        answered=call.answered,
        cause=None if call.answered else call.cause,
    )


def detail(call: SimulatedCall, act: str) -> tuple[str, ...]:
    """The detail of the first step of that act."""
    return next(step.detail for step in call.steps if step.act == act)


@pytest.mark.parametrize("case", SCENARIOS)
async def test_a_call_to_a_person_ends_as_the_phone_says(case: str) -> None:
    scenario = SCENARIOS[case]
    steps = STEPS.get(case) or STEPS.get(scenario.told.outcome) or ("dial", "play_early", "hangup")
    phones = {endpoint: scenario.phone for endpoint in (BOB, CAROL) if scenario.phone}
    engine = SimulatedEngine(phones=phones, greeting_boxes=frozenset({BOB_BOX}))
    call = await told(scenario.called, engine=engine)

    assert told_by(call) == scenario.told
    assert acts(call) == steps
    if scenario.greeting:
        assert detail(call, "voicemail_deposit") == ("5502", scenario.greeting)


async def test_the_record_names_company_people_direction_and_rule() -> None:
    call = await told("102", engine=SimulatedEngine(phones={BOB: UP}))

    assert call.record == {
        "company": "tacompanyaaaaaaaa",
        "direction": "internal",
        "person": "alice",
        "callee": "bob",
        "rule": "extension",
        "destination": "person:bob",
    }


async def test_all_devices_of_a_person_ring_together_for_the_ring_time() -> None:
    call = await told("101", endpoint=BOB, engine=SimulatedEngine(phones={ALICE: rings()}))

    assert detail(call, "dial") == (ALICE, ALICE_MOBILE)
    assert next(step.after for step in call.steps if step.act == "play") == timedelta(seconds=20)


async def test_one_device_that_answers_is_enough() -> None:
    engine = SimulatedEngine(phones={ALICE: rings(busy=True), ALICE_MOBILE: UP})
    call = await told("101", endpoint=BOB, engine=engine)

    assert "talk" in acts(call)
    assert seconds_passed() == 3


async def test_a_caller_who_gives_up_while_it_rings_is_recorded_as_cancelled_and_leaves_no_message() -> None:
    engine = SimulatedEngine(phones={BOB: rings()})
    call = await told("102", engine=engine, leaves_after=5 * SECOND)

    assert call.record["outcome"] == "cancelled"
    assert acts(call) == ("dial", "left")
    assert engine.messages == []


async def test_a_caller_who_hangs_up_after_a_conversation_was_answered() -> None:
    call = await told("102", engine=SimulatedEngine(phones={BOB: UP}), leaves_after=2 * SECOND)

    assert acts(call) == ("dial", "talk", "left")


SAID = {
    "busy": (BUSY, ("vm-theperson", "digits/1", "digits/0", "digits/2", "vm-isonphone")),
    "not registered": (None, ("vm-theperson", "digits/1", "digits/0", "digits/2", "vm-isunavail")),
}


@pytest.mark.parametrize(("phone", "sounds"), SAID.values(), ids=SAID)
async def test_a_box_without_a_greeting_of_its_own_is_announced_by_the_extension_and_not_by_its_digits(
    phone: SimulatedPhone | None, sounds: tuple[str, ...]
) -> None:
    call = await told("102", engine=SimulatedEngine(phones={BOB: phone} if phone else {}))

    assert detail(call, "play") == sounds
    assert detail(call, "voicemail_deposit") == ("5502", "none")


async def test_a_shared_box_without_extension_is_announced_without_digits() -> None:
    boxes = {"box-bob": MailboxEntry(id="box-bob", box="5502")}
    part = VoicemailPart(context=KEY, boxes=boxes)
    call = await told("102", companies=directory(company(parts=(part,))))

    assert detail(call, "play") == ("vm-nobodyavail",)


async def test_a_full_mailbox_takes_no_message_and_ends_the_call() -> None:
    engine = SimulatedEngine(phones={BOB: rings(busy=True)}, full_boxes=frozenset({BOB_BOX}))
    call = await told("102", engine=engine)

    assert engine.messages == []
    assert acts(call)[-1] == "hangup"


async def test_a_mailbox_that_is_gone_since_tells_the_caller() -> None:
    changed = company(parts=())
    call = await told("102", companies=directory(changed))

    assert acts(call) == ("dial", "play_early", "hangup")
    assert call.record["outcome"] == "unavailable"
    assert call.cause is HangupCause.NO_ANSWER


LANGUAGES = {
    "her own": (CAROL, "fr"),
    "his own": (BOB, "es"),
    "the company's": (ALICE, "en"),
    "a lobby phone's": (LOBBY, "en"),
}


@pytest.mark.parametrize(("endpoint", "language"), LANGUAGES.values(), ids=LANGUAGES)
async def test_prompts_are_in_the_callers_language(endpoint: str, language: str) -> None:
    call = await told("999", endpoint=endpoint)

    assert call.language == language
    assert detail(call, "play_early") == ("ss-noservice",)


UNKNOWN = [
    "999",
    "0",
    "1234567",
    "",
    "abc",
    "101x",
    "${X}",
    "h",
    "i",
    "s",
    "*",
    "#",
    "+",
    "*9",
    "1" * 41,
    "1" * 5000,
    "101,1",
    "１０１",
]


@pytest.mark.parametrize("dialled", UNKNOWN)
async def test_an_unknown_number_is_refused_audibly_and_free_of_charge(dialled: str) -> None:
    call = await told(dialled)

    assert acts(call) == ("play_early", "hangup")
    assert (call.record["outcome"], call.record["rule"]) == ("refused", "number unknown")
    assert call.cause is HangupCause.UNALLOCATED
    assert not call.answered


@pytest.mark.parametrize("endpoint", ["", "estrangeraaaaaaaa", TRUNK])
async def test_an_endpoint_of_no_company_is_rejected_without_a_word(endpoint: str) -> None:
    call = await told("102", endpoint=endpoint)

    assert acts(call) == ("hangup",)
    assert call.cause is HangupCause.CALL_REJECTED
    assert call.record == {"outcome": "refused", "rule": "endpoint unknown"}


async def test_the_same_extension_in_another_company_is_never_rung() -> None:
    other = replace(company(), id="2", key="tother", endpoints={"eother": "bob"}, numbers={})
    other = replace(other, people={"bob": replace(other.people["bob"], endpoints=("eother",))})
    engine = SimulatedEngine(phones={BOB: UP, "eother": UP})
    call = await told("102", engine=engine, companies=directory(company(), other))

    assert detail(call, "dial") == (BOB,)


async def test_a_phone_that_is_nobodys_calls_in_the_companys_name() -> None:
    call = await told("102", endpoint=LOBBY, engine=SimulatedEngine(phones={BOB: UP}))

    assert "talk" in acts(call)
    assert call.record["person"] == ""


async def test_the_echo_test_speaks_and_returns_what_it_hears() -> None:
    call = await told("76")

    assert acts(call) == ("answer", "play", "echo", "left")
    assert detail(call, "play") == ("demo-echotest",)
    assert (call.record["outcome"], call.record["rule"]) == ("echo", "feature code")


async def test_an_own_extension_opens_the_own_mailbox() -> None:
    call = await told("101", endpoint=ALICE)

    assert detail(call, "voicemail_menu") == ("5501",)
    assert call.record["rule"] == "own extension"


async def test_destinations_that_lead_in_a_circle_end() -> None:
    people = dict(company().people)
    people["dan"] = replace(people["dan"], unavailable=Destination("person", "carol"))
    people["carol"] = replace(people["carol"], unavailable=Destination("person", "dan"))
    call = await told("104", companies=directory(company(people=people)))

    assert (call.record["outcome"], call.record["rule"]) == ("refused", "forwarded in a circle")
    assert call.cause is HangupCause.NO_ANSWER


@pytest.mark.parametrize("destination", [Destination("person", "ghost"), Destination("hologram", "1")])
async def test_an_extension_that_leads_to_nothing_is_an_unknown_number(destination: Destination) -> None:
    call = await told("105", companies=directory(company(extensions={"105": destination})))

    assert call.record["rule"] == "number unknown"
    assert call.cause is HangupCause.UNALLOCATED


@pytest.mark.parametrize("moment", [0.0, 0.5, 1.0, 3.0, 19.0, 21.0])
@pytest.mark.parametrize("dialled", ["102", "103", "104", "999", "76", "*98", "*98102", "101"])
async def test_a_caller_may_leave_at_any_moment(dialled: str, moment: float) -> None:
    call = await told(dialled, leaves_after=timedelta(seconds=moment), keys=("102", "2846"))

    assert call.over
    assert call.steps[-1].after <= timedelta(seconds=max(moment, 21))


async def test_each_step_names_the_rule_that_led_to_it() -> None:
    call = await told("102", engine=SimulatedEngine(phones={BOB: rings(busy=True)}))

    assert [(step.act, step.rule) for step in call.steps] == [
        ("speak", ""),
        ("dial", "extension"),
        ("play", "extension"),
        ("voicemail_deposit", "extension"),
        ("left", "extension"),
    ]
