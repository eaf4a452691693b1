"""Two companies with the same extensions on one engine: each talks within itself and reaches nothing of the other.

One company's phones run on PJSIP, the other's on baresip: a misreading that both sides share would show.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from cordboard.base.ids import new_secret, opaque_id
from cordboard.calls import registry
from cordboard.calls.flows import call_enter, echo_test, person_ring
from cordboard.calls.types import CompanySnapshot, Directory, Person
from cordboard.engine.agi.server import AgiServer
from cordboard.engine.ami.blocking import ManagerAccount, manager_action
from cordboard.engine.apply.endpoints import endpoints_project
from cordboard.engine.names import CALLS_BEAT, CompanyKey, EndpointKey
from cordboard.engine.specs import Codec, EndpointSpec, SipDigests
from cordboard.numbering.types import Destination
from cordboard.processes.softphones import Phone, PhoneAccount, Stack
from cordboard.processes.softphones.errors import CallFailed, NothingHappened
from kit.engine import RunningEngine, running_engine
from kit.phones import PhoneShelf, phone_shelf

pytestmark = pytest.mark.engine

FAR_FUTURE = 4_000_000_000  # epoch seconds: the call server of this test is never taken for silent
BRIEF = timedelta(seconds=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One company: its snapshot, and its registered phones by extension."""

    snapshot: CompanySnapshot
    phones: Mapping[str, Phone]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The engine with both companies on it."""

    engine: RunningEngine
    shelf: PhoneShelf
    one: Side
    two: Side


@pytest.fixture
async def box(tmp_path: Path) -> AsyncIterator[Box]:
    registry.register("person", person_ring)
    registry.register("echo_test", echo_test)
    directory = Directory()

    async def enter(call: object) -> None:
        await call_enter(call, directory)  # type: ignore[arg-type]

    async with contextlib.AsyncExitStack() as exits:
        server = await exits.enter_async_context(AgiServer(scripts={"call": enter}, port=0))
        engine = exits.enter_context(
            running_engine(tmp_path / "e", fastagi_port=server.port, allowed=("attempted blind transfer",))
        )
        await asyncio.to_thread(_beat, engine)
        shelf = await exits.enter_async_context(phone_shelf(tmp_path / "p"))
        one = await _side(engine, shelf, "One", Stack.PJSUA)
        two = await _side(engine, shelf, "Two", Stack.BARESIP)
        directory = directory.replaced(one.snapshot).replaced(two.snapshot)
        yield Box(engine=engine, shelf=shelf, one=one, two=two)
        await asyncio.to_thread(engine.wait_until_quiet)


async def test_the_same_extension_rings_in_each_company_and_tones_are_heard_on_both_sides(box: Box) -> None:
    conversations = [
        await box.shelf.conversation(side.phones["101"], side.phones["102"], "102")
        for side in (box.one, box.two)
    ]
    for (call, incoming), side in zip(conversations, (box.one, box.two), strict=True):
        await box.shelf.hear_each_other(call, incoming)
        assert incoming.caller_name == f"{side.snapshot.name} 101"
        assert incoming.caller_number == "101"
    for call, _ in conversations:
        await call.hangup()


@pytest.mark.parametrize(
    "dialled",
    [
        "{key}",
        "sip:{key}@127.0.0.1:{port}",
        "sip:102%40two.example.com@127.0.0.1:{port}",
        "103",
        "*8",
        "*8102",
        "s",
        "h",
        "i",
    ],
)
async def test_no_number_and_no_uri_reaches_the_other_company(box: Box, dialled: str) -> None:
    target = dialled.format(key=box.two.phones["102"].account.user, port=box.engine.sip_port)
    call = await box.one.phones["101"].call(target)
    with pytest.raises(CallFailed):
        await call.answered()
    assert not box.two.phones["102"].calls


async def test_a_forged_sender_changes_nothing(box: Box) -> None:
    forged = {
        "P_Asserted_Identity": "<sip:101@two.example.com>",
        "Remote_Party_ID": "<sip:102@two.example.com>",
    }
    caller, called = box.one.phones["101"], box.one.phones["102"]
    call = await caller.call("102", **forged)
    incoming = await called.incoming()
    assert (incoming.caller_name, incoming.caller_number) == ("One 101", "101")
    await call.hangup()
    assert not box.two.phones["102"].calls


async def test_a_transfer_cannot_leave_the_company(box: Box) -> None:
    foreign = box.two.phones["102"]
    for target in (f"sip:{foreign.account.user}@127.0.0.1:{box.engine.sip_port}", foreign.account.user):
        call, incoming = await box.shelf.conversation(box.one.phones["101"], box.one.phones["102"], "102")
        await incoming.transfer(target)
        with contextlib.suppress(NothingHappened):
            await incoming.transferred(within=BRIEF)
        assert not foreign.calls
        for leg in (call, incoming):
            if leg.end is None:
                with contextlib.suppress(Exception):
                    await leg.hangup()
        await asyncio.to_thread(box.engine.wait_until_quiet)


async def test_a_call_that_names_anothers_account_is_refused_and_the_next_one_works(box: Box) -> None:
    stolen = PhoneAccount(
        user=box.two.phones["101"].account.user,
        secret=new_secret(),
        port=box.engine.sip_port,
        codecs=("PCMA",),
    )
    thief = await box.shelf.phone(stolen, register=False)
    call = await thief.call("102")
    with pytest.raises(CallFailed):
        await call.answered()
    assert not box.two.phones["102"].calls
    talk, incoming = await box.shelf.conversation(box.two.phones["101"], box.two.phones["102"], "102")
    await box.shelf.hear_each_other(talk, incoming)
    await talk.hangup()


def _beat(engine: RunningEngine) -> None:
    account = ManagerAccount(port=engine.ami_port, user="cordboard", secret=engine.secrets.ami_password)
    manager_action(account, "Setvar", Variable=CALLS_BEAT, Value=str(FAR_FUTURE))


async def _side(engine: RunningEngine, shelf: PhoneShelf, name: str, stack: Stack) -> Side:
    company, numbers = CompanyKey(opaque_id("t")), ("101", "102")
    keys = {number: EndpointKey(opaque_id("e")) for number in numbers}
    secrets = {number: new_secret() for number in numbers}
    specs = [
        EndpointSpec(
            key=keys[number],
            company=company,
            digests=SipDigests.of(keys[number], secrets[number]),
            name=f"{name} {number}",
            extension=number,
            codecs=(Codec.ALAW,),
        )
        for number in numbers
    ]
    endpoints_project(file=engine.endpoints_file, company=company, endpoints=specs)
    phones = {
        number: await shelf.phone(
            PhoneAccount(user=keys[number], secret=secrets[number], port=engine.sip_port, codecs=("PCMA",)),
            stack=stack,
        )
        for number in numbers
    }
    return Side(snapshot=_snapshot(company, name, keys), phones=phones)


def _snapshot(company: CompanyKey, name: str, keys: Mapping[str, EndpointKey]) -> CompanySnapshot:
    people = {
        number: Person(id=f"{name}{number}", name=f"{name} {number}", extension=number, endpoints=(key,))
        for number, key in keys.items()
    }
    return CompanySnapshot(
        id=name,
        key=company,
        name=name,
        extensions={number: Destination("person", person.id) for number, person in people.items()},
        people={person.id: person for person in people.values()},
        endpoints={key: people[number].id for number, key in keys.items()},
    )
