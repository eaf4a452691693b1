"""One's own greetings: what callers hear before they leave a message."""

import os
from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cordboard.engine.voicemail.greetings import GreetingKind
from cordboard.engine.voicemail.sound import MOST_BYTES
from cordboard.portal.access import me_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.requests import CompanyRequest
from cordboard.portal.voicemail.forms import GreetingForm
from cordboard.portal.voicemail.owner import own_mailbox, own_mailbox_find
from cordboard.portal.voicemail.recordings import recording_response
from cordboard.voicemail.selectors import greeting_open, greetings_there
from cordboard.voicemail.services import greeting_remove, greeting_set
from cordboard.voicemail.types import MailboxSummary

BYTES_A_SECOND = 16_000
HEADER = 44


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """One kind of greeting, with the recording if there is one."""

    kind: GreetingKind
    title: str
    note: str
    there: bool
    seconds: float
    form: GreetingForm


@require_safe
@me_page
def greetings(request: CompanyRequest) -> HttpResponseBase:
    """Each kind of greeting: what is there, and a form to hand in another."""
    mailbox = own_mailbox_find(request)
    if mailbox is None:
        return render(request, "portal/voicemail/none.html")
    return _page(request, mailbox)


@require_safe
@me_page
def greeting_sound(request: CompanyRequest, kind: str) -> HttpResponseBase:
    """The recording, to its owner only."""
    mailbox = own_mailbox(request)
    with greeting_open(mailbox=mailbox, kind=_kind(kind)) as sound:
        content_mark = f"{kind}-{os.fstat(sound.fileno()).st_mtime_ns}"
        return recording_response(request, sound, mark=content_mark, name=f"{kind}.wav", download=False)


@require_POST
@me_page
def greeting_upload(request: CompanyRequest, kind: str) -> HttpResponseBase:
    """Callers hear the file that was handed in; one that cannot be played is refused, and the old one stays."""
    mailbox, chosen = own_mailbox(request), _kind(kind)
    form = GreetingForm(request.POST, request.FILES, auto_id=f"{kind}_%s")
    if submit(form, lambda values: _set(request, mailbox, chosen, values["recording"].read(MOST_BYTES + 1))):
        toast(request, _("Callers hear your new greeting from now on."))
        return redirect(request, reverse("me_voicemail_greetings"))
    return _page(request, mailbox, wrong=(chosen, form))


@require_POST
@me_page
def greeting_delete(request: CompanyRequest, kind: str) -> HttpResponseBase:
    """Callers hear the phone system's own words again."""
    mailbox = own_mailbox(request)
    greeting_remove(actor=request.actor, company=mailbox.company, mailbox=mailbox.id, kind=_kind(kind))
    toast(request, _("The greeting was deleted."))
    return redirect(request, reverse("me_voicemail_greetings"))


def _page(
    request: CompanyRequest,
    mailbox: MailboxSummary,
    *,
    wrong: tuple[GreetingKind, GreetingForm] | None = None,
) -> HttpResponse:
    there = greetings_there(mailbox=mailbox)
    rows = [
        Greeting(
            kind=kind,
            title=title,
            note=note,
            there=kind in there,
            seconds=_seconds(mailbox, kind) if kind in there else 0,
            form=wrong[1] if wrong and wrong[0] is kind else GreetingForm(auto_id=f"{kind.value}_%s"),
        )
        for kind, (title, note) in _texts().items()
    ]
    status = UNPROCESSABLE if wrong else HttpResponse.status_code
    return render(request, "portal/voicemail/greetings.html", {"greetings": rows}, status=status)


def _texts() -> dict[GreetingKind, tuple[str, str]]:
    return {
        GreetingKind.UNAVAILABLE: (_("When you do not answer"), _("For example: I cannot answer just now.")),
        GreetingKind.BUSY: (_("When you are on the phone"), _("For example: I am talking to someone else.")),
        GreetingKind.TEMPORARY: (
            _("While you are away"),
            _("Plays in place of both others for as long as it is here. Delete it when you are back."),
        ),
        GreetingKind.NAME: (_("Your name"), _("Spoken where the phone system names you.")),
    }


def _seconds(mailbox: MailboxSummary, kind: GreetingKind) -> float:
    with greeting_open(mailbox=mailbox, kind=kind) as sound:
        return max(0, sound.seek(0, 2) - HEADER) / BYTES_A_SECOND


def _set(request: CompanyRequest, mailbox: MailboxSummary, kind: GreetingKind, content: bytes) -> bool:
    greeting_set(actor=request.actor, company=mailbox.company, mailbox=mailbox.id, kind=kind, content=content)
    return True


def _kind(text: str) -> GreetingKind:
    try:
        return GreetingKind(text)
    except ValueError:
        raise Http404 from None
