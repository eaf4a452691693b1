"""Every act of a call in the engine's own words, and nothing of a stranger's among them."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordboard.engine.call import (
    Call,
    CallEnded,
    DialOutcome,
    DialRequest,
    Greeting,
    HangupCause,
    MailboxName,
)
from kit.agi import BOB, CAROL, CONTACTS, OK, REQUEST, answers, conversation, played_engine, serving

pytestmark = pytest.mark.pure

ALICE = "ealiceaaaaaaaaaaa"
BOX = MailboxName(box="5502", context="tacompanyaaaaaaaa")
DEAD = "511 Command Not Permitted on a dead channel or intercept routine"


async def test_a_call_to_a_person_in_the_engines_words() -> None:
    outcomes: list[DialOutcome] = []

    async def flow(call: Call) -> None:
        await call.speak("fr")
        await call.note(company="t1", rule="extension")
        outcomes.append(await call.dial(REQUEST))
        await call.note(outcome="busy")
        await call.hangup(HangupCause.USER_BUSY)

    heard = await conversation(flow, answers(CONTACTS | {"DIALSTATUS": "200 result=1 (BUSY|17)"}))

    assert outcomes == [DialOutcome.BUSY]
    assert heard == [
        f'GET FULL VARIABLE "${{PJSIP_DIAL_CONTACTS({BOB})}}|${{PJSIP_DIAL_CONTACTS({CAROL})}}"',
        'EXEC "MSet" "CHANNEL(language)=fr,CDR(facts)=company=t1&rule=extension,CONNECTEDLINE(name,i)=Bob,'
        'CONNECTEDLINE(num,i)=102,CALLERID(num)=101"',
        'SET VARIABLE "CALLERID(name)" "Zoë \\"Z\\" O,Brien"',
        f'EXEC "Dial" "PJSIP/{BOB}/sip:b@192.0.2.1,20,giI"',
        'GET FULL VARIABLE "${DIALSTATUS}|${HANGUPCAUSE}"',
        'EXEC "MSet" "CDR(facts)=company=t1&rule=extension&outcome=busy&cause=17"',
        'EXEC "Hangup" "17"',
    ]


async def test_a_caller_who_is_shown_right_already_is_not_named_again() -> None:
    async def flow(call: Call) -> None:
        await call.dial(replace(REQUEST, caller_name="Alice", caller_number="101"))

    heard = await conversation(flow, answers(CONTACTS | {"DIALSTATUS": "200 result=1 (ANSWER|16)"}))

    assert not any("CALLERID" in command for command in heard)


@pytest.mark.parametrize(
    ("status", "cause"),
    [("ANSWER|16", None), ("ANSWER|27", "27"), ("CANCEL|127", None), ("NOANSWER|0", "19"), ("BUSY|17", "17")],
)
async def test_why_a_rung_call_ended_is_noted_unless_it_was_cleared(status: str, cause: str | None) -> None:
    async def flow(call: Call) -> None:
        await call.dial(REQUEST)
        raise CallEnded

    heard = await conversation(flow, answers(CONTACTS | {"DIALSTATUS": f"200 result=1 ({status})"}))

    noted = [command for command in heard if "CDR(facts)" in command]
    assert noted == ([f'EXEC "MSet" "CDR(facts)=cause={cause}"'] if cause else [])


async def test_after_a_conversation_the_channel_is_let_alone() -> None:
    async def flow(call: Call) -> None:
        await call.dial(REQUEST)
        await call.hangup()

    heard = await conversation(flow, answers(CONTACTS | {"DIALSTATUS": "200 result=1 (ANSWER|16)"}))

    assert not any("Hangup" in command for command in heard)


async def test_a_channel_that_left_or_was_handed_on_is_let_alone_and_its_facts_are_kept() -> None:
    async def flow(call: Call) -> None:
        assert await call.dial(REQUEST) is DialOutcome.CANCELLED
        await call.note(outcome="cancelled")
        await call.hangup()

    status = "HANGUP\n200 result=1 (CANCEL|127)"
    heard = await conversation(flow, answers(CONTACTS | {'"Dial"': "200 result=-1", "DIALSTATUS": status}))

    assert heard[-1] == 'EXEC "MSet" "CDR(facts)=outcome=cancelled"'


async def test_a_mailbox_after_ringing_in_vain_has_a_leg_of_its_own_on_the_record() -> None:
    async def flow(call: Call) -> None:
        await call.dial(REQUEST)
        await call.voicemail_deposit(BOX, greeting=Greeting.BUSY)
        await call.play("vm-goodbye")

    heard = await conversation(flow, answers(CONTACTS | {"DIALSTATUS": "200 result=1 (BUSY|17)"}))

    assert heard[5:] == [
        'SET PRIORITY "8"',
        'EXEC "NoOp" ""',
        'SET PRIORITY "7"',
        'EXEC "VoiceMail" "5502@tacompanyaaaaaaaa,b"',
        'GET FULL VARIABLE "${VMSTATUS}"',
        'EXEC "Playback" "vm-goodbye"',
        'EXEC "Hangup" "16"',
    ]


async def test_nobody_is_dialled_when_no_phone_is_registered() -> None:
    outcomes: list[DialOutcome] = []

    async def flow(call: Call) -> None:
        outcomes.append(await call.dial(REQUEST))

    heard = await conversation(flow, answers({"CONTACTS": "200 result=1 (|)"}))

    assert outcomes == [DialOutcome.UNAVAILABLE]
    assert not any('"Dial"' in command for command in heard)


async def test_every_act_in_the_engines_words() -> None:
    async def flow(call: Call) -> None:
        assert (call.endpoint, call.dialled, call.presented) == (ALICE, "102", ("Alice", "101"))
        await call.play_early("ss-noservice")
        await call.play_early("vm-theperson", "digits/1")
        await call.answer()
        await call.play("demo-echotest")
        await call.echo()
        assert await call.read_digits("vm-password", most=6, silence=timedelta(seconds=5)) == "12*"
        await call.say_digits("102")
        assert await call.mailbox_greets(BOX, Greeting.BUSY)
        assert await call.voicemail_deposit(BOX, greeting=Greeting.BUSY)
        assert await call.voicemail_deposit(BOX, greeting=Greeting.NONE)
        await call.voicemail_menu(BOX)

    known = {
        "STAT(e": "200 result=1 (01)",
        "READSTATUS": "200 result=1 (OK|12*)",
        "VMSTATUS": "200 result=1 (SUCCESS)",
    }
    assert await conversation(flow, answers(known)) == [
        'EXEC "Progress" ""',
        'EXEC "Playback" "ss-noservice,noanswer"',
        'EXEC "Playback" "vm-theperson&digits/1,noanswer"',
        'EXEC "Answer" ""',
        'EXEC "Playback" "demo-echotest"',
        'EXEC "Echo" ""',
        'EXEC "Read" "CALL_DIGITS,vm-password,6,,1,5"',
        'GET FULL VARIABLE "${READSTATUS}|${CALL_DIGITS}"',
        'EXEC "MSet" "CALL_DIGITS="',
        'EXEC "SayDigits" "102"',
        'GET FULL VARIABLE "${STAT(e,${ASTSPOOLDIR}/voicemail/tacompanyaaaaaaaa/5502/busy.wav)}'
        '${STAT(e,${ASTSPOOLDIR}/voicemail/tacompanyaaaaaaaa/5502/temp.wav)}"',
        'EXEC "VoiceMail" "5502@tacompanyaaaaaaaa,b"',
        'GET FULL VARIABLE "${VMSTATUS}"',
        'EXEC "VoiceMail" "5502@tacompanyaaaaaaaa"',
        'GET FULL VARIABLE "${VMSTATUS}"',
        'EXEC "VoiceMailMain" "5502@tacompanyaaaaaaaa,s"',
        'EXEC "Hangup" "16"',
    ]


LEAVING = {
    "an application says so": {"Playback": "200 result=-1"},
    "a command is not permitted any more": {"Playback": DEAD},
    "a hang-up comes first": {"Playback": f"HANGUP\n{DEAD}"},
}


@pytest.mark.parametrize("known", LEAVING.values(), ids=LEAVING)
async def test_a_caller_who_leaves_ends_the_flow(known: dict[str, str]) -> None:
    ended: list[type[BaseException]] = []

    async def flow(call: Call) -> None:
        try:
            await call.play("demo-echotest")
        except CallEnded as end:
            ended.append(type(end))
            await call.note(outcome="cancelled")
            raise

    heard = await conversation(flow, answers(known))

    assert ended == [CallEnded]
    assert heard[-1] == 'EXEC "MSet" "CDR(facts)=outcome=cancelled"'


async def test_keys_of_a_caller_who_left_are_no_keys() -> None:
    async def flow(call: Call) -> None:
        with pytest.raises(CallEnded):
            await call.read_digits("vm-password", most=6, silence=timedelta(seconds=5))

    await conversation(flow, answers({"READSTATUS": "200 result=1 (HANGUP|12)"}))


async def test_a_box_that_takes_no_message_does_not_end_the_flow() -> None:
    async def flow(call: Call) -> None:
        assert not await call.voicemail_deposit(BOX, greeting=Greeting.NONE)
        await call.play("vm-goodbye")

    heard = await conversation(flow, answers({"VMSTATUS": "200 result=1 (FAILED)"}))

    assert heard[2] == 'EXEC "Playback" "vm-goodbye"'


async def test_a_company_at_its_limit_is_counted_under_no_name() -> None:
    full: list[str | None] = []

    async def flow(call: Call) -> None:
        full.append(await call.count_in("t1", {"incoming": 5, "combined": 2}))
        full.append(await call.count_in("t1", {"incoming": 5, "combined": None}))

    known = {"t1@incoming": "200 result=1 (2)", "t1@combined": "200 result=1 (2)"}
    heard = await conversation(flow, answers(known))

    assert full == ["combined", None]
    assert heard[:4] == [
        'GET FULL VARIABLE "${GROUP_COUNT(t1@incoming)}"',
        'GET FULL VARIABLE "${GROUP_COUNT(t1@combined)}"',
        'GET FULL VARIABLE "${GROUP_COUNT(t1@incoming)}"',
        'EXEC "MSet" "GROUP(incoming)=t1,GROUP(combined)=t1"',
    ]


async def test_two_calls_never_take_the_last_place_together() -> None:
    counted: set[str] = set()
    admitted: list[str | None] = []

    async def flow(call: Call) -> None:
        admitted.append(await call.count_in("t1", {"incoming": 1}))
        await asyncio.sleep(0.01)

    def answer_of(name: str) -> Callable[[str], str]:
        def answer(command: str) -> str:
            if "MSet" in command:
                counted.add(name)
            return f"200 result=1 ({len(counted)})" if "GROUP_COUNT" in command else OK

        return answer

    async with serving(flow) as server, contextlib.AsyncExitStack() as exits:
        engines = [await exits.enter_async_context(played_engine(server)) for _ in range(10)]
        for engine in engines:
            engine.open()
        await asyncio.gather(*(engine.answer_all(answer_of(str(n))) for n, engine in enumerate(engines)))

    assert admitted.count(None) == 1
    assert len(admitted) == 10


HOSTILE = [
    "${SHELL(id)}",
    '102"',
    "102\\",
    "102,1",
    "102&103",
    "h",
    "i",
    "s",
    "１０２",
    "x" * 3000,
    "a: b",
    "102 HANGUP",
]


@pytest.mark.parametrize("dialled", HOSTILE)
async def test_a_hostile_number_is_no_number(dialled: str) -> None:
    seen: list[str] = []

    async def flow(call: Call) -> None:
        seen.append(call.dialled)

    async with serving(flow) as server, played_engine(server) as engine:
        engine.open(extension=dialled)
        await engine.answer_all()

    assert seen == [""]


@settings(max_examples=60, deadline=None)
@given(name=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
async def test_whatever_someone_is_called_it_is_one_value(name: str) -> None:
    async def flow(call: Call) -> None:
        request = DialRequest(
            endpoints=(BOB,), timeout=timedelta(seconds=1), caller_name=name, caller_number="101"
        )
        await call.dial(request)
        await call.note(rule=name)

    known = {
        "CONTACTS": f"200 result=1 (PJSIP/{BOB}/sip:b@192.0.2.1)",
        "DIALSTATUS": "200 result=1 (NOANSWER|0)",
    }
    heard = await conversation(flow, answers(known))

    assert sum('"Dial"' in command for command in heard) == 1
    assert heard[-1] == 'EXEC "Hangup" "16"'
