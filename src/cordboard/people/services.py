"""Acts that equip a person, or take everything of theirs away, in one go."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from cordboard.accounts.selectors import person_get
from cordboard.accounts.services import (
    people_shut,
    person_change,
    person_create,
    person_delete,
    person_role_set,
)
from cordboard.accounts.types import PersonSummary, Role
from cordboard.devices.selectors import devices_for_people
from cordboard.devices.services import device_create, device_delete
from cordboard.devices.types import DeviceSummary, SipAccount
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM, Actor
from cordboard.numbering.selectors import (
    dids_for_destinations,
    extension_for_person,
    extensions_for_company,
)
from cordboard.numbering.services import did_assign, dids_free_all, extension_create, extension_delete
from cordboard.numbering.types import Destination
from cordboard.people.types import PERSON, CompanyWish, Founded, Newcomer, NewcomerWish, PhoneWish
from cordboard.tenancy.services import company_close, company_create
from cordboard.tenancy.types import CompanySummary, Language
from cordboard.voicemail.errors import MailboxUnknown
from cordboard.voicemail.selectors import MAILBOX, mailbox_for_person, mailbox_get
from cordboard.voicemail.services import mailbox_create, mailbox_delete
from cordboard.voicemail.types import MailboxSummary

_LONGEST_NAME = 80  # signs of a mailbox's name


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
    _, pin = mailbox_create(actor=actor, company=company, person=person.id, name=person.name[:_LONGEST_NAME])
    device, account = _phone(actor, person, wish.phone)
    journal_record(
        kind="people.newcomer_created",
        actor=actor,
        company=company,
        subject=person.id,
        facts={"name": person.name, "extension": number.number},
    )
    if wish.welcome:
        welcome_request(actor=actor, person=person)
    return Newcomer(person=person, extension=number, device=device, account=account, pin=pin)


@transaction.atomic
def company_found(*, actor: Actor, wish: CompanyWish) -> Founded:
    """A company exists and its first administrator is mailed an invitation; all of it or nothing.

    Raises what `company_create` and `newcomer_create` raise. Whose reseller it is, the edge has asked.
    """
    company = company_create(
        actor=actor,
        reseller=wish.reseller,
        name=wish.name,
        sip_domain=wish.sip_domain,
        language=wish.language,
        country=wish.country,
        time_zone=wish.time_zone,
        kind=wish.kind,
    )
    administrator = _administrator(actor, company, wish)
    welcome_request(actor=actor, person=administrator)
    return Founded(company=company, administrator=administrator)


@transaction.atomic
def company_remove(*, actor: Actor, company: UUID) -> None:
    """Nobody finds the company or signs in to it; its direct numbers lie in the free pool. Raises CompanyUnknown.

    A few statements, whatever it holds. Its phones, people, calls and voice messages go with jobs, once this is
    committed; its journal stays as long as any.
    """
    dids_free_all(actor=actor, company=company)
    people_shut(company=company)
    company_close(actor=actor, company=company)


@transaction.atomic
def administrator_invite(
    *,
    actor: Actor,
    reseller: UUID | None,
    email: str,
    first_name: str,
    last_name: str,
    language: Language,
) -> PersonSummary:
    """A reseller's administrator, or (None) one of the platform, exists and is mailed an invitation. Raises EmailTaken, FieldInvalid."""
    person = person_create(
        actor=actor,
        email=email,
        first_name=first_name,
        last_name=last_name,
        language=language,
        role=Role.RESELLER_ADMIN if reseller else Role.PLATFORM_ADMIN,
        reseller=reseller,
    )
    welcome_request(actor=actor, person=person)
    return person


@transaction.atomic
def person_settle(
    *,
    actor: Actor,
    company: UUID,
    person: UUID,
    email: str,
    first_name: str,
    last_name: str,
    language: Language,
    role: Role,
) -> PersonSummary:
    """The person carries these values and this role. Raises PersonUnknown, EmailTaken, FieldInvalid.

    That `actor` may give the role is the edge's question (`may_manage`, `may_give_role`).
    """
    settled = person_change(
        actor=actor,
        company=company,
        person=person,
        email=email,
        first_name=first_name,
        last_name=last_name,
        language=language,
    )
    if settled.role is not role:
        person_role_set(actor=actor, company=company, person=person, role=role)
    return settled


@transaction.atomic
def welcome_request(*, actor: Actor, person: PersonSummary) -> None:
    """The person is sent how to sign in: address, login, first-password link, extension, PIN (WDX-87).

    The mail itself is a job's work, deferred by the journal's subscriber.
    """
    journal_record(
        kind="people.welcome_requested",
        actor=actor,
        company=person.company,
        subject=person.id,
        facts={"name": person.name},
    )


