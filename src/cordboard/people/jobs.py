"""Background entry points."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.selectors import person_signed_in
from cordboard.accounts.services import first_link_token
from cordboard.accounts.types import PersonSummary
from cordboard.base.mail import mail_refusal
from cordboard.people.selectors import equipped_person_get
from cordboard.people.services import welcome_refuse
from cordboard.people.types import EquippedPerson
from cordboard.tenancy.selectors import company_get
from cordboard.voicemail.selectors import first_pin, mailbox_for_person

HOUR_S = 3600


def send_welcome(company: str | None, person: str) -> None:
    """Mail someone how to sign in; nothing when they are gone by now. A mail that is refused for good is on record.

    Raises OSError when the mail server is away or busy.
    """
    try:
        equipped = _equipped(UUID(company) if company else None, UUID(person))
    except PersonUnknown:
        return
    with translation.override(equipped.person.language):
        mail = _mail(equipped)
    try:
        mail.send()
    except OSError as fault:
        if not (refusal := mail_refusal(fault)):
            raise
        welcome_refuse(person=equipped.person, reason=refusal)


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
