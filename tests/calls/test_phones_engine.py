"""What phones may do to a call, and what they are told about their mailbox, on a real engine with the call server."""

import re

import pytest

from kit.engine import wait_until
from kit.exchange import Exchange
from kit.lines import PlacedCompany, company_place
from kit.raw_sip import Callee, RawPhone

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def strangers(running: Exchange) -> PlacedCompany:
    """Another company on the same engine."""
    return company_place(running.engine, extensions=("101", "102"))


@pytest.fixture(params=["the call server", "the engine alone"])
def decided(request: pytest.FixtureRequest, exchange: Exchange) -> Exchange:
    """The exchange, whose calls are decided by the one or the other."""
    if request.param == "the engine alone":
        assert exchange.server.stop() == 0
    return exchange


def phone_of(tenant: PlacedCompany, extension: str) -> RawPhone:
    """The extension's phone, registered."""
    phone = RawPhone(
        server=tenant.engine.sip_port, user=tenant.endpoint(extension), password=tenant.passwords[extension]
    )
    assert phone.register().status == 200
    return phone


@pytest.mark.parametrize(
    "target",
    [
        "sip:{stranger}@127.0.0.1:{port}",
        "sip:{stranger}@127.0.0.1:{away}",
        "sip:{echo}@127.0.0.1:{port}",
        "sip:+442079460001@sip.example.com",
        "tel:+442079460001",
    ],
)
def test_a_phone_that_has_moved_does_not_move_the_call(
    decided: Exchange, strangers: PlacedCompany, target: str
) -> None:
    with (
        phone_of(decided.tenant, "101") as alice,
        phone_of(decided.tenant, "102") as bob,
        phone_of(strangers, "102") as stranger,
        Callee(stranger) as elsewhere,
    ):
        ports = {"port": decided.engine.sip_port, "away": stranger.port}
        place = target.format(stranger=stranger.user, echo="76", **ports)
        with Callee(bob, "302 Moved Temporarily", moved_to=place) as desk:
            answer = alice.invite("102")
            wait_until(lambda: "VoiceMail" in decided.engine.cli("core show channels concise"), 15)
            alice.hang_up(answer)
            decided.engine.wait_until_quiet(8)
        assert "INVITE" in desk.methods()
    assert "INVITE" not in elsewhere.methods()


def test_the_caller_of_a_phone_that_has_moved_and_has_no_mailbox_is_told_busy(
    exchange: Exchange, strangers: PlacedCompany
) -> None:
    with phone_of(exchange.tenant, "101") as alice, phone_of(exchange.tenant, "103") as carol:
        with Callee(carol, "302 Moved Temporarily", moved_to=f"sip:{strangers.endpoint('102')}@127.0.0.1"):
            alice.wire.settimeout(20)  # he is told so by a voice first
            assert alice.invite("103").status == 486
        exchange.engine.wait_until_quiet(8)


def test_the_lamps_message_names_a_number_that_opens_the_mailbox(exchange: Exchange) -> None:
    with phone_of(exchange.tenant, "102") as bob:
        while (message := bob.hear()).method != "NOTIFY":
            bob.say(bob.response(message, "200 OK"))
        bob.say(bob.response(message, "200 OK"))
        [account] = re.findall(r"^Message-Account: sip:([0-9*#]+)@127\.0\.0\.1", message.text, re.MULTILINE)
        answer = bob.invite(account)
        assert answer.status == 200
        wait_until(lambda: "VoiceMailMain" in exchange.engine.cli("core show channels concise"), 5)
        bob.hang_up(answer)
