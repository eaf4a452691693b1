"""Acts that equip a person, or take everything of theirs away, in one go."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from cordboard.accounts.selectors import person_get
from cordboard.accounts.services import person_create, person_delete
from cordboard.accounts.types import PersonSummary
from cordboard.devices.selectors import devices_for_people
from cordboard.devices.services import device_create, device_delete
from cordboard.devices.types import DeviceSummary, SipAccount
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.numbering.selectors import extension_for_person
from cordboard.numbering.services import extension_create, extension_delete
from cordboard.numbering.types import Destination
from cordboard.people.types import Newcomer, NewcomerWish, PhoneWish

PERSON = "person"  # destination kind: all phones of a person, then their mailbox


@transaction.atomic
def newcomer_create(*, actor: Actor, company: UUID, wish: NewcomerWish) -> Newcomer:
    """A person of the company can sign in, be called and be left messages; a mail says how when wished (WDX-87).

    Either all of it exists or nothing. Raises EmailTaken, FieldInvalid, ExtensionInvalid, ExtensionIsCode,
    ExtensionTaken, LimitReached. That `actor` may give the role is the edge's question (`may_give_role`).
    """
    person = person_create(
        actor=actor,
        email=wish.email,
        first_name=wish.first_name,
        last_name=wish.last_name,
        language=wish.language,
        role=wish.role,
        company=company,
    )
    number = extension_create(
        actor=actor,
        company=company,
        number=wish.extension,
        destination=Destination(PERSON, str(person.id)),
        person=person.id,
    )
    device, account = _phone(actor, person, wish.phone)
    journal_record(
        kind="people.newcomer_created",
        actor=actor,
        company=company,
        subject=person.id,
        facts={"name": person.name, "extension": number.number},
    )
    if wish.welcome:
        welcome_request(actor=actor, company=company, person=person.id)
    return Newcomer(person=person, extension=number, device=device, account=account, pin="")


@transaction.atomic
def welcome_request(*, actor: Actor, company: UUID, person: UUID) -> None:
    """The person is sent how to sign in: address, login, first-password link, extension, PIN. Raises PersonUnknown (WDX-87).

    The mail itself is a job's work, deferred by the journal's subscriber.
    """
    known = person_get(company=company, person=person)
    journal_record(
        kind="people.welcome_requested",
        actor=actor,
        company=company,
        subject=known.id,
        facts={"name": known.name},
    )


@transaction.atomic
def people_remove(*, actor: Actor, company: UUID, people: Iterable[UUID]) -> int:
    """The people, their extensions, phones and mailboxes are gone; how many people. Raises PersonUnknown, then nobody is."""
    removed = 0
    for person in sorted(set(people)):
        _remove(actor, company, person)
        removed += 1
    return removed


def _remove(actor: Actor, company: UUID, person: UUID) -> None:
    person_get(company=company, person=person)
    for device in devices_for_people(company=company, people=[person]):
        device_delete(actor=actor, company=company, device=device.id)
    while extension := extension_for_person(company=company, person=person):
        extension_delete(actor=actor, company=company, extension=extension.id)
    person_delete(actor=actor, company=company, person=person)


def _phone(
    actor: Actor, person: PersonSummary, wish: PhoneWish | None
) -> tuple[DeviceSummary | None, SipAccount | None]:
    if wish is None or person.company is None:
        return None, None
    return device_create(
        actor=actor, company=person.company, person=person.id, name=wish.name, transport=wish.transport
    )
