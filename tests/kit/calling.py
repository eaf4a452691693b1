"""One small company that every flow test calls in, and the flows wired as the call server wires them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from cordboard.calls import registry
from cordboard.calls.flows import call_arrive, call_enter, echo_test, person_ring
from cordboard.calls.types import CallLimits, CompanySnapshot, Directory, Person
from cordboard.engine.call import MailboxName
from cordboard.engine.simulator import CallerScript, SimulatedCall, SimulatedEngine, SimulatedPhone
from cordboard.groups.flows import GroupRing
from cordboard.menus.flows import menu_run
from cordboard.numbering.types import Destination
from cordboard.trunks.types import TrunkEntry, TrunksPart
from cordboard.voicemail.flows import MailboxMenu, PinGuard, mailbox_deposit
from cordboard.voicemail.types import MailboxEntry, VoicemailPart

KEY = "tacompanyaaaaaaaa"
ALICE, ALICE_MOBILE, BOB, CAROL = (
    "ealiceaaaaaaaaaaa",
    "ealicemobileaaaaa",
    "ebobaaaaaaaaaaaaa",
    "ecarolaaaaaaaaaaa",
)
LOBBY = "elobbyaaaaaaaaaaa"  # a phone that is nobody's
TRUNK = "etrunkaaaaaaaaaaa"
DID = "+442079460001"
ALICE_BOX, BOB_BOX = MailboxName(box="5501", context=KEY), MailboxName(box="5502", context=KEY)
PINS = {"box-alice": "7391", "box-bob": "2846"}


def person(name: str, extension: str, *endpoints: str, box: str = "", language: str = "") -> Person:
    """Someone whose missed calls go to his box, if he has one."""
    missed = Destination("mailbox", box) if box else None
    return Person(
        id=name.lower(),
        name=name,
        extension=extension,
        endpoints=endpoints,
        language=language,
        ring=timedelta(seconds=20),
        unanswered=missed,
        busy=missed,
        unavailable=missed,
    )


def voicemail() -> VoicemailPart:
    """Alice and Bob have a box, Carol and Dan have none. Alice's mobile is an account that somebody else made."""
    boxes = {
        "box-alice": MailboxEntry(id="box-alice", box="5501", extension="101", person="alice"),
        "box-bob": MailboxEntry(id="box-bob", box="5502", extension="102", person="bob"),
    }
    return VoicemailPart(
        context=KEY,
        boxes=boxes,
        people={"alice": "box-alice", "bob": "box-bob"},
        extensions={"101": "box-alice", "102": "box-bob"},
        confirmed=(ALICE, BOB),
        unconfirmed={ALICE_MOBILE: "first"},
    )


def trunks(*keys: str, **settings: Any) -> TrunksPart:
    """Trunks whose ids are `trunk-1`, `trunk-2`…"""
    entries = (
        TrunkEntry(id=f"trunk-{place}", name=f"Carrier {place}", key=key, **settings)
        for place, key in enumerate(keys, start=1)
    )
    return TrunksPart(trunks={one.id: one for one in entries})


def company(**changes: object) -> CompanySnapshot:
    """Alice 101 (two devices), Bob 102, Carol 103 (no box, French), Dan 104 (no device, no box)."""
    people = {
        "alice": person("Alice", "101", ALICE, ALICE_MOBILE, box="box-alice"),
        "bob": person("Bob", "102", BOB, box="box-bob", language="es"),
        "carol": person("Carol", "103", CAROL, language="fr"),
        "dan": person("Dan", "104"),
    }
    snapshot = CompanySnapshot(
        id="1",
        key=KEY,
        name="Aurora",
        extensions={one.extension: Destination("person", one.id) for one in people.values()},
        features={"76": Destination("echo_test", ""), "*98": Destination("voicemail", "")},
        numbers={DID: Destination("person", "bob")},
        people=people,
        endpoints={ALICE: "alice", ALICE_MOBILE: "alice", BOB: "bob", CAROL: "carol", LOBBY: ""},
        limits=CallLimits(),
        parts=(voicemail(), trunks(TRUNK)),
    )
    return replace(snapshot, **changes)  # type: ignore[arg-type]


def directory(*companies: CompanySnapshot) -> Directory:
    """The directory of these companies, or of the small one alone."""
    found = Directory()
    for one in companies or (company(),):
        found = found.replaced(one)
    return found


@dataclass(slots=True)
class KnownPins:
    """A PIN check that knows two boxes and counts how often it was asked."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    confirmed: list[tuple[str, str, str, str]] = field(default_factory=list)
    away: bool = False

    async def verify(self, box: str, pin: str) -> bool:
        """Whether it is the box's PIN."""
        self.asked.append((box, pin))
        if self.away:
            raise ConnectionRefusedError
        return PINS.get(box) == pin

    async def confirm(self, company: str, person: str, endpoint: str, issue: str) -> None:
        """The phone is its owner's for sure."""
        if self.away:
            raise ConnectionRefusedError
        self.confirmed.append((company, person, endpoint, issue))


@pytest.fixture
def pins() -> Iterator[KnownPins]:
    """The flows are wired, with this PIN check; to be imported into a module."""
    known = KnownPins()
    before = dict(registry._flows), set(registry._with_entry)
    flows_register(known)
    yield known
    registry._flows, registry._with_entry = before


def flows_register(pins: KnownPins) -> None:
    """Every kind of destination is served, as by the call server."""
    registry.register("person", person_ring)
    registry.register("echo_test", echo_test)
    registry.register("mailbox", mailbox_deposit)
    registry.register("group", GroupRing())
    registry.register("menu", menu_run)
    registry.register("voicemail", MailboxMenu(pins=PinGuard(check=pins)), takes_entry=True)


def rings(**behaviour: object) -> SimulatedPhone:
    """A registered phone that rings, and does nothing else unless told."""
    return SimulatedPhone(**behaviour)  # type: ignore[arg-type]


async def told(
    dialled: str,
    *,
    endpoint: str = ALICE,
    engine: SimulatedEngine | None = None,
    companies: Directory | None = None,
    arriving: bool = False,
    **script: object,
) -> SimulatedCall:
    """The call as it went."""
    caller = CallerScript(endpoint=endpoint, dialled=dialled, **script)  # type: ignore[arg-type]
    call = SimulatedCall(engine or SimulatedEngine(), caller)
    await call.run(partial(call_arrive if arriving else call_enter, directory=companies or directory()))
    return call


def acts(call: SimulatedCall) -> tuple[str, ...]:
    """What happened to the call, in order, without what merely prepares."""
    return tuple(step.act for step in call.steps if step.act not in {"speak", "count_in"})
