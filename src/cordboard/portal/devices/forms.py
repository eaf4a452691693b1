"""What is typed about a phone."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordboard.devices.types import DEFAULT_CODECS, Codec, Encryption, Transport
from cordboard.portal.components.widgets import RadioCards
from cordboard.portal.devices.words import (
    CODECS,
    ENCRYPTIONS,
    TRANSPORTS,
    encryption_cards,
    transport_cards,
)
from cordboard.portal.people_field import PersonField

Choices = list[tuple[str, str]]


class DeviceForm(forms.Form):
    """A phone's name, whose it is, and how it speaks to us."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("For example “Desk phone” or “Reception”.")
    )
    person = PersonField(
        label=_("Person"),
        required=False,
        help_text=_(
            "Extension or e-mail. All phones of a person ring together; a phone of nobody cannot register."
        ),
    )
    transport = forms.ChoiceField(label=_("Connection"), initial=Transport.ANY)
    encryption = forms.ChoiceField(
        label=_("Encryption of audio"),
        initial=Encryption.OFFERED,
        help_text=_("Over TLS and in a browser, audio is always encrypted."),
    )
    codecs = forms.MultipleChoiceField(
        label=_("Codecs"),
        initial=list(DEFAULT_CODECS),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave them as they are unless a phone needs something else."),
    )

    def __init__(self, *arguments: Any, company: UUID, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["person"].offer(company)  # type: ignore[attr-defined]
        self._choose("transport", [(value, str(texts[0])) for value, texts in TRANSPORTS.items()])
        self._choose("encryption", [(value, str(texts[0])) for value, texts in ENCRYPTIONS.items()])
        self._choose("codecs", [(value, str(text)) for value, text in CODECS.items()])

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        cards = {"transport": transport_cards, "encryption": encryption_cards}.get(name)
        if cards is not None:
            field.widget = RadioCards(texts=cards())
        field.choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What was typed, as acts take it."""
        typed = self.cleaned_data
        return {
            "name": typed["name"],
            "person": typed["person"].id if typed["person"] else None,
            "transport": Transport(typed["transport"]),
            "encryption": Encryption(typed["encryption"]),
            "codecs": [Codec(codec) for codec in typed["codecs"]],
        }
