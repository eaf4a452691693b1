"""The mail that tells of a message. Source: catalogue SCO-107."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from cordboard.engine.voicemail.messages import VoiceMessage
from cordboard.numbering.selectors import codes_for_company
from cordboard.numbering.types import FeatureFunction
from cordboard.voicemail.rules import ATTACHABLE, length_shown, recording_name
from cordboard.voicemail.selectors import recording_open
from cordboard.voicemail.types import MailboxSummary


def notice_compose(mailbox: MailboxSummary, message: VoiceMessage, *, key: UUID) -> EmailMultiAlternatives:
    """The mail in its reader's language and time zone, with the recording if wished and not too large for a mail.

    `key` makes the Message-ID, so that a mail sent twice is one mail to its reader (RFC 5322 section 3.6.4).
    Raises MessageUnknown when the message is gone by now.
    """
    recording = _recording(mailbox, message)
    attached = recording is not None and len(recording) <= ATTACHABLE
    with translation.override(mailbox.language), timezone.override(ZoneInfo(mailbox.time_zone)):
        values = _values(
            mailbox, message, attached=attached, too_large=recording is not None and not attached
        )
        mail = _mail(mailbox, values, key)
        if recording is not None and attached:
            mail.attach(recording_name(timezone.localtime(message.left)), recording, "audio/wav")
    return mail


def _recording(mailbox: MailboxSummary, message: VoiceMessage) -> bytes | None:
    """The recording, as far as a mail could hold it; None when it is not wished."""
    if not mailbox.notices.attaches_recording:
        return None
    with recording_open(mailbox=mailbox, message=message.id) as recording:
        return recording.read(ATTACHABLE + 1)


def _mail(mailbox: MailboxSummary, values: dict[str, Any], key: UUID) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        subject=" ".join(render_to_string("voicemail/mail/notice_subject.txt", values).split()),
        body=render_to_string("voicemail/mail/notice.txt", values),
        to=[mailbox.email],
        headers={
            "Message-ID": f"<voicemail.{key}@{settings.CORDBOARD.host}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers this
        },
    )
    mail.attach_alternative(render_to_string("voicemail/mail/notice.html", values), "text/html")
    return mail


def _values(
    mailbox: MailboxSummary, message: VoiceMessage, *, attached: bool, too_large: bool
) -> dict[str, Any]:
    return {
        "language": mailbox.language,
        "mailbox": mailbox,
        "message": message,
        "caller": message.caller_name or message.caller_number,
        "length": length_shown(message.length),
        "attached": attached,
        "too_large": too_large,
        "code": _code(mailbox.company),
        "link": f"{settings.CORDBOARD.address}{reverse('me_voicemail')}",
    }


def _code(company: UUID) -> str:
    """What is dialled for voicemail in this company."""
    codes = codes_for_company(company=company)
    return next(code for code, function in codes.items() if function is FeatureFunction.VOICEMAIL)
