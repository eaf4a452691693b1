"""An entry for a place that a call can go to: one list of all, grouped by kind."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordboard.numbering.registry import destinations_offered
from cordboard.numbering.types import Destination

KINDS = {
    "person": _("Users"),
    "mailbox": _("Mailboxes"),
    "group": _("Call groups"),
    "menu": _("Menus"),
    "time_table": _("Time tables"),
    "switch_state": _("Switches"),
    "ring_service": _("Ring services"),
}


class DestinationField(forms.ChoiceField):
    """Cleans to a destination of the company given to `offer`, or None when left empty. Nothing else can be chosen."""

    def __init__(self, *, none: Any = "–", **options: Any) -> None:
        super().__init__(**options)
        self.none = none

    def offer(self, company: UUID, *, wanted: Callable[[str], bool] = bool) -> None:
        """Destinations of this company, of the kinds wanted, can be chosen."""
        groups = [
            (KINDS.get(kind, kind), [(key_of(Destination(kind, one.id)), one.name) for one in choices])
            for kind, choices in destinations_offered(company=company, wanted=wanted).items()
        ]
        self.choices = [("", self.none), *groups]

    def prepare_value(self, value: Any) -> Any:
        """What stands in the list for a destination."""
        return key_of(value) if isinstance(value, Destination) else value

    def clean(self, value: Any) -> Destination | None:
        """The destination chosen. Refused when it is not offered."""
        kind, _separator, id_ = str(super().clean(value)).partition(":")
        return Destination(kind, id_) if kind else None


def key_of(destination: Destination) -> str:
    """A destination as a form carries it."""
    return f"{destination.kind}:{destination.id}"
