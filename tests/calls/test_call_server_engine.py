"""Calls that are handed on, and calls whose server dies, stops and starts under them."""

import asyncio
from datetime import timedelta

import pytest

from kit.engine import wait_until
from kit.exchange import BUSY_TONE, SECOND, UNAVAILABLE_TONE, Exchange, message_leave, phones
from kit.phones import HIGH, LOW, OTHER, PhoneShelf

pytestmark = pytest.mark.engine


async def test_a_caller_handed_on_by_the_called_one_talks_to_the_third(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    alice, bob, carol = await phones(exchange, shelf, "101", "102", "103")
    call, incoming = await shelf.conversation(alice, bob, "102")
    await shelf.hear_each_other(call, incoming)
    await incoming.transfer("103")
    third = await carol.incoming()
    assert third.caller_number == "101"
    await third.answer()
    await third.play(shelf.tone(HIGH))
    await call.play(shelf.tone(LOW))
    await asyncio.gather(call.hears(HIGH), third.hears(LOW))
    await third.hangup()
    await call.ended()


async def test_a_called_one_handed_on_by_the_caller_talks_to_the_third(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    alice, bob, carol = await phones(exchange, shelf, "101", "102", "103")
    call, incoming = await shelf.conversation(alice, bob, "102")
    await shelf.hear_each_other(call, incoming)
    await call.transfer("103")
    third = await carol.incoming()
    assert third.caller_number == "102"
    await third.answer()
    await third.play(shelf.tone(HIGH))
    await incoming.hears(HIGH)
    await incoming.hangup()
    await third.ended()


async def test_a_caller_handed_on_to_a_busy_phone_hears_its_mailbox(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    """SCO-49: whoever hands a call on is free at once, whatever the third one does."""
    alice, bob, carol = await phones(exchange, shelf, "101", "102", "103")
    call, incoming = await shelf.conversation(carol, alice, "101")
    await shelf.hear_each_other(call, incoming)
    await incoming.transfer("102")
    await (await bob.incoming()).refuse(486)
    assert (await incoming.ended()).status == 200
    await call.hears(BUSY_TONE)
    await message_leave(exchange, shelf, call)


async def test_a_second_call_is_offered_during_a_first_and_one_goes_back_and_forth(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    """SCO-31 and SCO-50, by the phone's own keys."""
    alice, bob, carol = await phones(exchange, shelf, "101", "102", "103")
    first, with_alice = await shelf.conversation(alice, bob, "102")
    await first.play(shelf.tone(LOW))
    await with_alice.hears(LOW)
    second = await carol.call("102")
    with_carol = await bob.incoming()
    assert with_carol.caller_number == "103"
    await with_alice.hold()
    await with_carol.answer()
    await second.play(shelf.tone(OTHER))
    await with_carol.hears(OTHER)
    await with_carol.hold()
    await with_alice.resume()
    await with_alice.hears(LOW)
    await first.hangup()
    await second.hangup()


async def test_a_conversation_outlives_the_call_server(exchange: Exchange, shelf: PhoneShelf) -> None:
    alice, bob = await phones(exchange, shelf, "101", "102")
    before = len(exchange.engine.records())
    call, incoming = await shelf.conversation(alice, bob, "102")
    exchange.server.kill()
    await asyncio.sleep(3)
    await shelf.hear_each_other(call, incoming)
    await incoming.hangup()
    await call.ended()

    assert exchange.record_after(before).disposition == "ANSWERED"


async def test_a_call_that_rings_when_the_call_server_dies_is_answered_all_the_same(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    alice, bob = await phones(exchange, shelf, "101", "102")
    call = await alice.call("102")
    incoming = await bob.incoming()
    exchange.server.kill()
    await incoming.answer()
    await asyncio.gather(call.audio(), incoming.audio())
    await shelf.hear_each_other(call, incoming)
    await call.hangup()


async def test_a_call_that_nobody_takes_after_the_call_server_died_reaches_voicemail(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    alice, bob = await phones(exchange, shelf, "101", "102")
    call = await alice.call("102")
    await bob.incoming()
    exchange.server.kill()
    await call.hears(UNAVAILABLE_TONE, timedelta(seconds=15))
    await message_leave(exchange, shelf, call)


async def test_a_call_handed_on_after_the_call_server_died_rings_all_the_same(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    alice, bob, carol = await phones(exchange, shelf, "101", "102", "103")
    call, incoming = await shelf.conversation(alice, bob, "102")
    await shelf.hear_each_other(call, incoming)
    exchange.server.kill()
    await asyncio.sleep(3)
    await incoming.transfer("103")
    third = await carol.incoming()
    await third.answer()
    await third.play(shelf.tone(OTHER))
    await call.hears(OTHER)
    await call.hangup()


async def test_a_server_that_stops_cleanly_tells_the_engine_at_once_and_leaves_conversations_alone(
    exchange: Exchange, shelf: PhoneShelf
) -> None:
    alice, bob, desk, second = await phones(exchange, shelf, "101", "102", "103", SECOND)
    call, incoming = await shelf.conversation(alice, bob, "102")
    stopped = asyncio.create_task(asyncio.to_thread(exchange.server.stop))
    await asyncio.to_thread(wait_until, lambda: not exchange.server.beat, 5)
    before = len(exchange.engine.records())
    other, ringing = await shelf.conversation(second, desk, "103")
    await other.hangup()
    assert exchange.record_after_one(before).rule == "fallback"
    assert await stopped == 0
    await shelf.hear_each_other(call, incoming)
    await call.hangup()
    await ringing.ended()


async def test_a_restarted_server_decides_again(exchange: Exchange, shelf: PhoneShelf) -> None:
    exchange.server.kill()
    exchange.server.start()
    alice, bob = await phones(exchange, shelf, "101", "102")
    before = len(exchange.engine.records())
    call, _ = await shelf.conversation(alice, bob, "102")
    await call.hangup()

    assert exchange.record_after(before).rule == "extension"
