"""One's own voice messages."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from cordboard.base.errors import CordboardError
from cordboard.portal.access import me_page
from cordboard.portal.acting import listening_begins
from cordboard.portal.answers import error_text
from cordboard.portal.components.fragments import redirect, table_page
from cordboard.portal.components.toasts import toast, toast_error
from cordboard.portal.requests import CompanyRequest
from cordboard.portal.voicemail.owner import own_mailbox, own_mailbox_find
from cordboard.portal.voicemail.recordings import recording_response
from cordboard.portal.voicemail.table import messages_table
from cordboard.voicemail.errors import MailboxUnknown
from cordboard.voicemail.rules import recording_name
from cordboard.voicemail.selectors import message_get, recording_open
from cordboard.voicemail.services import message_play, messages_delete, messages_mark
from cordboard.voicemail.types import MailboxSummary

NO_CONTENT = 204


@require_GET
@me_page
def messages(request: CompanyRequest) -> HttpResponseBase:
    """One's messages, searched, sorted and paged; the latest first."""
    mailbox = own_mailbox_find(request)
    if mailbox is None:
        return render(request, "portal/voicemail/none.html")
    table, page = messages_table(request, mailbox)
    return table_page(
        request,
        "portal/voicemail/list.html",
        table=table,
        mailbox=mailbox,
        counts=page.counts,
        acting=request.acting,
        empty_template="portal/voicemail/empty.html",
    )


@require_safe
@me_page
def recording(request: CompanyRequest, message: str) -> HttpResponseBase:
    """The sound of one of one's messages, to its owner only; on record when somebody listens who acts for the owner."""
    mailbox = own_mailbox(request)
    found = message_get(mailbox=mailbox, message=message)
    with recording_open(mailbox=mailbox, message=message) as opened:
        if request.acting:
            _played_for_owner(request, mailbox, message)
        name = recording_name(timezone.localtime(found.left))
        return recording_response(
            request, opened, mark=found.id, name=name, download="download" in request.GET
        )


@require_POST
@me_page
def message_played(request: CompanyRequest, message: str) -> HttpResponseBase:
    """A message whose owner began to listen counts as heard; nothing happens while a phone goes through the box."""
    mailbox = own_mailbox(request)
    try:
        messages_mark(
            actor=request.actor,
            company=mailbox.company,
            mailbox=mailbox.id,
            messages=[message],
            heard=True,
        )
    except CordboardError:
        return HttpResponse(status=NO_CONTENT)
    return render(
        request, "portal/voicemail/state.html", {"message": message, "heard": True, "swapped": True}
    )


@require_POST
@me_page
def messages_heard(request: CompanyRequest) -> HttpResponseBase:
    """The chosen messages count as heard, on phones too."""
    return _marked(request, heard=True)


@require_POST
@me_page
def messages_new(request: CompanyRequest) -> HttpResponseBase:
    """The chosen messages count as new again, on phones too."""
    return _marked(request, heard=False)


@require_POST
@me_page
def messages_remove(request: CompanyRequest) -> HttpResponseBase:
    """The chosen messages are gone for good."""

    def act() -> str:
        mailbox = own_mailbox(request)
        count = messages_delete(
            actor=request.actor, company=mailbox.company, mailbox=mailbox.id, messages=_chosen(request)
        )
        return ngettext("%(count)s message deleted.", "%(count)s messages deleted.", count) % {"count": count}

    return _done(request, act)


@transaction.atomic
def _played_for_owner(request: CompanyRequest, mailbox: MailboxSummary, message: str) -> None:
    """That someone who acts for the owner listens is on record, once, whichever part is asked for first."""
    if listening_begins(session=request.session, person=request.person, message=message):
        message_play(actor=request.actor, company=mailbox.company, mailbox=mailbox.id, message=message)


def _marked(request: CompanyRequest, *, heard: bool) -> HttpResponse:
    def act() -> str:
        mailbox = own_mailbox(request)
        messages_mark(
            actor=request.actor,
            company=mailbox.company,
            mailbox=mailbox.id,
            messages=_chosen(request),
            heard=heard,
        )
        return _("Marked as heard.") if heard else _("Marked as new.")

    return _done(request, act)


def _done(request: CompanyRequest, act: Callable[[], str]) -> HttpResponse:
    """Back to the list, which says what was done, or why not."""
    try:
        toast(request, act())
    except MailboxUnknown:
        raise
    except CordboardError as error:
        toast_error(request, error_text(error))
    return redirect(request, reverse("me_voicemail"))


def _chosen(request: CompanyRequest) -> list[str]:
    """The one message whose button was pressed, or all that are ticked."""
    one = request.POST.get("message")
    return [one] if one else request.POST.getlist("row")
