"""Ring services, and the identifiers of the lines they divert."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cordboard.hours.selectors import lines_for_company, ring_service_get, ring_services_for_company
from cordboard.hours.services import (
    line_identify,
    line_toggle,
    ring_service_change,
    ring_service_create,
    ring_service_delete,
)
from cordboard.hours.types import RingServiceSummary
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.hours.forms import RingServiceChangeForm, RingServiceForm, pin_of
from cordboard.portal.requests import CompanyRequest


@company_page
def ring_services(request: CompanyRequest) -> HttpResponseBase:
    """The company's ring services and lines; one more service can be made."""
    form = RingServiceForm(request.POST or None, company=request.company.id)
    made = submit(
        form, lambda values: ring_service_create(actor=request.actor, company=request.company.id, **values)
    )
    if made:
        toast(request, _("Saved."))
        return redirect(request, reverse("company_ring_services"))
    values = {
        "form": form,
        "services": ring_services_for_company(company=request.company.id),
        "lines": lines_for_company(company=request.company.id),
    }
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/hours/services.html", values, status=status)


@company_page
def ring_service(request: CompanyRequest, service: UUID) -> HttpResponseBase:
    """The ring service; saving changes it."""
    shown = ring_service_get(company=request.company.id, service=service)
    initial = {"name": shown.name, "overflow": shown.overflow}
    form = RingServiceChangeForm(request.POST or None, initial=initial, company=request.company.id)
    if submit(form, lambda values: _change(request, service, form, values)):
        toast(request, _("Saved."))
        return redirect(request, reverse("company_ring_services"))
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/hours/service.html", {"form": form, "service": shown}, status=status)


@require_POST
@company_page
def ring_service_remove(request: CompanyRequest, service: UUID) -> HttpResponseBase:
    """The ring service is gone."""
    shown = ring_service_get(company=request.company.id, service=service)
    ring_service_delete(actor=request.actor, company=request.company.id, service=service)
    toast(request, _("%(name)s was deleted.") % {"name": shown.name})
    return redirect(request, reverse("company_ring_services"))


@require_POST
@company_page
def ring_service_line(request: CompanyRequest, service: UUID) -> HttpResponseBase:
    """The lines of an identifier go elsewhere, or their usual way again."""
    identifier = request.POST.get("identifier", "")[:6]
    line_toggle(actor=request.actor, company=request.company.id, service=service, identifier=identifier)
    return redirect(request, reverse("company_ring_services"))


@require_POST
@company_page
def line(request: CompanyRequest, did: int) -> HttpResponseBase:
    """The line has this identifier."""
    identifier = request.POST.get("identifier", "")
    line_identify(actor=request.actor, company=request.company.id, did=did, identifier=identifier)
    toast(request, _("Saved."))
    return redirect(request, reverse("company_ring_services"))


def _change(
    request: CompanyRequest, service: UUID, form: RingServiceChangeForm, values: dict[str, Any]
) -> RingServiceSummary:
    return ring_service_change(
        actor=request.actor,
        company=request.company.id,
        service=service,
        name=values["name"],
        overflow=values["overflow"],
        pin=pin_of(form),
    )
