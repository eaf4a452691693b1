"""Hours and dates as form fields: typed as text, cleaned to what the acts take."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from cordboard.base.errors import CordboardError
from cordboard.hours.rules import dates_read, dates_write, hours_read, hours_write
from cordboard.hours.types import DateHours, Span
from cordboard.portal.answers import error_text

Value = TypeVar("Value")


class HoursField(forms.CharField):
    """The hours of a day, such as 09:00-12:00, 13:00-17:00; empty for none."""

    def __init__(self, **options: Any) -> None:
        entry = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "–", "spellcheck": "false"})
        super().__init__(required=False, max_length=200, widget=entry, **options)

    def prepare_value(self, value: Any) -> Any:
        """Hours as they are typed."""
        return hours_write(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        """The spans typed."""
        typed: str = super().clean(value)
        spans: tuple[Span, ...] = _read(hours_read, typed)
        return spans


class DatesField(forms.CharField):
    """Dates with hours of their own, one a line."""

    def __init__(self, **options: Any) -> None:
        entry = forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "number"})
        super().__init__(required=False, max_length=60_000, widget=entry, **options)

    def prepare_value(self, value: Any) -> Any:
        """Dates as they are typed."""
        return dates_write(value) if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        """The dates typed."""
        typed: str = super().clean(value)
        dates: tuple[DateHours, ...] = _read(dates_read, typed)
        return dates


def _read(reader: Callable[[str], Value], typed: str) -> Value:
    try:
        return reader(typed)
    except CordboardError as error:
        raise forms.ValidationError(error_text(error)) from None
