"""What is typed about menus."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from cordboard.menus.rules import PLAYS_LEAST, PLAYS_MOST, WAIT_LEAST, WAIT_MOST
from cordboard.menus.types import MenuSummary, NodeKind, NodeSettings
from cordboard.numbering.types import Destination
from cordboard.portal.components.widgets import DurationEntryField, ExtensionEntry
from cordboard.portal.destination_field import DestinationField
from cordboard.portal.menus.words import KINDS

PROCEDURE = "procedure"  # the kind of destination that takes a called number


class MenuForm(forms.Form):
    """A menu without its nodes."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For example “Welcome”."))
    extension = forms.CharField(
        label=_("Extension"),
        max_length=20,
        required=False,
        widget=ExtensionEntry(),
        help_text=_("Who calls it hears the menu. Left empty, calls get here from elsewhere only."),
    )


class NodeForm(forms.Form):
    """A node as its administrator settles it; what does not fit its kind is not looked at."""

    title = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("For yourself: callers do not hear it.")
    )
    key = forms.CharField(
        label=_("Key"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("What callers press to get here: one or several digits, or *."),
    )
    kind = forms.ChoiceField(
        label=_("What is here"),
        choices=[(kind.value, text) for kind, text in KINDS.items()],
        widget=forms.RadioSelect,
    )
    leads = DestinationField(
        label=_("Action: the call goes to"), required=False, none=_("Choose where the call goes")
    )
    number = forms.CharField(
        label=_("Action: called number"),
        required=False,
        max_length=20,
        validators=[RegexValidator(r"\A[0-9*#+]*\Z", _("Use digits, * and # only."))],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("With which a procedure is entered; other places need none."),
    )
    text = forms.CharField(
        label=_("Menu: what is said"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The words of the announcement, for whoever speaks it."),
    )
    plays = forms.IntegerField(
        label=_("Menu: how often it is said"), min_value=PLAYS_LEAST, max_value=PLAYS_MOST
    )
    wait = DurationEntryField(label=_("Menu: wait for a key"), units="s", least=WAIT_LEAST, most=WAIT_MOST)
    back = forms.CharField(
        label=_("Menu: key that leads back up"),
        required=False,
        max_length=1,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    after = DestinationField(
        label=_("Menu: who presses nothing goes to"), required=False, none=_("Say goodbye and hang up")
    )

    def __init__(self, *arguments: Any, company: UUID, first: bool = False, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in ("leads", "after"):
            self.fields[name].offer(company)  # type: ignore[attr-defined]
        if first:
            for name in ("key", "kind", "leads", "number"):
                del self.fields[name]

    def settings(self, *, sound: str = "") -> NodeSettings:
        """What was settled; the announcement stays the one it was."""
        typed = {**self.cleaned_data, "sound": sound}
        typed["kind"] = NodeKind(typed.get("kind", NodeKind.SUBMENU))
        typed["leads"] = _entered(typed.get("leads"), typed.pop("number", ""))
        return NodeSettings(**typed)


def menu_initial(menu: MenuSummary) -> dict[str, Any]:
    """Name and extension in force."""
    return {"name": menu.name, "extension": menu.number}


def node_initial(settings: NodeSettings | None) -> dict[str, Any]:
    """The settings in force, as the form shows them; those of a new node for None."""
    shown = settings or NodeSettings(title="")
    names = ("title", "key", "text", "plays", "wait", "back", "after")
    leads, number = place_and_number(shown.leads)
    return {
        "kind": shown.kind.value,
        "leads": leads,
        "number": number,
        **{name: getattr(shown, name) for name in names},
    }


def place_and_number(destination: Destination | None) -> tuple[Destination | None, str]:
    """A procedure without the called number it is entered with, and that number. Source: catalogue WDX-179."""
    if destination is None or destination.kind != PROCEDURE:
        return destination, ""
    procedure, _separator, number = destination.id.partition(":")
    return Destination(PROCEDURE, procedure), number


def _entered(destination: Destination | None, number: str) -> Destination | None:
    if destination is None or destination.kind != PROCEDURE or not number:
        return destination
    return Destination(PROCEDURE, f"{destination.id}:{number}")