@transaction.atomic
def welcome_refuse(*, person: PersonSummary, reason: str) -> None:
    """It is on record that the person's mail server refused the welcome mail for good, and what it said."""
    journal_record(
        kind="people.welcome_refused",
        actor=SYSTEM,
        company=person.company,
        subject=person.id,
        facts={"name": person.name, "address": person.email, "reason": reason},
    )


@transaction.atomic
def shared_mailbox_create(
    *, actor: Actor, company: UUID, name: str, email: str, extension: str
) -> tuple[MailboxSummary, str]:
    """A mailbox that is nobody's own takes messages at this extension; with the PIN that opens it (SCO-100).

    Raises FieldInvalid, ExtensionInvalid, ExtensionIsCode, ExtensionTaken, LimitReached; then there is neither.
    """
    made, pin = mailbox_create(actor=actor, company=company, name=name, email=email)
    extension_create(
        actor=actor, company=company, number=extension, destination=Destination(MAILBOX, str(made.id))
    )
    return made, pin


@transaction.atomic
def shared_mailbox_remove(*, actor: Actor, company: UUID, mailbox: UUID) -> None:
    """The shared mailbox and the extensions that led to it are gone, its messages will be. Raises MailboxUnknown."""
    if mailbox_get(company=company, mailbox=mailbox).person is not None:
        raise MailboxUnknown
    leading = Destination(MAILBOX, str(mailbox))
    for extension in extensions_for_company(company=company):
        if extension.destination == leading:
            extension_delete(actor=actor, company=company, extension=extension.id)
    mailbox_delete(actor=actor, company=company, mailbox=mailbox)


@transaction.atomic
def people_remove(*, actor: Actor, company: UUID, people: Iterable[UUID]) -> int:
    """The people, their extensions, phones and mailboxes are gone; how many people. Raises PersonUnknown, then nobody is.

    Direct numbers that rang them stay the company's and ring nobody (USR-77).
    """
    removed = 0
    for person in sorted(set(people)):
        _remove(actor, company, person)
        removed += 1
    return removed


@transaction.atomic
def acting_begin(*, actor: Actor, person: PersonSummary) -> None:
    """It is on record that the actor opens this person's pages in their stead. The edge has asked who may (USR-27)."""
    journal_record(
        kind="people.acting_begun",
        actor=actor,
        company=person.company,
        subject=person.id,
        facts={"name": person.name or person.email},
    )


@transaction.atomic
def acting_end(*, actor: Actor, person: PersonSummary) -> None:
    """It is on record that the actor left this person's pages (USR-27)."""
    journal_record(
        kind="people.acting_ended",
        actor=actor,
        company=person.company,
        subject=person.id,
        facts={"name": person.name or person.email},
    )


def _remove(actor: Actor, company: UUID, person: UUID) -> None:
    person_get(company=company, person=person)
    for device in devices_for_people(company=company, people=[person]):
        device_delete(actor=actor, company=company, device=device.id)
    if mailbox := mailbox_for_person(company=company, person=person):
        mailbox_delete(actor=actor, company=company, mailbox=mailbox.id)
    while extension := extension_for_person(company=company, person=person):
        extension_delete(actor=actor, company=company, extension=extension.id)
    for dids in dids_for_destinations(company=company, kind=PERSON, ids=[str(person)]).values():
        for did in dids:
            did_assign(actor=actor, company=company, did=did.id, destination=None)
    person_delete(actor=actor, company=company, person=person)


def _administrator(actor: Actor, company: CompanySummary, wish: CompanyWish) -> PersonSummary:
    if not wish.extension:
        return person_create(
            actor=actor,
            email=wish.email,
            first_name=wish.first_name,
            last_name=wish.last_name,
            language=wish.language,
            role=Role.COMPANY_ADMIN,
            company=company.id,
        )
    newcomer = NewcomerWish(
        email=wish.email,
        first_name=wish.first_name,
        last_name=wish.last_name,
        language=wish.language,
        extension=wish.extension,
        role=Role.COMPANY_ADMIN,
        welcome=False,
    )
    return newcomer_create(actor=actor, company=company.id, wish=newcomer).person


def _phone(
    actor: Actor, person: PersonSummary, wish: PhoneWish | None
) -> tuple[DeviceSummary | None, SipAccount | None]:
    if wish is None or person.company is None:
        return None, None
    return device_create(
        actor=actor, company=person.company, person=person.id, name=wish.name, transport=wish.transport
    )
