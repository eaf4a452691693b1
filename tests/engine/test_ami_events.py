"""What the engine tells becomes typed values."""

import pytest

from cordboard.engine.ami.events import (
    BridgeEnter,
    ContactListed,
    ContactStatus,
    CoreShowChannel,
    DialBegin,
    Event,
    Hangup,
    MessageWaiting,
    Newchannel,
    event_read,
)
from cordboard.engine.ami.framing import Message
from cordboard.engine.ami.subscription import Disconnected, Resynchronised, Subscription

pytestmark = pytest.mark.pure


def message(**headers: str) -> Message:
    return Message(tuple(headers.items()))


def test_a_channel_tells_its_phone_company_and_caller() -> None:
    event = event_read(
        message(
            Event="Newchannel",
            Channel="PJSIP/ek2ab-cd-0000001f",
            Uniqueid="1795381635.45",
            AccountCode="tabc",
            CallerIDNum="101",
            CallerIDName="<unknown>",
            Exten="102",
        )
    )
    assert isinstance(event, Newchannel)
    assert event.channel.endpoint == "ek2ab-cd"
    assert (event.channel.account_code, event.channel.caller_number, event.channel.caller_name) == (
        "tabc",
        "101",
        "",
    )


@pytest.mark.parametrize("name", ["Local/77@phones-00000001;2", "", "PJSIP", "Message/ast_msg_queue"])
def test_a_channel_that_is_no_phone_has_no_endpoint(name: str) -> None:
    event = event_read(message(Event="Hangup", Channel=name, Cause="16"))
    assert isinstance(event, Hangup)
    assert event.channel.endpoint == ""
    assert event.cause == 16


def test_a_dial_tells_both_sides() -> None:
    event = event_read(
        message(Event="DialBegin", Channel="PJSIP/ea-1", DestChannel="PJSIP/eb-2", DestAccountCode="t")
    )
    assert isinstance(event, DialBegin)
    assert (event.channel.endpoint, event.destination.endpoint, event.destination.account_code) == (
        "ea",
        "eb",
        "t",
    )


def test_contacts_are_read_alike_from_events_and_listings() -> None:
    told = {"EndpointName": "ea", "AOR": "ea", "URI": "sip:ea@192.0.2.1"}
    event = event_read(
        message(Event="ContactStatus", ContactStatus="Reachable", RoundtripUsec="1628", **told)
    )
    row = event_read(message(Event="ContactStatusDetail", Status="Reachable", RoundtripUsec="N/A", **told))
    assert isinstance(event, ContactStatus)
    assert isinstance(row, ContactListed)
    assert (event.endpoint, event.status, event.round_trip_us) == ("ea", "Reachable", 1628)
    assert (row.endpoint, row.status, row.round_trip_us) == ("ea", "Reachable", None)


def test_rows_and_counts_are_numbers() -> None:
    row = event_read(message(Event="CoreShowChannel", Duration="01:02:03", BridgeId="b"))
    waiting = event_read(message(Event="MessageWaiting", Mailbox="4711@t", New="2", Old=""))
    assert isinstance(row, CoreShowChannel)
    assert isinstance(waiting, MessageWaiting)
    assert (row.seconds, row.bridge, waiting.new, waiting.old) == (3723, "b", 2, 0)


def test_an_event_nobody_knows_passes_with_all_it_says() -> None:
    event = event_read(message(Event="SomethingNew", Detail="7"))
    assert type(event) is Event
    assert (event.name, event.get("detail")) == ("SomethingNew", "7")


async def test_a_reader_too_slow_is_told_to_read_a_snapshot() -> None:
    subscription = Subscription(most=3)
    bridges = [event_read(message(Event="BridgeEnter", BridgeUniqueid=str(number))) for number in range(5)]
    for event in bridges:
        subscription.put(event)
    subscription.close()
    lost, last = [notice async for notice in subscription]
    assert isinstance(lost, Resynchronised)
    assert isinstance(last, BridgeEnter)
    assert last.bridge == "4"


async def test_what_was_before_an_interruption_is_not_told_after_it() -> None:
    subscription = Subscription(most=10)
    subscription.put(event_read(message(Event="FullyBooted")))
    subscription.put(Disconnected())
    subscription.close()
    assert [type(notice) async for notice in subscription] == [Disconnected]
