"""What is typed about a user."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cordboard.accounts.types import PersonSummary, Role
from cordboard.devices.types import Transport
from cordboard.people.types import NewcomerWish, PhoneWish
from cordboard.portal.choices import languages, roles_for
from cordboard.portal.components.widgets import DurationEntryField, ExtensionEntry, Switch
from cordboard.tenancy.types import Language


class PersonForm(forms.Form):
    """Who someone is. Lengths are the service's to judge: it says what is the matter."""

    first_name = forms.CharField(label=_("First name"), max_length=80)
    last_name = forms.CharField(label=_("Last name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    language = forms.ChoiceField(
        label=_("Language"), help_text=_("Of this person's pages and mail. They can change it.")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["language"].choices = languages()  # type: ignore[attr-defined]

    def person_values(self) -> dict[str, Any]:
        """What was typed, as acts take it."""
        values = self.cleaned_data
        return {
            "first_name": values["first_name"],
            "last_name": values["last_name"],
            "email": values["email"],
            "language": Language(values["language"]),
        }


class NewcomerForm(PersonForm):
    """Everything a newcomer needs, on one page (WDX-87, USR-33)."""

    extension = forms.CharField(
        label=_("Extension"),
        max_length=20,
        widget=ExtensionEntry(),
        help_text=_("1 to 6 digits. The next free one is filled in."),
    )
    role = forms.ChoiceField(label=_("Role"))
    phone = forms.BooleanField(
        label=_("Create a phone account"), required=False, initial=True, widget=Switch()
    )
    phone_name = forms.CharField(
        label=_("Name of the phone"), required=False, max_length=80, help_text=_("For example “Desk phone”.")
    )
    welcome = forms.BooleanField(
        label=_("Send a welcome mail with the web address, login and a link to choose a password"),
        required=False,
        initial=True,
        widget=Switch(),
    )

    def __init__(self, *arguments: Any, actor: PersonSummary, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["role"].choices = roles_for(actor)  # type: ignore[attr-defined]

    def wish(self) -> NewcomerWish:
        """Whom to equip, with what."""
        values = self.cleaned_data
        name = values["phone_name"] or str(_("Desk phone"))
        return NewcomerWish(
            **self.person_values(),
            extension=values["extension"],
            role=Role(values["role"]),
            phone=PhoneWish(name=name, transport=Transport.ANY) if values["phone"] else None,
            welcome=values["welcome"],
        )


class UserForm(PersonForm):
    """Who someone is, and in what role."""

    role = forms.ChoiceField(label=_("Role"), required=False)

    def __init__(self, *arguments: Any, actor: PersonSummary, target: PersonSummary, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = roles_for(actor)
        if actor.id == target.id or target.role.value not in dict(choices):
            del self.fields["role"]
        else:
            self.fields["role"].choices = choices  # type: ignore[attr-defined]


class ExtensionForm(forms.Form):
    """A user's extension and how long it rings."""

    extension = forms.CharField(label=_("Extension"), max_length=20, widget=ExtensionEntry())
    ring_time = DurationEntryField(
        label=_("Ring for"),
        least=timedelta(seconds=5),
        most=timedelta(minutes=5),
        help_text=_("Then voicemail answers."),
    )
