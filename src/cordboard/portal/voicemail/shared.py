"""Mailboxes that are nobody's own: of a team, of a line. Their messages are heard by phone and by mail, not here."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cordboard.numbering.rules import extension_suggest
from cordboard.numbering.selectors import codes_for_company, extensions_for_company
from cordboard.numbering.types import ExtensionSummary, FeatureFunction
from cordboard.people.services import shared_mailbox_create, shared_mailbox_remove
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.requests import CompanyRequest
from cordboard.portal.voicemail.forms import NewSharedMailboxForm, SharedMailboxForm
from cordboard.voicemail.errors import MailboxUnknown
from cordboard.voicemail.selectors import MAILBOX, CountedMailbox, mailbox_get, mailboxes_shared
from cordboard.voicemail.services import mailbox_change, pin_renew
from cordboard.voicemail.types import MailboxSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedMailbox:
    """A mailbox, what it holds, and where messages are left in it."""

    counted: CountedMailbox
    numbers: tuple[str, ...]


@never_cache
@company_page
def shared_mailboxes(request: CompanyRequest) -> HttpResponseBase:
    """The company's shared mailboxes; one more can be made, whose PIN the answer shows, this once."""
    form = NewSharedMailboxForm(request.POST or None, initial={"extension": _suggested(request)})
    if made := submit(form, lambda values: _create(request, values)):
        return _page(request, shown=made)
    return _page(request, form=form)


@company_page
def shared_mailbox(request: CompanyRequest, mailbox: UUID) -> HttpResponseBase:
    """One of them: its name and where its messages are mailed; saving changes these."""
    shown = _shared(request, mailbox)
    form = SharedMailboxForm(request.POST or None, initial={"name": shown.name, "email": shown.email})
    if submit(form, lambda values: _change(request, shown, values)):
        toast(request, _("Saved."))
        return redirect(request, reverse("company_mailboxes"))
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    values = {"form": form, "mailbox": shown}
    return render(request, "portal/voicemail/shared_mailbox.html", values, status=status)


@require_POST
@never_cache
@company_page
def shared_mailbox_pin(request: CompanyRequest, mailbox: UUID) -> HttpResponseBase:
    """The mailbox has a new PIN, shown this once."""
    shown = _shared(request, mailbox)
    pin = pin_renew(actor=request.actor, company=request.company.id, mailbox=shown.id)
    return _page(request, shown=(shown, pin))


@require_POST
@company_page
def shared_mailbox_delete(request: CompanyRequest, mailbox: UUID) -> HttpResponseBase:
    """The mailbox, its extension and its messages are gone."""
    shown = _shared(request, mailbox)
    shared_mailbox_remove(actor=request.actor, company=request.company.id, mailbox=shown.id)
    toast(request, _("%(name)s was deleted.") % {"name": shown.name})
    return redirect(request, reverse("company_mailboxes"))


def _page(
    request: CompanyRequest,
    *,
    form: NewSharedMailboxForm | None = None,
    shown: tuple[MailboxSummary, str] | None = None,
) -> HttpResponse:
    form = form or NewSharedMailboxForm(initial={"extension": _suggested(request)})
    codes = {function: code for code, function in codes_for_company(company=request.company.id).items()}
    values = {
        "form": form,
        "mailboxes": _rows(request),
        "code": codes[FeatureFunction.VOICEMAIL],
        "shown": shown[0] if shown else None,
        "pin": shown[1] if shown else "",
    }
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/voicemail/shared.html", values, status=status)


def _rows(request: CompanyRequest) -> list[SharedMailbox]:
    extensions = extensions_for_company(company=request.company.id)
    return [
        SharedMailbox(counted=counted, numbers=_numbers(counted.mailbox, extensions))
        for counted in mailboxes_shared(company=request.company.id)
    ]


def _numbers(mailbox: MailboxSummary, extensions: Sequence[ExtensionSummary]) -> tuple[str, ...]:
    leading = (MAILBOX, str(mailbox.id))
    return tuple(
        extension.number
        for extension in extensions
        if (extension.destination.kind, extension.destination.id) == leading
    )


def _create(request: CompanyRequest, values: dict[str, str]) -> tuple[MailboxSummary, str]:
    return shared_mailbox_create(
        actor=request.actor,
        company=request.company.id,
        name=values["name"],
        email=values["email"],
        extension=values["extension"],
    )


def _change(request: CompanyRequest, shown: MailboxSummary, values: dict[str, str]) -> MailboxSummary:
    """The mailbox as it is called and mailed from now on; what stays as it was leaves no entry."""
    if (values["name"], values["email"]) == (shown.name, shown.email):
        return shown
    return mailbox_change(
        actor=request.actor,
        company=request.company.id,
        mailbox=shown.id,
        name=values["name"],
        email=values["email"],
        time_zone=shown.time_zone,
        limits=shown.limits,
    )


def _suggested(request: CompanyRequest) -> str:
    used = frozenset(extension.number for extension in extensions_for_company(company=request.company.id))
    return extension_suggest(used, codes=frozenset(codes_for_company(company=request.company.id)))


def _shared(request: CompanyRequest, mailbox: UUID) -> MailboxSummary:
    """The shared mailbox. Raises MailboxUnknown, also for a person's own: that is settled on the person's page."""
    found = mailbox_get(company=request.company.id, mailbox=mailbox)
    if found.person is not None:
        raise MailboxUnknown
    return found
