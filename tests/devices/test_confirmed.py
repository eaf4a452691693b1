"""A phone opens its owner's mailbox without a PIN once its owner is known to hold it (ADR 53)."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from cordboard.accounts.types import PersonSummary
from cordboard.devices.errors import DeviceUnknown
from cordboard.devices.selectors import device_get
from cordboard.devices.services import (
    device_account_reissue,
    device_change,
    device_confirm,
    device_create,
    device_delete,
)
from cordboard.devices.types import DEFAULT_CODECS, DeviceSummary, Encryption, Transport
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM, Actor
from cordboard.people.jobs import mail_handed_phone
from cordboard.processes.jobs import MAIL_HANDED_PHONE
from cordboard.processes.pins import DatabasePins
from cordboard.processes.projection import company_snapshot
from cordboard.voicemail.types import VoicemailPart
from kit.companies import Side, TwoCompanies, companies_make, password_give, two_companies

__all__ = ["two_companies"]

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def acting(person: PersonSummary, *, for_whom: PersonSummary | None = None) -> Actor:
    on_behalf_of = str(for_whom.id) if for_whom else None
    return Actor(person=str(person.id), name=person.name, on_behalf_of=on_behalf_of)


def phone_made(side: Side, actor: Actor) -> DeviceSummary:
    """A phone of the company's user."""
    return device_create(actor=actor, company=side.company.id, person=side.user.person.id, name="Desk")[0]


def now_of(device: DeviceSummary) -> DeviceSummary:
    return device_get(company=device.company, device=device.id)


def handed(device: DeviceSummary) -> list[tuple[str, str]]:
    """To whom the phone's accounts were handed, and by whom, as jobs will tell."""
    jobs = ProcrastinateJob.objects.filter(task_name=MAIL_HANDED_PHONE.name).order_by("id")
    return [(job.args["person"], job.args["by"]) for job in jobs if job.args["device"] == str(device.id)]


WHO: dict[str, tuple[Callable[[Side], Actor], bool]] = {
    "the owner": (lambda side: acting(side.user.person), True),
    "an administrator": (lambda side: acting(side.admin.person), False),
    "one who acts for the owner": (
        lambda side: acting(side.admin.person, for_whom=side.user.person),
        False,
    ),
    "the owner, acting for another": (
        lambda side: acting(side.user.person, for_whom=side.admin.person),
        False,
    ),
    "the system": (lambda side: SYSTEM, False),
}


@pytest.mark.parametrize("who", WHO)
def test_an_account_is_confirmed_that_its_owner_made_alone(two_companies: TwoCompanies, who: str) -> None:
    side, (actor_of, confirmed) = two_companies.one, WHO[who]
    actor, owner = actor_of(side), str(side.user.person.id)
    device = phone_made(side, actor)
    assert device.confirmed is confirmed
    assert handed(device) == ([] if confirmed else [(owner, actor.name)])
    device_confirm(
        actor=acting(side.user.person), company=side.company.id, device=device.id, issue=device.issue
    )
    device_account_reissue(actor=actor, company=side.company.id, device=device.id)
    assert now_of(device).confirmed is confirmed
    assert len(handed(device)) == (0 if confirmed else 2)


