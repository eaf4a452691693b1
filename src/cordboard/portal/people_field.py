"""An entry for someone of the company: typed as extension or e-mail, with suggestions as one types."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cordboard.accounts.types import PersonSummary
from cordboard.people.selectors import people_page, person_find
from cordboard.people.types import EquippedPerson

SUGGESTIONS = 200  # a browser's list beyond this is of no use


class PersonEntry(forms.TextInput):
    """A text with a list of people to pick from."""

    template_name = "portal/people_field.html"
    people: tuple[EquippedPerson, ...] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template needs."""
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}-people"
        context["widget"]["attrs"]["list"] = listed
        suggestions = [(key_of(equipped), equipped.person.name) for equipped in self.people]
        return {**context, "list": listed, "suggestions": suggestions}


class PersonField(forms.CharField):
    """Cleans to a person of the company given to `offer`, or None when left empty."""

    widget = PersonEntry(attrs={"autocomplete": "off"})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=254, **options)
        self.company: UUID | None = None

    def offer(self, company: UUID) -> None:
        """People of this company are understood and suggested."""
        self.company = company
        self.widget.people = people_page(company=company, order="extension", size=SUGGESTIONS).rows

    def clean(self, value: Any) -> PersonSummary | None:
        """The person meant. Refused when there is none."""
        text = super().clean(value)
        if not text or self.company is None:
            return None
        person = person_find(company=self.company, text=text)
        if person is None:
            raise ValidationError(_("Nobody here has this extension or e-mail address."))
        return person


def key_of(equipped: EquippedPerson) -> str:
    """What is typed for someone: their extension, else their e-mail address."""
    return equipped.number or equipped.person.email
