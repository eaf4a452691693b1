"""The live process beside a real engine and real phones: what happens is seen within a second, by those it concerns."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import unix_connect

from cordboard.base.clock import now
from cordboard.base.tickets import live_ticket_make
from cordboard.engine.ami import manager_action
from cordboard.engine.ami.login import ManagerAccount
from cordboard.engine.names import MANAGER_USER
from cordboard.processes.live.process import live_run
from cordboard.processes.live.status import LiveSilent, live_status, socket_path
from cordboard.processes.softphones import Encryption, Stack, Transport
from kit.engine import RunningEngine, running_engine, wait_until
from kit.eventually import eventually
from kit.lines import PlacedCompany, company_place
from kit.phones import PhoneShelf, phone_shelf
from kit.raw_sip import RawPhone
from kit.raw_web import WebPhone
from kit.restart import engine_killed, engine_started

pytestmark = pytest.mark.engine

WITHIN_S = 1.0  # from the act to the viewer


@dataclass
class Viewer:
    """A browser's view, put together as the page does it: snapshot, then numbered changes."""

    engine: str = ""
    number: int = 0
    companies: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def take(self, text: str) -> None:
        self.heard.append(text)
        message = json.loads(text)
        if message["type"] == "snapshot":
            self.companies = {}
        elif message["type"] == "change":
            assert message["seq"] == self.number + 1
        self.number = message["seq"]
        self.engine = message.get("engine", self.engine)
        for company, told in message.get("companies", {}).items():
            self._take_company(self.companies.setdefault(company, {"calls": {}, "registrations": {}}), told)

    def _take_company(self, held: dict[str, dict[str, Any]], told: dict[str, Any]) -> None:
        for kind in ("calls", "registrations"):
            for gone in told.get(f"{kind}_gone", ()):
                del held[kind][gone]
            held[kind].update({one["id"]: one for one in told[kind]})

    def calls(self, company: PlacedCompany) -> list[dict[str, Any]]:
        return list(self.companies[company.key]["calls"].values())

    def registered(self, company: PlacedCompany) -> dict[str, dict[str, Any]]:
        return {one["endpoint"]: one for one in self.companies[company.key]["registrations"].values()}


@asynccontextmanager
async def watching(engine: RunningEngine, *companies: PlacedCompany, **grants: Any) -> AsyncIterator[Viewer]:
    ticket = live_ticket_make(
        key=engine.secrets.live_key, moment=now(), companies=frozenset(one.key for one in companies), **grants
    )
    viewer = Viewer()
    async with unix_connect(str(socket_path(engine.configuration.data)), "ws://live/") as connection:

        async def read() -> None:
            async for message in connection:
                viewer.take(str(message))

        reading = asyncio.create_task(read())
        await connection.send(json.dumps({"ticket": ticket}))
        try:
            await eventually(lambda: viewer.number > 0)
            yield viewer
        finally:
            reading.cancel()


@contextmanager
def live_process(engine: RunningEngine) -> Iterator[None]:
    """The process itself, as its supervisor starts it."""
    configuration = engine.configuration
    environment = {
        **os.environ,
        "CORDBOARD_DATA": str(configuration.data),
        "CORDBOARD_AMI_PORT": str(configuration.ami_port),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    with (configuration.data / "live.out").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "cordboard.processes.live"], env=environment, stdout=output, stderr=output
        )
        try:
            wait_until(lambda: _engine_seen(configuration.data) == "connected", 20)
            yield
        finally:
            process.terminate()
            assert process.wait(10) == 0


def _engine_seen(data: Path) -> str:
    try:
        return str(live_status(data)["engine"])
    except LiveSilent:
        return "silent"


@dataclass(frozen=True)
class Place:
    """An engine with two companies, the live process beside it, and a shelf for phones."""

    engine: RunningEngine
    one: PlacedCompany
    two: PlacedCompany
    shelf: PhoneShelf


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    with (
        running_engine(tmp_path, allowed=("Unable to write", "Caller hung up")) as engine,
        live_process(engine),
    ):
        one, two = company_place(engine), company_place(engine)
        async with phone_shelf(tmp_path / "phones") as shelf:
            yield Place(engine, one, two, shelf)


async def soon(condition: Callable[[], object], complaint: str) -> None:
    await eventually(condition, WITHIN_S, complaint)


async def test_registration_and_call_are_seen_within_a_second_and_by_their_company_only(place: Place) -> None:
    one, shelf = place.one, place.shelf
    async with (
        watching(place.engine, one, addresses=True) as mine,
        watching(place.engine, place.two) as others,
    ):
        alice = await shelf.phone(
            one.account("101", transport=Transport.TLS, encryption=Encryption.REQUIRED), register=False
        )
        bob = await shelf.phone(one.account("102"), stack=Stack.BARESIP)
        await alice.register()
        await soon(lambda: len(mine.registered(one)) == 2, "the registrations were not seen in time")
        await soon(lambda: mine.registered(one)[one.endpoint("101")]["user_agent"], "no details in time")
        told = mine.registered(one)[one.endpoint("101")]
        assert (told["state"], told["transport"]) == ("reachable", "tls")
        assert "PJSIP" in told["user_agent"]
        assert told["address"].startswith("127.0.0.1:")

        call = await alice.call("102")
        incoming = await bob.incoming()
        await soon(
            lambda: [one["state"] for one in mine.calls(one)] == ["ringing"], "the call was not seen to ring"
        )
        await incoming.answer()
        await soon(
            lambda: [one["state"] for one in mine.calls(one)] == ["talking"], "the call was not seen to talk"
        )
        (seen,) = mine.calls(one)
        assert seen["dialled"] == "102"
        assert [(leg["endpoint"], leg["number"]) for leg in seen["legs"]] == [
            (one.endpoint("101"), "101"),
            (one.endpoint("102"), "102"),
        ]
        assert live_status(place.engine.configuration.data)["calls"] == 1
        await call.hangup()
        await soon(lambda: mine.calls(one) == [], "the call did not vanish in time")
        await bob.unregister()
        await soon(lambda: len(mine.registered(one)) == 1, "the registration did not vanish in time")
    assert all(json.loads(text)["companies"].keys() <= {place.two.key} for text in others.heard)
    assert one.key not in "".join(others.heard)
    assert len(others.heard) == 1  # the snapshot


