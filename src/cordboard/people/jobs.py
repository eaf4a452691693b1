"""Background entry points."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.selectors import person_get, person_signed_in
from cordboard.accounts.services import first_link_token
from cordboard.accounts.types import PersonSummary
from cordboard.base.mail import mail_refusal
from cordboard.calls.services import records_erase
from cordboard.devices.errors import DeviceUnknown
from cordboard.devices.selectors import device_get
from cordboard.devices.types import DeviceSummary
from cordboard.people.selectors import equipped_person_get
from cordboard.people.services import welcome_refuse
from cordboard.people.types import EquippedPerson
from cordboard.tenancy.selectors import companies_closed, company_get
from cordboard.tenancy.services import company_delete
from cordboard.voicemail.selectors import first_pin, mailbox_for_person

HOUR_S = 3600
BATCH = 500  # calls a transaction: some 70 ms, in which nothing waits for it


def clear_company(company: str) -> None:
    """What a closed company still holds is gone, and the company with it; nothing happens to one that was not closed.

    Each batch of calls commits, so that a run that was killed is gone on with.
    """
    if UUID(company) not in companies_closed():
        return
    while records_erase(company=UUID(company), most=BATCH) == BATCH:
        pass
    company_delete(company=UUID(company))


def send_welcome(company: str | None, person: str) -> None:
    """Mail someone how to sign in; nothing when they are gone by now. A mail that is refused for good is on record.

    Raises OSError when the mail server is away or busy.
    """
    try:
        equipped = _equipped(UUID(company) if company else None, UUID(person))
    except PersonUnknown:
        return
    if not equipped.person.active:
        return
    with translation.override(equipped.person.language):
        mail = _mail(equipped)
    try:
        mail.send()
    except OSError as fault:
        if not (refusal := mail_refusal(fault)):
            raise
        welcome_refuse(person=equipped.person, reason=refusal)


def mail_handed_phone(company: str, person: str, device: str, by: str) -> None:
    """Mail someone that they have a phone account from somebody else, and from whom.

    Not to whoever is still to begin, whose welcome mail speaks of phones, and not when phone or person are gone.
    Raises OSError when the mail server is away or busy; a refusal for good is dropped: the journal tells of the phone.
    """
    try:
        owner = person_get(company=UUID(company), person=UUID(person))
        phone = device_get(company=UUID(company), device=UUID(device))
    except (PersonUnknown, DeviceUnknown):
        return
    if phone.person != owner.id or not owner.active or phone.confirmed or not owner.has_password:
        return
    with translation.override(owner.language):
        mail = _handed_mail(owner, phone, by)
    try:
        mail.send()
    except OSError as fault:
        if not mail_refusal(fault):
            raise


def _handed_mail(owner: PersonSummary, phone: DeviceSummary, by: str) -> EmailMessage:
    values = {
        "person": owner,
        "phone": phone.name,
        "by": by,
        "link": f"{settings.CORDBOARD.address}{reverse('me_phone')}",
    }
    subject = " ".join(render_to_string("people/mail/handed_phone_subject.txt", values).split())
    return EmailMessage(
        subject=subject, body=render_to_string("people/mail/handed_phone.txt", values), to=[owner.email]
    )


def _equipped(company: UUID | None, person: UUID) -> EquippedPerson:
    if company is not None:
        return equipped_person_get(company=company, person=person)
    return EquippedPerson(
        person=person_signed_in(person=person), extension=None, devices=(), has_mailbox=False
    )


def _mail(equipped: EquippedPerson) -> EmailMultiAlternatives:
    values = _values(equipped)
    subject = " ".join(render_to_string("people/mail/welcome_subject.txt", values).split())
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("people/mail/welcome.txt", values),
        to=[equipped.person.email],
    )
    mail.attach_alternative(render_to_string("people/mail/welcome.html", values), "text/html")
    return mail


def _values(equipped: EquippedPerson) -> dict[str, Any]:
    """What the mail says. Never a SIP password: that is shown on a page, once (WDX-23)."""
    person = equipped.person
    link = reverse("start", kwargs={"token": first_link_token(person=person.id)})
    return {
        "person": person,
        "company": company_get(company=person.company) if person.company else None,
        "number": equipped.number,
        "pin": _first_pin(person),
        "address": settings.CORDBOARD.address,
        "link": f"{settings.CORDBOARD.address}{link}",
        "hours": settings.PASSWORD_RESET_TIMEOUT // HOUR_S,
    }


def _first_pin(person: PersonSummary) -> str:
    """The voicemail PIN while it is still the one we chose; empty once its owner chose another (ADR 0042)."""
    mailbox = mailbox_for_person(company=person.company, person=person.id) if person.company else None
    if mailbox is None:
        return ""
    return first_pin(company=mailbox.company, mailbox=mailbox.id)
