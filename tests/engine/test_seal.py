"""Calls of two companies are never put together, even by somebody who knows everything about the other's call.

An attacker is given the exact Call-ID and tags of another company's call, which nobody but its own phones should know.
"""

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from cordboard.calls.types import CompanySnapshot
from cordboard.engine.names import CompanyKey
from cordboard.engine.specs import EndpointSpec
from cordboard.numbering.types import Destination
from kit import calling
from kit.call_server import running_call_server
from kit.engine import RunningEngine, running_engine, wait_until
from kit.raw_sip import SILENCE_S, Callee, RawPhone, SipMessage
from kit.raw_talk import RawTalk, Talker, Voice
from kit.served import registered, serve
from kit.specs import ACME, GLOBEX, company, endpoint

pytestmark = pytest.mark.engine

ALICE, BOB, CAROL = (
    endpoint(ACME, sign, number) for sign, number in (("a", "101"), ("b", "102"), ("c", "103"))
)
EVE, MALLORY = endpoint(GLOBEX, "x", "101"), endpoint(GLOBEX, "y", "102")
VOICES = {ALICE: 0xA1, BOB: 0xB1, CAROL: 0xC1, EVE: 0xE1, MALLORY: 0xE2}  # what each says over and over
ECHO = None
ENOUGH = 10  # packets of 20 ms
ENDED = "was ended: it was being connected to another company's"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A registered phone with a voice."""

    phone: RawPhone
    voice: Voice

    def calls(self, other: EndpointSpec | None) -> RawTalk:
        """The call it makes to a colleague who answers and is heard; without one, to the echo test."""
        talk = RawTalk(self.phone, self.voice, other.extension if other else "76")
        wait_until(lambda: self.hears(other) if other else talk.answer.status == 200, 5)
        return talk

    def hears(self, spec: EndpointSpec) -> bool:
        """Whether that phone's voice is heard well."""
        return self.voice.heard[VOICES[spec]] >= ENOUGH

    @property
    def companies(self) -> set[str]:
        """Whose voices were heard at all."""
        return {spec.company for spec, sign in VOICES.items() if self.voice.heard[sign]}