@pytest.mark.parametrize(("web", "transport"), [(False, "udp"), (True, "ws")])
async def test_how_a_phone_is_reached_is_told_by_its_way_not_by_its_word(
    place: Place, web: bool, transport: str
) -> None:
    one, ports = place.one, place.engine.configuration
    account = {"user": one.endpoint("101"), "password": one.passwords["101"]}
    async with watching(place.engine, one) as mine:
        phone = (
            WebPhone(server=ports.wss_port, **account) if web else RawPhone(server=ports.sip_port, **account)
        )
        with phone:
            claimed = f"<sip:{phone.user}@127.0.0.1:{phone.port};transport=tls>"
            assert (await asyncio.to_thread(phone.register, contact=claimed)).status == 200
            await soon(lambda: mine.registered(one), "the registration was not seen in time")
            assert mine.registered(one)[one.endpoint("101")]["transport"] == transport


async def test_someone_s_own_view_shows_only_his_phone_and_no_address(place: Place) -> None:
    one = place.one
    async with watching(place.engine, one, endpoints=frozenset({one.endpoint("101")})) as mine:
        alice, bob = [await place.shelf.phone(one.account(extension)) for extension in ("101", "102")]
        await soon(lambda: mine.registered(one), "the registration was not seen in time")
        call, _ = await place.shelf.conversation(alice, bob, "102")
        await soon(lambda: mine.calls(one), "the call was not seen in time")
        await call.hangup()
        await soon(lambda: not mine.calls(one), "the call did not vanish in time")
    assert set(mine.registered(one)) == {one.endpoint("101")}
    assert "address" not in "".join(mine.heard)


async def test_a_killed_engine_is_told_and_after_its_restart_the_board_is_true_again(tmp_path: Path) -> None:
    with running_engine(tmp_path, allowed=("",)) as engine, live_process(engine):
        one = company_place(engine)
        async with phone_shelf(tmp_path / "phones") as shelf, watching(engine, one) as mine:
            alice, bob = [await shelf.phone(one.account(extension)) for extension in ("101", "102")]
            await shelf.conversation(alice, bob, "102")
            await soon(lambda: [call["state"] for call in mine.calls(one)] == ["talking"], "no call to lose")
            await asyncio.to_thread(engine_killed, engine)
            await soon(lambda: mine.engine == "unreachable", "the loss of the engine was not told")
            with engine_started(engine):
                await eventually(lambda: mine.engine == "connected", 20)
                assert mine.calls(one) == []
                await asyncio.gather(
                    alice.register(), bob.register()
                )  # the engine keeps all but its last second
                await soon(lambda: len(mine.registered(one)) == 2, "the registrations were not seen again")
                call, _ = await shelf.conversation(alice, bob, "102")
                await soon(
                    lambda: [one["state"] for one in mine.calls(one)] == ["talking"], "no calls any more"
                )
                await call.hangup()
                await soon(lambda: mine.calls(one) == [], "the call did not vanish")


async def test_live_that_starts_before_the_engine_waits_for_it(tmp_path: Path) -> None:
    with running_engine(tmp_path, allowed=("",)) as engine:
        await asyncio.to_thread(engine_killed, engine)
        running = asyncio.create_task(live_run(engine.configuration, engine.secrets, Letters()))
        try:
            await eventually(lambda: asyncio.to_thread(_engine_seen, tmp_path))
            assert await asyncio.to_thread(_engine_seen, tmp_path) == "unreachable"
            with engine_started(engine):
                await eventually(lambda: _is_connected(tmp_path), 20)
        finally:
            running.cancel()
            await asyncio.wait([running])


async def _is_connected(data: Path) -> bool:
    return await asyncio.to_thread(_engine_seen, data) == "connected"


@dataclass
class Letters:
    """What the worker would be told."""

    changed: list[tuple[str, str]] = field(default_factory=list)
    unwatched: int = 0

    def mailbox_changed(self, context: str, box: str) -> None:
        self.changed.append((context, box))

    def mailboxes_unwatched(self) -> None:
        self.unwatched += 1


async def test_the_worker_hears_of_a_message_left(tmp_path: Path) -> None:
    letters = Letters()
    with running_engine(tmp_path) as engine:
        one = company_place(engine, with_mailboxes=True)
        running = asyncio.create_task(live_run(engine.configuration, engine.secrets, letters))
        try:
            await eventually(lambda: letters.unwatched == 1)
            _message_leave(engine, one)
            await eventually(lambda: letters.changed == [(one.key, one.mailbox("101"))], 10)
        finally:
            running.cancel()
            await asyncio.wait([running])


def _message_leave(engine: RunningEngine, company: PlacedCompany) -> None:
    """A message lies in the box and the engine looks, as after a deposit."""
    inbox = engine.home / "spool" / "voicemail" / company.key / company.mailbox("101") / "INBOX"
    inbox.mkdir(parents=True)
    (inbox / "msg0000.txt").write_text("[message]\n")
    (inbox / "msg0000.wav").write_bytes(b"")
    account = ManagerAccount(port=engine.ami_port, user=MANAGER_USER, secret=engine.secrets.ami_password)
    manager_action(account, "VoicemailRefresh", Context=company.key, Mailbox=company.mailbox("101"))
