"""One's own PIN and notices."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cordboard.numbering.selectors import codes_for_company
from cordboard.numbering.types import FeatureFunction
from cordboard.portal.access import me_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.requests import CompanyRequest
from cordboard.portal.voicemail.forms import NoticesForm, PinForm, notices_initial
from cordboard.portal.voicemail.owner import own_mailbox, own_mailbox_find
from cordboard.voicemail.selectors import first_pin
from cordboard.voicemail.services import notices_set, pin_set
from cordboard.voicemail.types import MailboxSummary


@never_cache
@me_page
def notices(request: CompanyRequest) -> HttpResponseBase:
    """What is mailed, and the PIN; saving changes what is mailed."""
    mailbox = own_mailbox_find(request)
    if mailbox is None:
        return render(request, "portal/voicemail/none.html")
    form = NoticesForm(request.POST or None, initial=notices_initial(mailbox))
    if submit(form, lambda _values: _notices_set(request, mailbox, form)):
        toast(request, _("Saved."))
        return redirect(request, reverse("me_voicemail_settings"))
    return _page(request, mailbox, notices_form=form, pin_form=PinForm())


@require_POST
@never_cache
@me_page
def pin(request: CompanyRequest) -> HttpResponseBase:
    """The PIN is the one typed."""
    mailbox = own_mailbox(request)
    form = PinForm(request.POST)
    if submit(form, lambda values: _pin_set(request, mailbox, values["pin"])):
        toast(request, _("Your new PIN is in force."))
        return redirect(request, reverse("me_voicemail_settings"))
    return _page(request, mailbox, notices_form=NoticesForm(initial=notices_initial(mailbox)), pin_form=form)


def _page(
    request: CompanyRequest, mailbox: MailboxSummary, *, notices_form: NoticesForm, pin_form: PinForm
) -> HttpResponse:
    codes = {function: code for code, function in codes_for_company(company=request.company.id).items()}
    values = {
        "mailbox": mailbox,
        "notices_form": notices_form,
        "pin_form": pin_form,
        "first_pin": first_pin(company=mailbox.company, mailbox=mailbox.id),
        "code": codes[FeatureFunction.VOICEMAIL],
    }
    status = UNPROCESSABLE if pin_form.errors or notices_form.errors else HttpResponse.status_code
    return render(request, "portal/voicemail/settings.html", values, status=status)


def _notices_set(request: CompanyRequest, mailbox: MailboxSummary, form: NoticesForm) -> bool:
    notices_set(actor=request.actor, company=mailbox.company, mailbox=mailbox.id, notices=form.notices())
    return True


def _pin_set(request: CompanyRequest, mailbox: MailboxSummary, pin: str) -> bool:
    pin_set(actor=request.actor, company=mailbox.company, mailbox=mailbox.id, pin=pin, by_owner=True)
    return True
