"""One's own phones."""

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cordboard.devices.selectors import devices_for_people
from cordboard.devices.services import device_account_reissue
from cordboard.devices.types import DeviceSummary
from cordboard.numbering.selectors import codes_for_company, extension_for_person
from cordboard.numbering.types import FeatureFunction
from cordboard.portal.access import me_page
from cordboard.portal.phones.setup import PhoneSetup, setup_for, setup_without_password
from cordboard.portal.requests import CompanyRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPhone:
    """A phone and what is typed into it, without the password."""

    device: DeviceSummary
    setup: PhoneSetup


@require_GET
@me_page
def phones(request: CompanyRequest) -> HttpResponseBase:
    """One's phones, each with its state and the way to set it up."""
    codes = {function: code for code, function in codes_for_company(company=request.company.id).items()}
    values = {
        "phones": [_own(request, device) for device in _devices(request)],
        "extension": extension_for_person(company=request.company.id, person=request.person.id),
        "echo": codes.get(FeatureFunction.ECHO_TEST, ""),
        "voicemail": codes.get(FeatureFunction.VOICEMAIL, ""),
    }
    return render(request, "portal/phones/phones.html", values)


@require_POST
@never_cache
@me_page
def phone_reissue(request: CompanyRequest, device: UUID) -> HttpResponseBase:
    """The phone has a new password, shown this once with a code to scan; the old one is refused from now on."""
    shown = next((known for known in _devices(request) if known.id == device), None)
    if shown is None:
        raise Http404
    account = device_account_reissue(actor=request.actor, company=request.company.id, device=device)
    values = {
        "device": shown,
        "setup": setup_for(account),
        "title": _("Set up %(name)s") % {"name": shown.name},
    }
    return render(request, "portal/phones/reissued.html", values)


def _devices(request: CompanyRequest) -> tuple[DeviceSummary, ...]:
    return devices_for_people(company=request.company.id, people=[request.person.id])


def _own(request: CompanyRequest, device: DeviceSummary) -> OwnPhone:
    setup = setup_without_password(
        user=device.key, domain=request.company.sip_domain, transport=device.transport
    )
    return OwnPhone(device=device, setup=setup)
