"""Dial strings and outcomes: nothing a phone registered can become a second number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.engine.agi.words import (
    LONGEST_BATCH,
    LONGEST_TARGETS,
    LONGEST_TEXT,
    assignments,
    batched_endpoints,
    contacts_expression,
    dial_outcome,
    dial_targets,
    endpoint_of,
    endpoints_engaged,
    name_checked,
    sounds_joined,
    states_expression,
    text_cleaned,
)
from cordboard.engine.call import DialOutcome

pytestmark = pytest.mark.pure

ENGINE_TAKES = 2000  # bytes of one command
ALICE, BOB = "ealiceaaaaaaaaaaa", "ebobaaaaaaaaaaaaa"
PHONE = f"PJSIP/{ALICE}/sip:{ALICE}@127.0.0.1:5062;transport=TLS;ob"
BROWSER = f"PJSIP/{ALICE}/sips:k3@[2001:db8::1]:5061;transport=ws;x-ast-orig-host=1.invalid:0"
DESK = f"PJSIP/{BOB}/sip:bob%20b@192.0.2.1"

TARGETS = {
    "one contact": ([ALICE], PHONE, PHONE),
    "several contacts of one endpoint": ([ALICE], f"{PHONE}&{BROWSER}", f"{PHONE}&{BROWSER}"),
    "several endpoints": ([ALICE, BOB], f"{PHONE}|{DESK}", f"{PHONE}&{DESK}"),
    "one of two is not registered": ([ALICE, BOB], f"|{DESK}", DESK),
    "none is registered": ([ALICE, BOB], "|", ""),
    "no endpoint": ([], "", ""),
    "another dialled number in a contact": (
        [ALICE, BOB], f"PJSIP/{ALICE}/sip:x&Local/911@outside|{DESK}", f"PJSIP/{ALICE}&{DESK}",
    ),
    "options in a contact": ([ALICE], f"PJSIP/{ALICE}/sip:x,30,U(evil)@h", f"PJSIP/{ALICE}"),
    "a variable in a contact": ([ALICE], f"PJSIP/{ALICE}/sip:${{X}}@h", f"PJSIP/{ALICE}"),
    "another's endpoint in a contact": ([ALICE], f"{PHONE}&PJSIP/{BOB}/sip:x@h", f"PJSIP/{ALICE}"),
    "a separator of ours in a contact": ([ALICE], f"PJSIP/{ALICE}/sip:a|b@h", f"PJSIP/{ALICE}"),
    "an answer the engine cut": ([ALICE], PHONE + "x" * 4000, f"PJSIP/{ALICE}"),
    "more contacts than one command holds": ([ALICE], "&".join([PHONE] * 30), f"PJSIP/{ALICE}"),
}  # fmt: skip


@pytest.mark.parametrize(("endpoints", "evaluated", "targets"), TARGETS.values(), ids=TARGETS)
def test_all_safe_contacts_ring_together(endpoints: list[str], evaluated: str, targets: str) -> None:
    assert dial_targets(endpoints, evaluated) == targets


@given(st.text(max_size=200))
def test_whatever_a_phone_registers_only_its_own_endpoint_is_dialled(user: str) -> None:
    targets = dial_targets([ALICE], f"PJSIP/{ALICE}/sip:{user}@192.0.2.1")

    assert len(targets) <= LONGEST_TARGETS
    assert all(target.startswith(f"PJSIP/{ALICE}") for target in targets.split("&"))
    assert not set(targets) & set(',|^()"\\${} \n')


@pytest.mark.parametrize("count", [41, 400])
def test_however_many_ring_together_every_command_fits(count: int) -> None:
    endpoints = [f"e{place:016}" for place in range(count)]
    batches = list(batched_endpoints(endpoints))
    contacts = "|".join(f"PJSIP/{one}/sip:{one}@192.0.2.1" for one in endpoints)

    assert [one for some in batches for one in some] == endpoints
    for words in (contacts_expression, states_expression):
        assert max(len(words(some)) for some in batches) < ENGINE_TAKES
    for evaluated in (contacts, "|".join(["x"] * count)):
        targets = dial_targets(endpoints, evaluated)
        assert targets.startswith(f"PJSIP/{endpoints[0]}&PJSIP/{endpoints[1]}")
        assert len(targets) <= LONGEST_TARGETS


def test_whoever_has_a_call_is_engaged() -> None:
    assert states_expression([ALICE]) == f"${{DEVICE_STATE(PJSIP/{ALICE})}}"
    assert endpoints_engaged([ALICE, BOB], "NOT_INUSE|INUSE") == {BOB}
    assert endpoints_engaged([ALICE, BOB], "RINGING|ONHOLD") == {ALICE, BOB}
    assert endpoints_engaged([ALICE, BOB], "UNAVAILABLE") == set()
    with pytest.raises(ValueError, match="name for the engine"):
        states_expression(["e)},System(x"])


STATUSES = {
    "answered": ("ANSWER", 16, DialOutcome.ANSWERED),
    "486 or 600": ("BUSY", 17, DialOutcome.BUSY),
    "no reply in time": ("NOANSWER", 0, DialOutcome.NO_ANSWER),
    "480": ("NOANSWER", 19, DialOutcome.NO_ANSWER),
    "not registered": ("CHANUNAVAIL", 20, DialOutcome.UNAVAILABLE),
    "404": ("CHANUNAVAIL", 1, DialOutcome.UNAVAILABLE),
    "603 or 403": ("CHANUNAVAIL", 21, DialOutcome.DECLINED),
    "603 on one of several phones": ("NOANSWER", 21, DialOutcome.DECLINED),
    "503": ("CONGESTION", 34, DialOutcome.CONGESTION),
    "the caller gave up": ("CANCEL", 127, DialOutcome.CANCELLED),
    "something new": ("DONTCALL", 0, DialOutcome.CONGESTION),
}


@pytest.mark.parametrize(("status", "cause", "outcome"), STATUSES.values(), ids=STATUSES)
def test_the_engines_words_become_outcomes(status: str, cause: int, outcome: DialOutcome) -> None:
    assert dial_outcome(status, cause) is outcome


@pytest.mark.parametrize(
    "channel", ["Local/102@phones-0000000a;2", "PJSIP/-0000000a", "", "PJSIP/e1-zz", "SIP/e1-0000000a"]
)
def test_channels_that_are_no_endpoints_have_none(channel: str) -> None:
    assert endpoint_of(channel) == ""


def test_an_endpoint_is_known_by_its_channel() -> None:
    assert endpoint_of(f"PJSIP/{ALICE}-0000000a") == ALICE


@pytest.mark.parametrize("name", ["", "a b", "a,b", "a&b", "a/b", "a)b", "ü", "a\n", "${a}"])
def test_a_name_that_could_be_read_otherwise_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        name_checked(name)
    with pytest.raises(ValueError, match="letters"):
        contacts_expression([name])


@pytest.mark.parametrize("sound", ["", "a&b", "a,b", "/etc/passwd", "../x", "http://h/x", "a b"])
def test_a_sound_that_could_be_read_otherwise_is_refused(sound: str) -> None:
    with pytest.raises(ValueError, match="sound"):
        sounds_joined([sound])


@given(st.text(max_size=400))
def test_a_cleaned_text_is_short_and_of_one_line(text: str) -> None:
    cleaned = text_cleaned(text)

    assert len(cleaned.encode()) <= LONGEST_TEXT
    assert cleaned.isprintable() or not cleaned.isascii()
    assert not set(cleaned) & set("\n\r\0\x1b")


names = st.from_regex(r"[A-Z]{1,8}\([a-z]{1,12}\)", fullmatch=True)


@given(st.dictionaries(names, st.text(max_size=60).map(text_cleaned), max_size=40))
def test_every_value_is_assigned_once_and_no_value_becomes_a_second_assignment(
    values: dict[str, str],
) -> None:
    assigned: dict[str, str] = {}
    for words in assignments(values):
        if words[:2] == ("EXEC", "MSet"):
            assert len(words[2].encode()) <= LONGEST_BATCH
            pairs = dict(pair.split("=", 1) for pair in words[2].split(","))
        else:
            assert words[0] == "SET VARIABLE"
            pairs = {words[1]: words[2]}
        assert not pairs.keys() & assigned.keys()
        assigned |= pairs

    assert assigned == values
