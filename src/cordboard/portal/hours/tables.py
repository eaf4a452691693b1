"""Time tables: when the company is open."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from cordboard.base.clock import now
from cordboard.hours.errors import TimeTableUnknown
from cordboard.hours.rules import MOST_BYTES, time_table_open
from cordboard.hours.selectors import holiday_regions, hours_part, time_table_get
from cordboard.hours.services import (
    calendar_import,
    time_table_change,
    time_table_create,
    time_table_delete,
    time_table_force,
)
from cordboard.hours.types import TableState, TimeTable, TimeTableSummary
from cordboard.numbering.selectors import codes_for_company
from cordboard.numbering.types import FeatureFunction
from cordboard.portal.access import company_page
from cordboard.portal.answers import UNPROCESSABLE, submit
from cordboard.portal.components.formats import Words
from cordboard.portal.components.fragments import redirect
from cordboard.portal.components.toasts import toast
from cordboard.portal.hours.forms import TABLE_STATES, CalendarForm, TimeTableForm, time_table_initial
from cordboard.portal.requests import CompanyRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """A time table, whether it is open just now, and the states one may put it in."""

    table: TimeTable
    open: bool
    states: tuple[tuple[str, Words], ...]


@require_safe
@company_page
def time_tables(request: CompanyRequest) -> HttpResponseBase:
    """The company's time tables, each with what it says just now."""
    zone = ZoneInfo(request.company.time_zone)
    held = hours_part(company=request.company.id).time_tables.values()
    states = tuple((state.value, word) for state, word in TABLE_STATES.items())
    rows = [
        ShownTable(table=table, open=time_table_open(table, now(), zone).open, states=states)
        for table in sorted(held, key=lambda table: table.name.casefold())
    ]
    return render(request, "portal/hours/tables.html", {"tables": rows, "code": switch_code(request)})


@company_page
def time_table_new(request: CompanyRequest) -> HttpResponseBase:
    """A form; saving it makes the time table."""
    form = _form(request)
    made = submit(
        form,
        lambda _values: time_table_create(
            actor=request.actor, company=request.company.id, values=form.values()
        ),
    )
    if made:
        toast(request, _("Saved."))
        return redirect(request, reverse("company_time_table", args=[made.id]))
    return _page(request, form)


@company_page
def time_table(request: CompanyRequest, table: UUID) -> HttpResponseBase:
    """The time table; saving changes it."""
    shown = time_table_get(company=request.company.id, table=table)
    form = _form(request, shown)
    saved = submit(
        form,
        lambda _values: time_table_change(
            actor=request.actor, company=request.company.id, table=table, values=form.values()
        ),
    )
    if saved:
        toast(request, _("Saved."))
        return redirect(request, reverse("company_time_table", args=[table]))
    return _page(request, form, shown)


@require_POST
@company_page
def time_table_state(request: CompanyRequest, table: UUID) -> HttpResponseBase:
    """The table goes by its hours, or is forced, from now on."""
    try:
        state = TableState(request.POST.get("state", ""))
    except ValueError:
        raise TimeTableUnknown from None
    time_table_force(actor=request.actor, company=request.company.id, table=table, state=state)
    return redirect(request, reverse("company_time_tables"))


@require_POST
@company_page
def time_table_calendar(request: CompanyRequest, table: UUID) -> HttpResponseBase:
    """What the file closes is among the dates; a broken file is refused with its line, and nothing changes."""
    shown = time_table_get(company=request.company.id, table=table)
    calendar = CalendarForm(request.POST, request.FILES)
    count = submit(
        calendar,
        lambda values: calendar_import(
            actor=request.actor,
            company=request.company.id,
            table=table,
            content=values["calendar"].read(MOST_BYTES + 1),
        ),
    )
    if count is None:
        return _page(request, _form_unbound(request, shown), shown, calendar=calendar)
    toast(
        request,
        ngettext("%(count)s new date was imported.", "%(count)s new dates were imported.", count)
        % {"count": count},
    )
    return redirect(request, reverse("company_time_table", args=[table]))


@require_POST
@company_page
def time_table_remove(request: CompanyRequest, table: UUID) -> HttpResponseBase:
    """The time table is gone."""
    shown = time_table_get(company=request.company.id, table=table)
    time_table_delete(actor=request.actor, company=request.company.id, table=table)
    toast(request, _("%(name)s was deleted.") % {"name": shown.values.name})
    return redirect(request, reverse("company_time_tables"))


def switch_code(request: CompanyRequest) -> str:
    """The company's code by which phones change switches and time tables."""
    codes = {function: code for code, function in codes_for_company(company=request.company.id).items()}
    return codes[FeatureFunction.SWITCH]


def _form(request: CompanyRequest, shown: TimeTableSummary | None = None) -> TimeTableForm:
    if request.method != "POST":
        return _form_unbound(request, shown, country=request.company.country)
    return TimeTableForm(request.POST, company=request.company.id, countries=sorted(holiday_regions()))


def _form_unbound(
    request: CompanyRequest, shown: TimeTableSummary | None, *, country: str = ""
) -> TimeTableForm:
    initial = time_table_initial(shown) if shown else {"country": country}
    return TimeTableForm(initial=initial, company=request.company.id, countries=sorted(holiday_regions()))


def _page(
    request: CompanyRequest,
    form: TimeTableForm,
    shown: TimeTableSummary | None = None,
    *,
    calendar: CalendarForm | None = None,
) -> HttpResponse:
    values = {"form": form, "table": shown, "calendar": calendar or CalendarForm()}
    wrong = form.errors or (calendar and calendar.errors)
    status = UNPROCESSABLE if wrong else HttpResponse.status_code
    return render(request, "portal/hours/table.html", values, status=status)
