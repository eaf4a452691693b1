"""Accounts for TLS only, desk phones and browsers: in the clear they register, and neither call nor are called (ADR 12)."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from cordboard.engine.specs import EndpointSpec, Transport
from kit.engine import RunningEngine, running_engine, wait_until
from kit.raw_sip import Callee, RawPhone
from kit.raw_stream import StreamPhone
from kit.raw_web import WebPhone
from kit.served import registered, serve
from kit.specs import ACME, company, endpoint, password_of

pytestmark = pytest.mark.engine

UNSENT = (
    "Unexpected PJSIP event 6",
    "Unsuitable transport selected",
)  # what the engine says of the lamp it kept to itself
BOB = endpoint(ACME, "b", "102")
DESK = endpoint(ACME, "t", "109", transports=frozenset({Transport.TLS}), mailboxes=(f"5501@{ACME}",))
BROWSER = endpoint(ACME, "w", "108", transports=frozenset({Transport.WSS}))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    with running_engine(Path(tmp_path_factory.mktemp("engine")), allowed=UNSENT) as running:
        asyncio.run(serve(running, company(ACME, [BOB, DESK, BROWSER], {"101": "5501"})))
        yield running


def account_of(spec: EndpointSpec) -> dict[str, str]:
    """What the endpoint's phone must know."""
    return {"user": spec.key, "password": password_of(spec.key)}


@pytest.fixture(params=[0, 9999999999], ids=["silent", "beating"])
def call_server(engine: RunningEngine, request: pytest.FixtureRequest) -> Iterator[None]:
    """The engine takes the call server for silent, or for alive."""
    engine.cli(f"dialplan set global CALLS_BEAT {request.param}")
    yield
    engine.cli("dialplan set global CALLS_BEAT 0")


@pytest.mark.usefixtures("call_server")
@pytest.mark.parametrize("spec", [DESK, BROWSER], ids=["desk", "browser"])
@pytest.mark.parametrize("kind", [RawPhone, StreamPhone])
def test_it_registers_in_the_clear_and_calls_nobody(
    engine: RunningEngine, kind: type[RawPhone], spec: EndpointSpec
) -> None:
    known = len(engine.records())
    account = account_of(spec)
    with kind(server=engine.sip_port, **account) as phone, registered(engine, BOB) as bob:
        assert phone.register().status == 200
        with Callee(bob, "486 Busy Here") as callee:
            assert [phone.invite(number).status for number in ("102", "1x02", "76", "*98")] == [403] * 4
        assert callee.methods() == []
    wait_until(lambda: len(engine.records()) == known + 4, 3)
    facts = "direction=internal&outcome=refused&cause=21&rule=not+encrypted"
    assert all(facts in record for record in engine.records()[known:])


@pytest.mark.parametrize("kind", [RawPhone, StreamPhone])
def test_it_is_sent_nothing_in_the_clear(engine: RunningEngine, kind: type[RawPhone]) -> None:
    with (
        kind(server=engine.sip_port, **account_of(DESK)) as phone,
        registered(engine, BOB) as bob,
    ):
        assert phone.register().status == 200
        lamp = {"event": "dialog", "accept": "application/dialog-info+xml", "expires": "60"}
        assert phone.asked("SUBSCRIBE", "sip:102@127.0.0.1", **lamp).status == 200
        with Callee(phone, "486 Busy Here") as callee:
            assert bob.invite("109").status >= 400
        assert callee.methods() == []


def test_it_is_told_of_calls_and_messages_over_tls(engine: RunningEngine) -> None:
    port = engine.configuration.sips_port
    with (
        StreamPhone(server=port, secure=True, **account_of(DESK)) as phone,
        registered(engine, BOB) as bob,
    ):
        assert phone.register().status == 200
        with Callee(phone, "486 Busy Here") as callee:
            wait_until(lambda: "NOTIFY" in callee.methods(), 3)
            assert bob.invite("109").status == 486
        assert callee.methods()[-2:] == ["INVITE", "ACK"]
        assert {one.header("Via")[:11] for one in callee.heard} == {"SIP/2.0/TLS"}


@pytest.mark.parametrize("spec", [DESK, BROWSER], ids=["desk", "browser"])
@pytest.mark.parametrize("web", [False, True])
def test_it_calls_over_tls_and_over_secure_websockets(
    engine: RunningEngine, web: bool, spec: EndpointSpec
) -> None:
    account, ports = account_of(spec), engine.configuration
    phone = (
        WebPhone(server=ports.wss_port, **account)
        if web
        else StreamPhone(server=ports.sips_port, secure=True, **account)
    )
    with phone:
        assert phone.register().status == 200
        assert [phone.invite(number).status for number in ("999", "9x9")] == [404, 484]
