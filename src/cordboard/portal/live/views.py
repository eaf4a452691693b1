"""Who may watch what, decided by the same doors as pages."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from cordboard.base.clock import now
from cordboard.base.tickets import live_ticket_make
from cordboard.devices.selectors import devices_for_people
from cordboard.portal.access import company_page, me_page, open_page, platform_page
from cordboard.portal.live import INSIDE
from cordboard.portal.requests import CompanyRequest, CordboardRequest, PlatformRequest
from cordboard.tenancy.selectors import keys_of_reseller


@require_GET
@open_page
def live_ticket(request: CordboardRequest) -> HttpResponseBase:
    """A ticket for the view asked for; only `web` itself gets one, when a browser opens its WebSocket."""
    scope = getattr(request, "scope", {})
    views = {"me": _mine, "company": _companys, "platform": _platforms}
    view = views.get(request.GET.get("view", ""))
    if INSIDE not in scope or view is None:
        raise Http404
    return view(request)


@me_page
def _mine(request: CompanyRequest) -> HttpResponseBase:
    """One's own phones and their calls."""
    devices = devices_for_people(company=request.company.id, people=[request.person.id])
    return _ticket(
        request,
        companies=frozenset({request.company.key}),
        endpoints=frozenset(device.key for device in devices),
        addresses=True,
    )


@company_page
def _companys(request: CompanyRequest) -> HttpResponseBase:
    """Everything in the company."""
    return _ticket(request, companies=frozenset({request.company.key}), addresses=True)


@platform_page(reseller_allowed=True)
def _platforms(request: PlatformRequest) -> HttpResponseBase:
    """Every company in reach."""
    reach = None if request.reseller is None else keys_of_reseller(reseller=request.reseller)
    return _ticket(request, companies=reach)


def _ticket(
    request: HttpRequest,
    *,
    companies: frozenset[str] | None,
    endpoints: frozenset[str] | None = None,
    addresses: bool = False,
) -> HttpResponse:
    ticket = live_ticket_make(
        key=settings.CORDBOARD_SECRETS.live_key,
        moment=now(),
        companies=companies,
        endpoints=endpoints,
        person=str(request.user.pk),
        addresses=addresses,
    )
    return HttpResponse(ticket, content_type="text/plain")
