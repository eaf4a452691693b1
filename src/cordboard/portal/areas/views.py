"""What works in an area without being set up."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cordboard.numbering.selectors import codes_for_company, dids_for_company, extensions_for_company
from cordboard.numbering.types import FeatureFunction
from cordboard.portal.access import company_page
from cordboard.portal.requests import CompanyRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code dialled for a service, in words."""

    code: str
    name: str
    text: str


@require_GET
@company_page
def trunks(request: CompanyRequest) -> HttpResponseBase:
    """How calls reach the company: its direct numbers."""
    return render(
        request, "portal/areas/trunks.html", {"numbers": dids_for_company(company=request.company.id)}
    )


@require_GET
@company_page
def dialplan(request: CompanyRequest) -> HttpResponseBase:
    """What can be dialled in the company: extensions and service codes."""
    codes = codes_for_company(company=request.company.id)
    values = {
        "codes": sorted(
            (_code(code, function) for code, function in codes.items()), key=lambda row: row.name
        ),
        "extensions": extensions_for_company(company=request.company.id),
    }
    return render(request, "portal/areas/dialplan.html", values)


def _code(code: str, function: FeatureFunction) -> Code:
    name, text = {
        FeatureFunction.ECHO_TEST: (
            _("Echo test"),
            _("Speak and hear yourself back: shows that a phone's microphone and speaker work."),
        ),
        FeatureFunction.VOICEMAIL: (
            _("Voicemail"),
            _("Listen to your messages. From another phone, key your extension and PIN when asked."),
        ),
        FeatureFunction.SWITCH: (
            _("Switches and time tables"),
            _(
                "Key a switch's or time table's number and its new state. With the number right behind: the next state."
            ),
        ),
    }[function]
    return Code(code=code, name=name, text=text)
