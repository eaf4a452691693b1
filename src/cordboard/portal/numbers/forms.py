"""What is typed about numbers."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cordboard.numbering.types import Destination
from cordboard.people.types import PERSON
from cordboard.portal.choices import countries
from cordboard.portal.destination_field import DestinationField
from cordboard.portal.people_field import PersonField
from cordboard.tenancy.selectors import companies_page
from cordboard.tenancy.types import CompanySummary

MOST_NUMBERS = 1000  # in one paste
SUGGESTIONS = 200


class NumbersForm(forms.Form):
    """One number, or many pasted at once, one a line."""

    numbers = forms.CharField(
        label=gettext_lazy("Numbers"),
        max_length=40 * MOST_NUMBERS,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=gettext_lazy("One a line, at most 1,000. Blanks, brackets and dashes do not matter."),
    )
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        help_text=gettext_lazy("Numbers without + are read as written in this country."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["country"].choices = countries()  # type: ignore[attr-defined]

    def clean_numbers(self) -> list[str]:
        """The lines that hold something."""
        lines = [line.strip() for line in self.cleaned_data["numbers"].splitlines() if line.strip()]
        if len(lines) > MOST_NUMBERS:
            raise ValidationError(_("These are more than 1,000 numbers. Paste them in parts."))
        return lines


class CompanyEntry(forms.TextInput):
    """A text with a list of companies to pick from."""

    template_name = "portal/people_field.html"
    companies: tuple[CompanySummary, ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template needs."""
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}-companies"
        context["widget"]["attrs"]["list"] = listed
        suggestions = [(company.account_number, company.name) for company in self.companies]
        return {**context, "list": listed, "suggestions": suggestions}


class AssignForm(forms.Form):
    """Which company a number is for, by account number."""

    company = forms.IntegerField(
        label=gettext_lazy("Company"),
        min_value=1,
        max_value=2_000_000_000,
        widget=CompanyEntry(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text=gettext_lazy("Its account number."),
    )

    def __init__(self, *arguments: Any, reseller: UUID | None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        widget = self.fields["company"].widget
        widget.companies = companies_page(reseller=reseller, size=SUGGESTIONS).rows


class LeadForm(forms.Form):
    """Whom a number rings, or where else it leads."""

    person = PersonField(
        label=gettext_lazy("Rings"),
        required=False,
        help_text=gettext_lazy(
            "Extension or e-mail. Left empty, callers hear that the number is not in use."
        ),
    )
    place = DestinationField(label=gettext_lazy("Or leads to"), required=False)

    def __init__(self, *arguments: Any, company: UUID, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["person"].offer(company)  # type: ignore[attr-defined]
        self.fields["place"].offer(company, wanted=PERSON.__ne__)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two at most."""
        typed = super().clean() or {}
        if typed.get("person") and typed.get("place"):
            raise ValidationError(_("A number rings a person or leads elsewhere, not both. Leave one empty."))
        return typed

    def destination(self) -> Destination | None:
        """Where calls to the number go; None: nowhere."""
        person = self.cleaned_data["person"]
        return Destination(PERSON, str(person.id)) if person else self.cleaned_data["place"]
