"""Entries beyond Django's own: passwords, durations, phone numbers, cards to choose from, switches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordboard.portal.components.formats import Words


class PasswordEntry(forms.PasswordInput):
    """A password with a button that shows it and, for a new one, a button that makes one and the rules it must meet."""

    template_name = "cordboard/forms/password.html"

    def __init__(self, *, new: bool = False, attrs: dict[str, Any] | None = None) -> None:
        self.new = new
        purpose = "new-password" if new else "current-password"
        super().__init__(attrs={"autocomplete": purpose, "spellcheck": "false", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template needs."""
        return {**super().get_context(name, value, attrs), "new": self.new}


class PhoneEntry(forms.TextInput):
    """A phone number, with the country whose way of writing is understood without a prefix (ISO 3166)."""

    input_type = "tel"
    template_name = "cordboard/forms/phone.html"

    def __init__(self, *, country: str = "", attrs: dict[str, Any] | None = None) -> None:
        self.country = country
        super().__init__(
            attrs={"autocomplete": "tel", "inputmode": "tel", "maxlength": "32", **(attrs or {})}
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template needs."""
        return {**super().get_context(name, value, attrs), "country": self.country}


class ExtensionEntry(forms.TextInput):
    """An extension: digits only, one to six."""

    def __init__(self, *, attrs: dict[str, Any] | None = None) -> None:
        given = {"inputmode": "numeric", "pattern": "[0-9]{1,6}", "maxlength": "6", "autocomplete": "off"}
        super().__init__(attrs={**given, **(attrs or {})})


class Switch(forms.CheckboxInput):
    """Something on or off, in effect once the form is saved."""

    def __init__(self, *, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"class": "switch", "role": "switch", **(attrs or {})})


@dataclass(frozen=True, slots=True, kw_only=True)
class CardText:
    """What stands on a card under its title."""

    description: Words = ""
    icon: str = ""


class RadioCards(forms.RadioSelect):
    """One choice of a few, each explained on a card; `texts` by value."""

    template_name = "cordboard/forms/cards.html"

    def __init__(
        self, *, texts: Mapping[str, CardText] | None = None, attrs: dict[str, Any] | None = None
    ) -> None:
        self.texts = texts or {}
        super().__init__(attrs=attrs)

    def create_option(self, name: str, value: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
        """An option that knows its text."""
        option = super().create_option(name, value, *arguments, **options)
        return {**option, "text": self.texts.get(str(value), CardText())}


DURATION_UNITS = {
    "s": (timedelta(seconds=1), _("seconds")),
    "m": (timedelta(minutes=1), _("minutes")),
    "h": (timedelta(hours=1), _("hours")),
    "d": (timedelta(days=1), _("days")),
}


class DurationEntry(forms.MultiWidget):
    """A length of time as a whole number and its unit, in the largest unit that keeps it whole."""

    template_name = "cordboard/forms/duration.html"
    use_fieldset = True

    def __init__(self, *, units: str = "sm", attrs: dict[str, Any] | None = None) -> None:
        self.units = units
        number = forms.NumberInput(
            attrs={"min": "0", "step": "1", "inputmode": "numeric", "aria-label": _("Number")}
        )
        unit = forms.Select(
            choices=[(unit, DURATION_UNITS[unit][1]) for unit in units], attrs={"aria-label": _("Unit")}
        )
        super().__init__({"number": number, "unit": unit}, attrs)

    def decompress(self, value: timedelta | None) -> list[Any]:
        """Number and unit of a length."""
        if value is None:
            return [None, self.units[0]]
        whole = [unit for unit in self.units if value % DURATION_UNITS[unit][0] == timedelta() and value]
        unit = whole[-1] if whole else self.units[0]
        return [value // DURATION_UNITS[unit][0], unit]


class DurationEntryField(forms.MultiValueField):
    """A length of time typed as number and unit; cleans to a timedelta, or None when left empty and not required."""

    def __init__(
        self,
        *,
        units: str = "sm",
        least: timedelta = timedelta(),
        most: timedelta | None = None,
        **options: Any,
    ) -> None:
        self.least, self.most = least, most
        parts = (
            forms.IntegerField(min_value=0, required=False),
            forms.ChoiceField(choices=[(unit, unit) for unit in units]),
        )
        options.setdefault("widget", DurationEntry(units=units))
        super().__init__(fields=parts, require_all_fields=False, **options)

    def compress(self, data_list: list[Any]) -> timedelta | None:
        """The length typed."""
        if not data_list or data_list[0] in (None, ""):
            return None
        return int(data_list[0]) * DURATION_UNITS[data_list[1]][0]

    def clean(self, value: Any) -> timedelta | None:
        """The length, within the bounds."""
        length: timedelta | None = super().clean(value)
        if length is None and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if length is None:
            return None
        if length < self.least:
            raise forms.ValidationError(_("This is too short."), code="min_value")
        if self.most is not None and length > self.most:
            raise forms.ValidationError(_("This is too long."), code="max_value")
        return length
