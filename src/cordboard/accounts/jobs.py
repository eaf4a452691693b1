"""Background entry points."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from cordboard.accounts.selectors import person_by_email
from cordboard.accounts.services import reset_key, reset_note, reset_refuse
from cordboard.accounts.types import PersonSummary
from cordboard.base.mail import mail_refusal


def mail_reset(email: str) -> None:
    """Mail a link to choose a new password to whoever has this address; nothing when nobody has.

    What becomes of it is on record, a refusal for good too. Raises OSError when the mail server is away or busy.
    """
    person = person_by_email(email=email)
    if person is None or not person.has_address:
        return
    with translation.override(person.language):
        mail = _mail(person)
    try:
        mail.send()
    except OSError as fault:
        if not (refusal := mail_refusal(fault)):
            raise
        reset_refuse(person=person, reason=refusal)
    else:
        reset_note(person=person)


def _mail(person: PersonSummary) -> EmailMessage:
    values = {"link": reset_address(reset_key(person=person.id))}
    return EmailMessage(
        subject=render_to_string("accounts/mail/password_reset_subject.txt").strip(),
        body=render_to_string("accounts/mail/password_reset.txt", values),
        to=[person.email],
    )


def reset_address(key: str) -> str:
    """Where a password is chosen anew: made from our settings, never from what a browser calls us."""
    person, _, proof = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": person, "key": proof})
    return f"{settings.CORDBOARD.address}{path}"
