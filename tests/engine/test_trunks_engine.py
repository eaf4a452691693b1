"""Trunks on real engines, one of which plays the carrier. Source: catalogue WDX-140, WDX-146, WDX-163, EXC-34, EXC-35."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from cordboard.calls.flows import call_arrive, trunks_dial
from cordboard.calls.registry import _flows
from cordboard.calls.types import CallContext, CompanySnapshot, Direction, Directory
from cordboard.engine.agi import AgiServer
from cordboard.engine.call import Call, Caller
from cordboard.engine.names import CALLS_BEAT, EndpointKey
from cordboard.engine.specs import Codec, Transport, TrunkSide, TrunkSpec
from cordboard.numbering.types import Destination
from kit.calling import KnownPins, flows_register, trunks
from kit.engine import RunningEngine, running_engine, wait_until
from kit.exchange import EXTENSIONS, snapshot_of
from kit.lines import PlacedCompany, company_place
from kit.phones import PhoneShelf, phone_shelf
from kit.raw_sip import RawPhone
from kit.served import serve

pytestmark = pytest.mark.engine

DID, OURS, STRANGERS = "+442079460001", "+33123456789", "+442079460009"
ALWAYS = 9_999_999_999  # a beat that is never stale
LINE, DEAD = EndpointKey("e" + "c" * 16), EndpointKey("e" + "d" * 16)
PASSWORD = "a-password-of-the-carrier"
CLOSED_PORT = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One engine with one company, whose direct number rings Carol."""

    tenant: PlacedCompany
    snapshot: CompanySnapshot

    @property
    def engine(self) -> RunningEngine:
        return self.tenant.engine

    def line(self, key: EndpointKey = LINE, **values: object) -> TrunkSpec:
        """A trunk of the company."""
        return TrunkSpec(key=key, company=self.tenant.key, codecs=(Codec.ALAW,), **values)  # type: ignore[arg-type]

    async def hold(self, *lines: TrunkSpec) -> None:
        """The engine serves these trunks of the company, and no others."""
        await serve(self.engine, replace(self.tenant.spec, trunks=lines))

    @contextlib.asynccontextmanager
    async def deciding(self, *keys: str) -> AsyncIterator[None]:
        """Calls are decided; what a phone dials that is no extension goes out over these trunks in order."""
        lines = trunks(*keys, caller=next(iter(self.snapshot.numbers)))
        known = Directory().replaced(replace(self.snapshot, parts=(lines,)))

        async def dialled(call: Call) -> None:
            company = known.company_of_endpoint(call.endpoint)
            assert company
            person = company.people[company.endpoints[call.endpoint]]
            caller = Caller(endpoint=call.endpoint, name=person.name, number=person.extension)
            context = CallContext(company=company, caller=caller, direction=Direction.INTERNAL, person=person)
            await trunks_dial(call, context, tuple(lines.trunks), call.dialled)
            await call.hangup()

        async def incoming(call: Call) -> None:
            await call_arrive(call, known)

        self.engine.cli(f"dialplan set global {CALLS_BEAT} {ALWAYS}")
        scripts = {"call": dialled, "incoming": incoming}
        async with AgiServer(scripts=scripts, port=self.engine.configuration.fastagi_port):
            yield


def side_made(engine: RunningEngine, number: str) -> Side:
    tenant = company_place(engine, extensions=EXTENSIONS)
    return Side(
        tenant=tenant,
        snapshot=replace(snapshot_of(tenant), numbers={number: Destination("person", "carol")}),
    )


@pytest.fixture
def sides(tmp_path: Path) -> Iterator[tuple[Side, Side]]:
    """Ours, and the carrier's."""
    before = dict(_flows)
    flows_register(KnownPins())
    with running_engine(tmp_path / "ours") as ours, running_engine(tmp_path / "carrier") as carrier:
        yield side_made(ours, DID), side_made(carrier, OURS)
    _flows.clear()
    _flows.update(before)


async def test_a_line_that_registers_carries_calls_both_ways_and_the_next_line_takes_over_from_a_dead_one(
    sides: tuple[Side, Side], tmp_path: Path
) -> None:
    ours, carrier = sides
    await carrier.hold(carrier.line(side=TrunkSide.REGISTERED, password=PASSWORD, trusts_identity=True))
    dead = ours.line(
        DEAD,
        side=TrunkSide.TRUSTED,
        host="127.0.0.1",
        port=CLOSED_PORT,
        transport=Transport.TCP,
        addresses=("127.0.0.9",),
    )
    account = {"host": "127.0.0.1", "port": carrier.engine.sip_port, "user": LINE, "password": PASSWORD}
    await ours.hold(dead, ours.line(side=TrunkSide.REGISTERS, from_user=LINE, **account))
    await asyncio.to_thread(
        wait_until, lambda: "Registered" in ours.engine.cli("pjsip show registrations"), 10
    )
    async with (
        ours.deciding(DEAD, LINE),
        carrier.deciding(LINE),
        phone_shelf(tmp_path / "phones") as shelf,
    ):
        for caller, called, number, shown in ((ours, carrier, OURS, DID), (carrier, ours, DID, OURS)):
            await talked(shelf, caller, called, number, shown)


async def talked(shelf: PhoneShelf, caller: Side, called: Side, number: str, shown: str) -> None:
    """Alice called the number, Carol of the other side answered, each heard the other, and Carol saw the direct number."""
    alice = await shelf.phone(caller.tenant.account("101"))
    carol = await shelf.phone(called.tenant.account("103"))
    call, incoming = await shelf.conversation(alice, carol, number)
    assert incoming.caller_number == shown
    await shelf.hear_each_other(call, incoming)
    await call.hangup()
    await incoming.ended()
    for side in (caller, called):
        await asyncio.to_thread(side.engine.wait_until_quiet)


async def test_a_trusted_address_calls_its_own_company_without_a_password_and_no_other_address_does(
    sides: tuple[Side, Side],
) -> None:
    ours, _ = sides
    line = ours.line(side=TrunkSide.TRUSTED, host="127.0.0.1", addresses=("127.0.0.2/32",))
    async with ours.deciding(LINE):
        assert await invited(ours, DID) == 401
        await ours.hold(line)
        assert await invited(ours, DID) == 401
        await ours.hold(replace(line, addresses=("127.0.0.1/32",)))
        assert await invited(ours, DID) == 480
        assert await invited(ours, STRANGERS) == 404
        await ours.hold()
        assert await invited(ours, DID) == 401


async def invited(side: Side, number: str) -> int:
    """What a caller without an account hears."""

    def call() -> int:
        with RawPhone(server=side.engine.sip_port, user="+33611223344") as stranger:
            stranger.wire.settimeout(20)
            return stranger.invite(number).status

    return await asyncio.to_thread(call)
