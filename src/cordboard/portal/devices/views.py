"""The phones of a company."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cordboard.accounts.selectors import person_get
from cordboard.devices.selectors import device_get
from cordboard.devices.services import device_account_reissue, device_change, device_create, device_delete
from cordboard.devices.types import DeviceSummary, SipAccount
from cordboard.people.selectors import equipped_person_get
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect, table_page
from cordboard.portal.components.toasts import toast
from cordboard.portal.devices.forms import DeviceForm
from cordboard.portal.devices.table import devices_table
from cordboard.portal.devices.words import CODECS, ENCRYPTIONS, TRANSPORTS
from cordboard.portal.people_field import key_of
from cordboard.portal.phones.setup import PhoneSetup, setup_for, setup_without_password
from cordboard.portal.requests import CompanyRequest
from cordboard.portal.roles import manage_check


@require_GET
@company_page
def devices(request: CompanyRequest) -> HttpResponseBase:
    """Every phone of the company, with whether it is registered now."""
    values = {"empty_template": "portal/devices/none.html"}
    return table_page(request, "portal/devices/list.html", table=devices_table(request), **values)


@never_cache
@company_page
def device_new(request: CompanyRequest) -> HttpResponseBase:
    """A phone account is made and shown, this once."""
    initial = {"person": request.GET.get("person", "")[:254]}
    form = DeviceForm(request.POST or None, company=request.company.id, initial=initial)
    if made := submit(form, lambda _values: _create(request, form)):
        device, account = made
        return _account_page(request, device, account, _("%(name)s is ready to be set up"))
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/devices/new.html", {"form": form}, status=status)


@company_page
def device(request: CompanyRequest, device: UUID) -> HttpResponseBase:
    """One phone: its state, its account without the password, its settings."""
    shown = device_get(company=request.company.id, device=device)
    form = DeviceForm(request.POST or None, company=request.company.id, initial=_initial(request, shown))
    if submit(form, lambda _values: _change(request, device, form)):
        toast(request, _("Saved. Calls in progress go on."))
        return redirect(request, reverse("company_device", args=[device]))
    values = {"device": shown, "form": form, **_words(shown), "setup": _setup(request, shown)}
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/devices/device.html", values, status=status)


@require_POST
@never_cache
@company_page
def device_reissue(request: CompanyRequest, device: UUID) -> HttpResponseBase:
    """The phone has a new password, shown this once; the old one is refused from now on."""
    _holder_check(request, device_get(company=request.company.id, device=device).person)
    account = device_account_reissue(actor=request.actor, company=request.company.id, device=device)
    shown = device_get(company=request.company.id, device=device)
    return _account_page(request, shown, account, _("New account for %(name)s"))


@require_POST
@company_page
def device_remove(request: CompanyRequest, device: UUID) -> HttpResponseBase:
    """The phone can neither register nor call any more."""
    shown = device_get(company=request.company.id, device=device)
    _holder_check(request, shown.person)
    device_delete(actor=request.actor, company=request.company.id, device=device)
    toast(request, _("%(name)s was deleted.") % {"name": shown.name})
    return redirect(request, reverse("company_devices"))


def _create(request: CompanyRequest, form: DeviceForm) -> tuple[DeviceSummary, SipAccount]:
    values = form.values()
    _holder_check(request, values["person"])
    return device_create(actor=request.actor, company=request.company.id, **values)


def _change(request: CompanyRequest, device: UUID, form: DeviceForm) -> DeviceSummary:
    values = form.values()
    for holder in (device_get(company=request.company.id, device=device).person, values["person"]):
        _holder_check(request, holder)
    return device_change(actor=request.actor, company=request.company.id, device=device, **values)


def _holder_check(request: CompanyRequest, holder: UUID | None) -> None:
    """A phone opens its holder's mailbox, so whoever may not change the holder may not touch it. Raises NotAllowed."""
    if holder:
        manage_check(request.person, person_get(company=request.company.id, person=holder))


def _account_page(
    request: CompanyRequest, device: DeviceSummary, account: SipAccount, title: str
) -> HttpResponse:
    values = {"device": device, "setup": setup_for(account), "title": title % {"name": device.name}}
    return render(request, "portal/devices/account.html", values)


def _initial(request: CompanyRequest, shown: DeviceSummary) -> dict[str, Any]:
    holder = equipped_person_get(company=request.company.id, person=shown.person) if shown.person else None
    return {
        "name": shown.name,
        "person": key_of(holder) if holder else "",
        "transport": shown.transport,
        "encryption": shown.encryption,
        "codecs": list(shown.codecs),
    }


def _words(shown: DeviceSummary) -> dict[str, Any]:
    return {
        "transport": TRANSPORTS[shown.transport][0],
        "encryption": ENCRYPTIONS[shown.encryption][0],
        "codecs": [CODECS[codec] for codec in shown.codecs],
    }


def _setup(request: CompanyRequest, shown: DeviceSummary) -> PhoneSetup:
    return setup_without_password(
        user=shown.key, domain=request.company.sip_domain, transport=shown.transport
    )
