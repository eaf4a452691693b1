"""What a real Asterisk writes down of real calls becomes the calls that people remember."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth import get_user_model
from django.db import connections
from django.test import Client

from cordboard.accounts.services import person_create
from cordboard.accounts.types import Role
from cordboard.calls.selectors import CallWindow, call_get, calls_page
from cordboard.calls.types import CallDetail, CallFilter, Outcome
from cordboard.devices.models import Device
from cordboard.devices.services import device_create
from cordboard.journal.types import SYSTEM
from cordboard.processes.worker.aside import REJECTED_FILE
from cordboard.processes.worker.intake import Intake
from cordboard.tenancy.models import Company
from cordboard.tenancy.scope import all_companies
from cordboard.tenancy.types import Language
from kit.exchange import SECOND, UNAVAILABLE_TONE, Exchange, phones
from kit.phones import PhoneShelf
from kit.tenants import company_make

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]

OWNERS = {"101": "Alice", "102": "Bob", "103": "Carol", SECOND: "Carol"}


@sync_to_async
def company_of(exchange: Exchange) -> UUID:
    """The exchange's company is in the database, with people and phones."""
    company = company_make("exchange").id
    Company.objects.filter(pk=company).update(key=exchange.tenant.key)
    people = {
        name: person_create(
            actor=SYSTEM, email=f"{name}@example.com", first_name=name, last_name="Exchange", language=Language.ENGLISH,
            role=Role.USER, company=company,
        ).id
        for name in sorted(set(OWNERS.values()))
    }  # fmt: skip
    for extension, name in OWNERS.items():
        device, _ = device_create(
            actor=SYSTEM, company=company, person=people[name], name=f"Phone {extension}"
        )
        with all_companies():
            Device.objects.filter(pk=device.id).update(key=exchange.tenant.endpoint(extension))
    return company


@sync_to_async
def recorded(exchange: Exchange, company: UUID) -> CallDetail:
    """The company's newest call, once all calls are over and the spool was taken in."""
    exchange.engine.wait_until_quiet()
    folder = exchange.engine.home / "log" / "cdr-custom"
    Intake(folder=folder).take()
    assert not (folder / REJECTED_FILE).exists()
    newest = calls_page(company=company, wanted=CallFilter(), window=CallWindow(size=1)).rows[0]
    detail = call_get(company=company, call=newest.id)
    connections.close_all()
    return detail


@sync_to_async
def shown(company: UUID) -> str:
    """The list of calls in the portal, as the company's administrator sees it."""
    admin = person_create(
        actor=SYSTEM, email="admin@example.com", first_name="Ada", last_name="Min", language=Language.ENGLISH,
        role=Role.COMPANY_ADMIN, company=company,
    )  # fmt: skip
    client = Client()
    client.force_login(get_user_model().objects.get(pk=admin.id))
    page = client.get("/company/calls/", secure=True).content.decode()
    connections.close_all()
    return page


async def test_a_conversation(exchange: Exchange, shelf: PhoneShelf) -> None:
    company = await company_of(exchange)
    alice, bob = await phones(exchange, shelf, "101", "102")
    call, incoming = await shelf.conversation(alice, bob, "102")
    await asyncio.sleep(1)
    await incoming.hangup()
    await call.ended()

    detail = await recorded(exchange, company)
    facts = detail.summary.facts
    assert (facts.outcome, facts.cause, facts.rule) == (Outcome.ANSWERED, 16, "extension")
    assert (facts.caller.name, facts.caller.number) == ("Alice Exchange", "101")
    assert (facts.callee.name, facts.dialled) == ("Bob Exchange", "102")
    assert facts.answered is not None
    assert facts.answered > facts.started
    assert timedelta(seconds=0.9) < facts.talk <= facts.ended - facts.answered
    assert len({person for person in (facts.caller.person, facts.callee.person) if person}) == 2
    assert [leg.far.device for leg in detail.legs if leg.far] == ["Phone 102"]
    page = await shown(company)
    assert f"/company/calls/{detail.summary.id}/" in page
    assert page.index("Alice Exchange") < page.index("Bob Exchange")


