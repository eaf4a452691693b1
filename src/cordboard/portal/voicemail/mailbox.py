"""The mailbox of a user, as an administrator settles it. What is in it stays its owner's: nothing here shows a message."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cordboard.accounts.rules import may_manage
from cordboard.accounts.selectors import person_get
from cordboard.accounts.types import PersonSummary
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.requests import CompanyRequest
from cordboard.portal.roles import manage_check
from cordboard.portal.voicemail.forms import MailboxForm, mailbox_initial
from cordboard.voicemail.errors import MailboxUnknown
from cordboard.voicemail.selectors import mailbox_for_person
from cordboard.voicemail.services import mailbox_create, mailbox_delete, mailbox_settle, pin_renew
from cordboard.voicemail.types import MailboxSummary


@company_page
def mailbox(request: CompanyRequest, person: UUID) -> HttpResponseBase:
    """The settings of a user's mailbox; saving changes them."""
    target = person_get(company=request.company.id, person=person)
    shown = mailbox_for_person(company=request.company.id, person=person)
    if shown is None:
        return render(
            request,
            "portal/voicemail/missing.html",
            {"target": target, "manageable": may_manage(request.person, target)},
        )
    form = MailboxForm(request.POST or None, initial=mailbox_initial(shown))
    if form.is_bound:
        manage_check(request.person, target)
    if submit(form, lambda _values: _settle(request, shown, form)):
        toast(request, _("Saved."))
        return redirect(request, reverse("company_user_mailbox", args=[person]))
    return _page(request, target, shown, form=form)


@require_POST
@never_cache
@company_page
def mailbox_new(request: CompanyRequest, person: UUID) -> HttpResponseBase:
    """The user has a mailbox; its PIN is shown on the answer, this once."""
    target = _managed(request, person)
    made, pin = mailbox_create(actor=request.actor, company=request.company.id, person=person)
    return _page(request, target, made, pin=pin)


@require_POST
@never_cache
@company_page
def mailbox_pin(request: CompanyRequest, person: UUID) -> HttpResponseBase:
    """The mailbox has a new PIN, shown this once; it opens at once, also when it was shut."""
    target = _managed(request, person)
    shown = _mailbox(request, person)
    pin = pin_renew(actor=request.actor, company=request.company.id, mailbox=shown.id)
    return _page(request, target, _mailbox(request, person), pin=pin)


@require_POST
@company_page
def mailbox_remove(request: CompanyRequest, person: UUID) -> HttpResponseBase:
    """The user has no mailbox any more, and its messages are erased."""
    target = _managed(request, person)
    shown = _mailbox(request, person)
    mailbox_delete(actor=request.actor, company=request.company.id, mailbox=shown.id)
    toast(request, _("The mailbox of %(name)s was deleted.") % {"name": target.name})
    return redirect(request, reverse("company_user", args=[person]))


def _page(
    request: CompanyRequest,
    target: PersonSummary,
    shown: MailboxSummary,
    *,
    form: MailboxForm | None = None,
    pin: str = "",
) -> HttpResponse:
    form = form or MailboxForm(initial=mailbox_initial(shown))
    values: dict[str, Any] = {
        "target": target,
        "mailbox": shown,
        "form": form,
        "pin": pin,
        "manageable": may_manage(request.person, target),
    }
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/voicemail/mailbox.html", values, status=status)


def _settle(request: CompanyRequest, shown: MailboxSummary, form: MailboxForm) -> bool:
    mailbox_settle(actor=request.actor, company=request.company.id, mailbox=shown.id, **form.values())
    return True


def _managed(request: CompanyRequest, person: UUID) -> PersonSummary:
    """The user, whom the asking one may change. Raises PersonUnknown, NotAllowed."""
    target = person_get(company=request.company.id, person=person)
    manage_check(request.person, target)
    return target


def _mailbox(request: CompanyRequest, person: UUID) -> MailboxSummary:
    found = mailbox_for_person(company=request.company.id, person=person)
    if found is None:
        raise MailboxUnknown
    return found
