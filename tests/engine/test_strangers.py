"""What scanners, forgers and mistyped numbers get from a real engine: the same refusal, and nothing to learn from it."""

import asyncio
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.engine import RunningEngine, running_engine, wait_until
from kit.raw_sip import SDP, RawPhone, SipMessage
from kit.served import phone_of, registered, serve
from kit.specs import ACME, GLOBEX, company, endpoint

pytestmark = pytest.mark.engine

ALICE, BOB = endpoint(ACME, "a", "101", mailboxes=(f"5501@{ACME}",)), endpoint(ACME, "b", "102")
EVE = endpoint(GLOBEX, "x", "101")
NOBODY = "e" + "z" * 16
METHODS = (
    "REGISTER",
    "INVITE",
    "OPTIONS",
    "MESSAGE",
    "SUBSCRIBE",
    "PUBLISH",
    "NOTIFY",
    "REFER",
    "INFO",
    "UPDATE",
    "FOO",
)
OWN_WORDS = ("Via", "Call-ID", "From", "To", "CSeq", "Date")


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    provoked = ("AOR '' not found", "No registered publish handler")
    with running_engine(Path(tmp_path_factory.mktemp("engine")), allowed=provoked) as running:
        asyncio.run(serve(running, company(ACME, [ALICE, BOB], {"101": "5501"}), company(GLOBEX, [EVE])))
        yield running


def told(answer: SipMessage) -> str:
    """What an answer tells beyond the words of the one who asked, and beyond chance."""
    text = answer.text
    for header in OWN_WORDS:
        text = re.sub(rf"^{header}:.*\r\n", "", text, flags=re.MULTILINE)
    return re.sub(r'(nonce|opaque)="[^"]*"', r"\1=…", text)


@pytest.mark.parametrize("method", METHODS)
def test_an_account_that_exists_answers_a_stranger_like_one_that_does_not(
    engine: RunningEngine, method: str
) -> None:
    answers = []
    for user in (ALICE.key, EVE.key, NOBODY, "100", "admin"):
        with RawPhone(server=engine.sip_port, user=user) as phone:
            body = SDP.format(port=phone.port) if method == "INVITE" else ""
            phone.say(phone.request(method, "sip:101@127.0.0.1", body=body, event="presence"))
            answers.append(phone.hear_final(method))
    assert {answer.status for answer in answers} == {401}
    assert len({told(answer) for answer in answers}) == 1


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_a_wrong_password_answers_like_an_unknown_account(engine: RunningEngine, algorithm: str) -> None:
    answers = []
    for user in (ALICE.key, NOBODY):
        with RawPhone(server=engine.sip_port, user=user, password="guess", algorithm=algorithm) as phone:
            answers += [phone.register(), phone.invite("101")]
    assert {answer.status for answer in answers} == {401}
    assert len({told(answer) for answer in answers}) == 1


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-256"])
def test_the_right_password_registers_by_either_algorithm(engine: RunningEngine, algorithm: str) -> None:
    with phone_of(engine, BOB, algorithm=algorithm) as phone:
        assert phone.register().status == 200
        assert phone.register(expires=0).status == 200


@pytest.mark.parametrize(
    ("forged", "status"),
    [
        ({"to": f"<sip:{ALICE.key}@127.0.0.1>"}, 404),
        ({"to": f"<sip:{NOBODY}@127.0.0.1>"}, 404),
        ({"to": f"<sip:{ALICE.key}@127.0.0.1>", "from_": f"<sip:{ALICE.key}@127.0.0.1>;tag=1"}, 401),
    ],
)
def test_one_account_cannot_register_for_another(
    engine: RunningEngine, forged: dict[str, str], status: int
) -> None:
    with phone_of(engine, EVE) as eve:
        assert eve.asked("REGISTER", "sip:127.0.0.1", expires="60", **forged).status == status
    assert ALICE.key not in engine.cli("pjsip list contacts")