def test_a_phone_that_changes_hands_is_confirmed_anew(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    admin, user = side.admin.person, side.user.person
    device, _ = device_create(
        actor=acting(admin), company=side.company.id, person=admin.id, name="Administrator's own"
    )
    assert device.confirmed

    def change(person: PersonSummary, name: str) -> bool:
        device_change(
            actor=acting(admin), company=side.company.id, device=device.id, person=person.id, name=name,
            transport=Transport.ANY, encryption=Encryption.OFFERED, codecs=DEFAULT_CODECS,
        )  # fmt: skip
        return now_of(device).confirmed

    assert change(admin, "Renamed")
    assert handed(device) == []
    assert not change(user, "Moved")
    assert handed(device) == [(str(user.id), admin.name)]
    assert not change(user, "Renamed again")
    assert len(handed(device)) == 1


def test_nobody_confirms_anothers_phone(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    device = phone_made(side, acting(side.admin.person))
    strangers = [
        (acting(side.admin.person), side.company.id),
        (acting(side.admin.person, for_whom=side.user.person), side.company.id),
        (acting(side.user.person), two_companies.two.company.id),
        (acting(two_companies.two.user.person), side.company.id),
    ]
    for actor, company in strangers:
        with pytest.raises(DeviceUnknown):
            device_confirm(actor=actor, company=company, device=device.id, issue=device.issue)
    assert not now_of(device).confirmed


def test_calls_know_confirmed_phones_only(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    phone_made(side, acting(side.admin.person))
    own = phone_made(side, acting(side.user.person))
    assert company_snapshot(side.company.id).part(VoicemailPart).confirmed == (own.key,)
    assert company_snapshot(two_companies.two.company.id).part(VoicemailPart).confirmed == ()


def test_an_account_issued_anew_while_its_pin_is_keyed_in_is_another_one(two_companies: TwoCompanies) -> None:
    """Who keys the PIN in has the old password; who has the new one is not known for that."""
    side = two_companies.one
    device = phone_made(side, acting(side.admin.person))
    called = company_snapshot(side.company.id).part(VoicemailPart).unconfirmed[device.key]
    device_account_reissue(actor=acting(side.admin.person), company=side.company.id, device=device.id)
    for issue in (called, ""):
        with pytest.raises(DeviceUnknown):
            device_confirm(
                actor=acting(side.user.person), company=side.company.id, device=device.id, issue=issue
            )
    assert not now_of(device).confirmed
    again = company_snapshot(side.company.id).part(VoicemailPart).unconfirmed[device.key]
    assert again == now_of(device).issue != called
    device_confirm(actor=acting(side.user.person), company=side.company.id, device=device.id, issue=again)
    assert now_of(device).confirmed


@pytest.mark.django_db(transaction=True)
async def test_the_pin_keyed_on_a_phone_confirms_that_phone() -> None:
    two = await asyncio.to_thread(companies_make)
    side, pins = two.one, DatabasePins()
    first, second = [await asyncio.to_thread(phone_made, side, acting(side.admin.person)) for _ in range(2)]
    company, person = str(side.company.id), str(side.user.person.id)
    for strangers in (
        (company, str(side.admin.person.id), first.key),
        (str(two.two.company.id), person, first.key),
        (str(two.two.company.id), str(two.two.user.person.id), first.key),
        (company, str(uuid4()), first.key),
        (company, person, "enobodysphoneaaaa"),
    ):
        await pins.confirm(*strangers, first.issue)
    assert not (await asyncio.to_thread(now_of, first)).confirmed
    await pins.confirm(company, person, first.key, first.issue)
    assert (await asyncio.to_thread(now_of, first)).confirmed
    assert not (await asyncio.to_thread(now_of, second)).confirmed
    page = await asyncio.to_thread(
        journal_page, companies={side.company.id}, prefix="devices.device_confirmed"
    )
    assert [(entry.actor.person, entry.subject) for entry in page.entries] == [(person, str(first.id))]


def test_the_owner_is_mailed_who_made_the_account(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    password_give(side.user.person)
    device = phone_made(side, acting(side.admin.person))
    _tell(side, device, by="Adam\nBcc: eve@example.com")
    (sent,) = mail.outbox
    assert sent.recipients() == [side.user.person.email]
    assert sent.subject == "Adam Bcc: eve@example.com made a phone account for you"
    assert "“Desk”" in str(sent.body)
    assert "/me/phone/" in str(sent.body)


def test_nobody_is_mailed_of_what_is_theirs_gone_or_new_to_them(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    device = phone_made(side, acting(side.admin.person))
    _tell(side, device)  # no password yet: the welcome mail tells
    password_give(side.user.person)
    _tell(two_companies.two, device)
    device_confirm(
        actor=acting(side.user.person), company=side.company.id, device=device.id, issue=device.issue
    )
    _tell(side, device)
    device_delete(actor=SYSTEM, company=side.company.id, device=device.id)
    _tell(side, device)
    assert mail.outbox == []


def _tell(side: Side, device: DeviceSummary, by: str = "Adam") -> None:
    mail_handed_phone(
        company=str(side.company.id), person=str(side.user.person.id), device=str(device.id), by=by
    )