@pytest.fixture(scope="module", params=["the call server", "the engine alone"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningEngine]:
    """An engine with both companies, whose calls are decided by the one or the other."""
    with contextlib.ExitStack() as exits:
        folder = Path(tmp_path_factory.mktemp("engine"))
        running = exits.enter_context(running_engine(folder, allowed=(ENDED, "Abnormal 'Gosub(seal")))
        specs = company(ACME, [ALICE, BOB, CAROL]), company(GLOBEX, [EVE, MALLORY])
        asyncio.run(serve(running, *specs))
        if request.param == "the call server":
            known = snapshot(ACME, ALICE, BOB, CAROL), snapshot(GLOBEX, EVE, MALLORY)
            exits.enter_context(running_call_server(running, *known))
        yield running


def snapshot(key: CompanyKey, *endpoints: EndpointSpec) -> CompanySnapshot:
    """What the call server knows of a company with these phones."""
    people = {one.key: calling.person(one.name, one.extension, one.key) for one in endpoints}
    people = {person.id: person for person in people.values()}
    return replace(
        calling.company(),
        id=key,
        key=key,
        people=people,
        extensions={one.extension: Destination("person", one.id) for one in people.values()},
        endpoints={one.endpoints[0]: one.id for one in people.values()},
        numbers={},
        parts=(),
    )


@pytest.fixture
def people(engine: RunningEngine) -> Iterator[dict[EndpointSpec, Person]]:
    """Everybody's phone is registered and has a voice; afterwards no call is left."""
    with contextlib.ExitStack() as exits:
        everybody = {
            spec: Person(
                phone=exits.enter_context(registered(engine, spec)), voice=exits.enter_context(Voice(sign))
            )
            for spec, sign in VOICES.items()
        }
        yield everybody
        for channel in engine.channels():
            engine.cli(f"channel request hangup {channel}")
        engine.wait_until_quiet()
        for one in everybody.values():
            one.phone.register(expires=0)


def answering(exits: contextlib.ExitStack, person: Person) -> Talker:
    """The person answers calls and talks."""
    return exits.enter_context(Talker(person.phone, person.voice))


def hear_out(people: dict[EndpointSpec, Person]) -> None:
    """Those who called have answered whatever the engine still had to say to them."""
    for spec in (ALICE, EVE):
        phone = people[spec].phone
        phone.wire.settimeout(0.5)
        with contextlib.suppress(TimeoutError):
            while True:
                message = phone.hear()
                if not message.status and message.method != "ACK":
                    phone.say(phone.response(message, "200 OK"))
        phone.wire.settimeout(SILENCE_S)


def replaces_at(invitation: SipMessage) -> str:
    """How somebody else would name the call that this invitation offers to a phone of ours."""
    tag = invitation.header("From").rpartition(";tag=")[2]
    return f"{invitation.header('Call-ID')};to-tag={tag};from-tag=phone"


def refusals(engine: RunningEngine) -> int:
    """How often the engine noted that it ended such a call."""
    return sum(ENDED in line for line in engine.complaints())


def test_within_a_company_a_call_is_handed_on_to_another(
    engine: RunningEngine, people: dict[EndpointSpec, Person]
) -> None:
    alice, bob, carol = people[ALICE], people[BOB], people[CAROL]
    with contextlib.ExitStack() as exits:
        for one in (bob, carol):
            answering(exits, one)
        first, second = alice.calls(BOB), alice.calls(CAROL)
        assert first.hand_on_to(second.replaces).status == 202
        wait_until(lambda: bob.hears(CAROL) and carol.hears(BOB), 5)


@pytest.mark.parametrize(("victims_other", "attackers_other"), [(BOB, MALLORY), (ECHO, MALLORY), (BOB, ECHO)])
def test_a_call_cannot_be_handed_on_into_another_companys(
    engine: RunningEngine,
    people: dict[EndpointSpec, Person],
    victims_other: EndpointSpec | None,
    attackers_other: EndpointSpec | None,
) -> None:
    before = refusals(engine)
    with contextlib.ExitStack() as exits:
        for spec in (BOB, MALLORY):
            answering(exits, people[spec])
        theirs, ours = people[ALICE].calls(victims_other), people[EVE].calls(attackers_other)
        assert ours.hand_on_to(theirs.replaces).status == 202
        hear_out(people)
        engine.wait_until_quiet()
    assert refusals(engine) > before
    assert all(len(one.companies) <= 1 for one in people.values())


def test_a_phone_that_still_rings_cannot_be_taken_over(
    engine: RunningEngine, people: dict[EndpointSpec, Person]
) -> None:
    before = refusals(engine)
    with contextlib.ExitStack() as exits:
        answering(exits, people[MALLORY])
        desk = exits.enter_context(Callee(people[BOB].phone, "180 Ringing"))
        people[ALICE].phone.call_begin(BOB.extension)
        ours = people[EVE].calls(MALLORY)
        assert ours.hand_on_to(replaces_at(desk.heard[0])).status == 202
        wait_until(lambda: refusals(engine) > before, 5)
        hear_out(people)
        engine.wait_until_quiet()
    assert people[MALLORY].companies <= {GLOBEX}


def test_a_call_cannot_take_the_place_of_another_companys(
    engine: RunningEngine, people: dict[EndpointSpec, Person]
) -> None:
    alice, bob, eve = people[ALICE], people[BOB], people[EVE]
    with contextlib.ExitStack() as exits:
        answering(exits, bob)
        theirs = alice.calls(BOB)
        assert eve.phone.invite("102", replaces=theirs.replaces).status == 401
        bob.voice.heard.clear()
        wait_until(lambda: bob.hears(ALICE), 5)
    assert eve.voice.heard.total() == 0
