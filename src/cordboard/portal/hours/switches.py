"""Switches: turned by hand, they send calls another way."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cordboard.hours.errors import SwitchUnknown
from cordboard.hours.rules import states_of
from cordboard.hours.selectors import switch_get, switches_for_company
from cordboard.hours.services import switch_change, switch_create, switch_delete, switch_turn
from cordboard.hours.types import SwitchState, SwitchSummary
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.formats import Words
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.hours.forms import SwitchChangeForm, SwitchForm, pin_of, ways_initial
from cordboard.portal.hours.tables import switch_code
from cordboard.portal.requests import CompanyRequest

STATES = {
    SwitchState.OFF: gettext_lazy("Off"),
    SwitchState.ON: gettext_lazy("On"),
    SwitchState.ADDITIONAL: gettext_lazy("Additional"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSwitch:
    """A switch and the states one may put it in."""

    switch: SwitchSummary
    states: tuple[tuple[str, Words], ...]


@company_page
def switches(request: CompanyRequest) -> HttpResponseBase:
    """The company's switches; one more can be made."""
    form = SwitchForm(request.POST or None, company=request.company.id)
    made = submit(
        form,
        lambda typed: switch_create(
            actor=request.actor, company=request.company.id, pin=typed["pin"], **form.values()
        ),
    )
    if made:
        toast(request, _("Saved."))
        return redirect(request, reverse("company_switches"))
    rows = [
        ShownSwitch(switch=one, states=tuple((state.value, STATES[state]) for state in states_of(one.states)))
        for one in switches_for_company(company=request.company.id)
    ]
    values = {"form": form, "switches": rows, "code": switch_code(request)}
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/hours/switches.html", values, status=status)


@company_page
def switch(request: CompanyRequest, switch: UUID) -> HttpResponseBase:
    """The switch; saving changes it."""
    shown = switch_get(company=request.company.id, switch=switch)
    initial = {"name": shown.name, "number": shown.number, "states": shown.states, **ways_initial(shown.ways)}
    form = SwitchChangeForm(request.POST or None, company=request.company.id, initial=initial)
    if submit(form, lambda _typed: _change(request, switch, form)):
        toast(request, _("Saved."))
        return redirect(request, reverse("company_switches"))
    status = UNPROCESSABLE if form.errors else HttpResponse.status_code
    return render(request, "portal/hours/switch.html", {"form": form, "switch": shown}, status=status)


@require_POST
@company_page
def switch_state(request: CompanyRequest, switch: UUID) -> HttpResponseBase:
    """The switch stands so from now on."""
    try:
        state = SwitchState(request.POST.get("state", ""))
    except ValueError:
        raise SwitchUnknown from None
    switch_turn(actor=request.actor, company=request.company.id, switch=switch, state=state)
    return redirect(request, reverse("company_switches"))


@require_POST
@company_page
def switch_remove(request: CompanyRequest, switch: UUID) -> HttpResponseBase:
    """The switch is gone."""
    shown = switch_get(company=request.company.id, switch=switch)
    switch_delete(actor=request.actor, company=request.company.id, switch=switch)
    toast(request, _("%(name)s was deleted.") % {"name": shown.name})
    return redirect(request, reverse("company_switches"))


def _change(request: CompanyRequest, switch: UUID, form: SwitchChangeForm) -> SwitchSummary:
    return switch_change(
        actor=request.actor, company=request.company.id, switch=switch, pin=pin_of(form), **form.values()
    )