def test_a_call_counts_as_from_the_account_whatever_it_claims(engine: RunningEngine) -> None:
    with registered(engine, EVE) as eve:
        refused = eve.invite("101", from_=f"<sip:{ALICE.key}@127.0.0.1>;tag=1")
        assert refused.status == 401
        eve.invite(
            "999",
            from_=f'"Alice; #exec ${{x}}" <sip:{EVE.key}@127.0.0.1>;tag=1',
            p_asserted_identity='"Alice" <sip:101@acme.example>',
            remote_party_id="<sip:101@acme.example>",
        )
    wait_until(lambda: any('"999"' in record for record in engine.records()), 3)
    last = engine.records()[-1]
    assert "Person 101" in last
    assert GLOBEX in last
    assert "Alice" not in last


@pytest.mark.parametrize(
    "target", ["h", "i", "s", "t", "T", "e", "phones", "external_replaces", "revision-1"]
)
def test_a_name_is_not_found(engine: RunningEngine, target: str) -> None:
    with registered(engine, EVE) as eve:
        assert eve.invite(target).status == 404


@pytest.mark.parametrize(
    "target",
    [
        "1%24%7BEXTEN%7D",  # 1${EXTEN}
        "1%24%5B1%2B1%5D",  # 1$[1+1]
        "1%22%20%7C%20%221",  # 1" | "1
        "101%2C1",
        "1-0-1",
        "101%0A102",
        "101%FF",
        "1" * 41,
        "1" * 79,
        "1" * 300,
        "1" * 2000,
    ],
)
def test_a_number_with_anything_else_in_it_is_malformed(engine: RunningEngine, target: str) -> None:
    with registered(engine, EVE) as eve:
        answer = eve.invite(target)
        assert (answer.status, answer.header("Reason")) == (484, "Q.850;cause=28")


@pytest.mark.parametrize("target", ["${EXTEN}", 'a"', "é", "101 "])
def test_what_is_no_sip_at_all_is_dropped_and_the_next_call_works(engine: RunningEngine, target: str) -> None:
    with registered(engine, EVE) as eve:
        eve.say(eve.request("INVITE", f"sip:{target}@127.0.0.1"))
        assert eve.invite("999").status == 404


@pytest.mark.parametrize("target", [ALICE.key, "102", f"{BOB.key}%40127.0.0.1"])
def test_nothing_of_another_company_is_dialled(engine: RunningEngine, target: str) -> None:
    with registered(engine, EVE) as eve, registered(engine, BOB) as bob:
        assert eve.invite(target).status in {404, 484}
        bob.wire.settimeout(0.3)
        with pytest.raises(TimeoutError):
            bob.hear()
        bob.wire.settimeout(5)
        bob.register(expires=0)


def test_lamps_and_mailboxes_of_another_company_are_not_told(engine: RunningEngine) -> None:
    with registered(engine, EVE) as eve:
        for user, event in (
            ("102", "dialog"),
            (BOB.key, "presence"),
            (ALICE.key, "message-summary"),
            ("5501", "message-summary"),
            (f"5501%40{ACME}", "message-summary"),
        ):
            assert eve.asked("SUBSCRIBE", f"sip:{user}@127.0.0.1", event=event, expires="60").status in {
                404,
                489,
            }


@pytest.mark.parametrize(
    ("method", "status"), [("MESSAGE", 501), ("REFER", 501), ("NOTIFY", 501), ("PUBLISH", 489)]
)
def test_what_nobody_needs_is_not_offered(engine: RunningEngine, method: str, status: int) -> None:
    with registered(engine, EVE) as eve:
        assert (
            eve.asked(method, "sip:101@127.0.0.1", event="presence", refer_to="<sip:102@127.0.0.1>").status
            == status
        )


def test_a_dialog_that_one_does_not_know_cannot_be_taken_over(engine: RunningEngine) -> None:
    with registered(engine, EVE) as eve:
        assert eve.invite("101", replaces="abc;to-tag=1;from-tag=2").status == 401
