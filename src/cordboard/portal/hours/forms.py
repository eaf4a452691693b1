"""What is typed about time tables, switches and ring services."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from cordboard.hours.rules import states_of
from cordboard.hours.types import (
    CLOSED,
    OPEN,
    WEEK,
    HolidayRegion,
    SwitchState,
    TableState,
    TimeTableSummary,
    TimeTableValues,
    Ways,
)
from cordboard.numbering.types import Destination
from cordboard.portal.choices import Choices, country_name
from cordboard.portal.components.formats import Words
from cordboard.portal.components.widgets import PasswordEntry
from cordboard.portal.destination_field import DestinationField
from cordboard.portal.hours.fields import DatesField, HoursField

TABLE_STATES = {
    TableState.CHECK: _("By its hours"),
    TableState.OPEN: _("Forced open"),
    TableState.CLOSED: _("Forced closed"),
}
_NUMBER = {"inputmode": "numeric", "pattern": "[0-9]{1,6}", "maxlength": "6", "autocomplete": "off"}


def number_field() -> forms.CharField:
    """The number by which phones know a switch or a time table."""
    return forms.CharField(
        label=_("Number for keys"),
        required=False,
        max_length=6,
        widget=forms.TextInput(attrs=_NUMBER),
        help_text=_("Phones change the state with the feature code and this number. Empty: they cannot."),
    )


def pin_field() -> forms.CharField:
    """A PIN; left empty it is none, or stays."""
    return forms.CharField(
        label=_("PIN"),
        required=False,
        max_length=10,
        widget=PasswordEntry(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=_("Asked on phones. 4 to 10 digits; empty: none is asked."),
    )


def way_field(label: Words) -> DestinationField:
    """Where calls go in one state."""
    return DestinationField(label=label, required=False, none=_("Tell the caller that nobody is there"))


def ways_typed(form: forms.Form, states: Iterable[str]) -> Ways:
    """Where calls go, as it was typed."""
    typed = {state: form.cleaned_data.get(f"to_{state}") for state in states}
    return {state: way for state, way in typed.items() if way}


def ways_initial(ways: Ways) -> dict[str, Destination]:
    """Where calls go, as the form shows it."""
    return {f"to_{state}": way for state, way in ways.items()}


class TimeTableForm(forms.Form):
    """A time table: its week, its dates, its holidays."""

    name = forms.CharField(label=_("Name"), max_length=80)
    number = number_field()
    state = forms.ChoiceField(
        label=_("State"), choices=[(state.value, word) for state, word in TABLE_STATES.items()]
    )

    to_open = way_field(_("While open, calls go to"))
    to_closed = way_field(_("While closed, calls go to"))

    def __init__(self, *arguments: Any, company: UUID, countries: list[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for state in (OPEN, CLOSED):
            self.fields[f"to_{state}"].offer(company)  # type: ignore[attr-defined]
        for day in range(WEEK):
            self.fields[f"day{day}"] = HoursField(label=WEEKDAYS[day])
        self.fields["day0"].help_text = _(
            "Such as 09:00-12:00, 13:00-17:00. 22:00-06:00 ends the next day. Empty: closed."
        )
        self.fields["country"] = forms.ChoiceField(
            label=_("Public holidays of"), required=False, choices=_countries(countries)
        )
        self.fields["region"] = forms.CharField(
            label=_("Part of the country"),
            required=False,
            max_length=20,
            help_text=_("Its code of ISO 3166-2, such as BY for Bavaria. Empty: what holds everywhere."),
        )
        self.fields["holiday_spans"] = HoursField(label=_("Hours at holidays"), help_text=_("Empty: closed."))
        self.fields["dates"] = DatesField(
            label=_("Dates"),
            help_text=_(
                "One a line: 2026-12-24 09:00-12:00 Christmas Eve, or 2026-12-25..2026-12-31 closed. "
                "“closed” before hours closes these only."
            ),
        )

    def values(self) -> TimeTableValues:
        """What was typed, as the act takes it."""
        typed = self.cleaned_data
        return TimeTableValues(
            name=typed["name"],
            number=typed["number"],
            state=TableState(typed["state"]),
            week=tuple(typed[f"day{day}"] for day in range(WEEK)),
            dates=typed["dates"],
            holidays=HolidayRegion(country=typed["country"], region=typed["region"].strip().upper()),
            holiday_spans=typed["holiday_spans"],
            ways=ways_typed(self, (OPEN, CLOSED)),
        )


class CalendarForm(forms.Form):
    """A calendar file; whether it can be read is the service's to judge."""

    calendar = forms.FileField(
        label=_("iCalendar file"),
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=_("Every event in it closes the time table: whole days, or its hours."),
    )


class SwitchForm(forms.Form):
    """A switch."""

    name = forms.CharField(label=_("Name"), max_length=80)
    number = number_field()
    states = forms.TypedChoiceField(
        label=_("States"), coerce=int, choices=[(2, _("Off and on")), (3, _("Off, on and additional"))]
    )
    to_off = way_field(_("While off, calls go to"))
    to_on = way_field(_("While on, calls go to"))
    to_additional = way_field(_("While additional, calls go to"))
    pin = pin_field()

    def __init__(self, *arguments: Any, company: UUID, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for state in SwitchState:
            self.fields[f"to_{state}"].offer(company)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, as the acts take it; the PIN apart."""
        typed = self.cleaned_data
        ways = ways_typed(self, states_of(typed["states"]))
        return {"name": typed["name"], "number": typed["number"], "states": typed["states"], "ways": ways}


class RingServiceForm(forms.Form):
    """A ring service and where it sends lines."""

    name = forms.CharField(label=_("Name"), max_length=80)
    overflow = DestinationField(label=_("Overflow"), help_text=_("Where lines go while they are diverted."))
    pin = pin_field()

    def __init__(self, *arguments: Any, company: UUID, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["overflow"].offer(company)  # type: ignore[attr-defined]


class PinGoneForm(forms.Form):
    """Whether a PIN that is set stays: an empty entry alone must not take it away."""

    pin_gone = forms.BooleanField(label=_("Ask for no PIN any more"), required=False)


class SwitchChangeForm(PinGoneForm, SwitchForm):
    """A switch that exists."""


class RingServiceChangeForm(PinGoneForm, RingServiceForm):
    """A ring service that exists."""


def pin_of(form: forms.Form) -> str | None:
    """The PIN as the acts take it: None leaves it as it is, an empty one takes it away."""
    if form.cleaned_data["pin_gone"]:
        return ""
    return form.cleaned_data["pin"] or None


def time_table_initial(table: TimeTableSummary) -> dict[str, Any]:
    """The settings in force, as the form shows them."""
    values = table.values
    return {
        "name": values.name,
        "number": values.number,
        "state": values.state.value,
        **{f"day{day}": spans for day, spans in enumerate(values.week)},
        "country": values.holidays.country,
        "region": values.holidays.region,
        "holiday_spans": values.holiday_spans,
        "dates": values.dates,
        **ways_initial(values.ways),
    }


def _countries(codes: list[str]) -> Choices:
    named = sorted(((code, country_name(code)) for code in codes if len(code) == 2), key=lambda one: one[1])
    return [("", "–"), *named]