async def test_a_call_that_voicemail_takes(exchange: Exchange, shelf: PhoneShelf) -> None:
    company = await company_of(exchange)
    alice, _bob = await phones(exchange, shelf, "101", "102")
    call = await alice.call("102")
    await call.hears(UNAVAILABLE_TONE, timedelta(seconds=15))
    await call.hangup()

    detail = await recorded(exchange, company)
    facts = detail.summary.facts
    assert (facts.outcome, facts.callee.name, facts.dialled) == (Outcome.VOICEMAIL, "Bob Exchange", "102")
    assert facts.destination == "mailbox:box-bob"
    assert facts.talk > timedelta(seconds=0.2)
    assert [leg.disposition for leg in detail.legs if leg.far] == ["NO ANSWER"]


async def test_a_call_that_is_given_up(exchange: Exchange, shelf: PhoneShelf) -> None:
    company = await company_of(exchange)
    alice, bob = await phones(exchange, shelf, "101", "102")
    call = await alice.call("102")
    incoming = await bob.incoming()
    await call.ringing()
    await call.hangup()
    await incoming.ended()

    facts = (await recorded(exchange, company)).summary.facts
    assert (facts.outcome, facts.answered, facts.talk) == (Outcome.CANCELLED, None, timedelta())
    assert (facts.callee.name, facts.dialled) == ("Bob Exchange", "102")


async def test_two_phones_of_one_person_are_one_call(exchange: Exchange, shelf: PhoneShelf) -> None:
    company = await company_of(exchange)
    alice, desk, kitchen = await phones(exchange, shelf, "101", "103", SECOND)
    call = await alice.call("103")
    incoming, other = await asyncio.gather(desk.incoming(), kitchen.incoming())
    await incoming.answer()
    await other.ended()
    await call.audio()
    await call.hangup()

    detail = await recorded(exchange, company)
    facts = detail.summary.facts
    assert (facts.outcome, facts.callee.name, facts.cause) == (Outcome.ANSWERED, "Carol Exchange", 16)
    rang = {leg.far.device: leg.disposition for leg in detail.legs if leg.far}
    assert rang == {"Phone 103": "ANSWERED", f"Phone {SECOND}": "CANCEL"}


async def test_a_number_that_nobody_has(exchange: Exchange, shelf: PhoneShelf) -> None:
    company = await company_of(exchange)
    (alice,) = await phones(exchange, shelf, "101")
    call = await alice.call("999")
    await call.ended(timedelta(seconds=20))

    facts = (await recorded(exchange, company)).summary.facts
    assert (facts.outcome, facts.cause, facts.rule, facts.dialled) == (
        Outcome.REFUSED,
        1,
        "number unknown",
        "999",
    )
    assert (facts.caller.name, facts.talk) == ("Alice Exchange", timedelta())


async def test_an_echo_test(exchange: Exchange, shelf: PhoneShelf) -> None:
    company = await company_of(exchange)
    (alice,) = await phones(exchange, shelf, "101")
    call = await alice.call("76")
    await call.answered()
    await asyncio.sleep(1)
    await call.hangup()

    facts = (await recorded(exchange, company)).summary.facts
    assert (facts.outcome, facts.dialled) == (Outcome.ECHO, "76")
    assert facts.talk > timedelta(seconds=0.9)


async def test_a_conversation_without_a_call_server(exchange: Exchange, shelf: PhoneShelf) -> None:
    company = await company_of(exchange)
    alice, bob = await phones(exchange, shelf, "101", "102")
    exchange.server.kill()
    await asyncio.sleep(3)  # until its silence shows
    call, incoming = await shelf.conversation(alice, bob, "102")
    await asyncio.sleep(1)
    await incoming.hangup()
    await call.ended()

    facts = (await recorded(exchange, company)).summary.facts
    assert (facts.outcome, facts.rule, facts.dialled) == (Outcome.ANSWERED, "fallback", "102")
    assert (facts.caller.name, facts.callee.name) == ("Alice Exchange", "Bob Exchange")
    assert facts.talk > timedelta(seconds=0.9)


async def test_a_conversation_that_outlives_the_call_server(exchange: Exchange, shelf: PhoneShelf) -> None:
    company = await company_of(exchange)
    alice, bob = await phones(exchange, shelf, "101", "102")
    call, incoming = await shelf.conversation(alice, bob, "102")
    exchange.server.kill()
    await asyncio.sleep(1)
    assert call.up
    await incoming.hangup()
    await call.ended()

    facts = (await recorded(exchange, company)).summary.facts
    assert (facts.outcome, facts.callee.name, facts.dialled) == (Outcome.ANSWERED, "Bob Exchange", "102")
