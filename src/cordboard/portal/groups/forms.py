"""What is typed about call groups."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cordboard.groups.rules import (
    STEP_LEAST,
    STEP_MOST,
    TOTAL_LEAST,
    TOTAL_MOST,
    WEIGHT_LEAST,
    WEIGHT_MOST,
)
from cordboard.groups.types import GroupSettings, GroupSummary, Strategy
from cordboard.portal.components.widgets import DurationEntryField, ExtensionEntry, Switch
from cordboard.portal.destination_field import DestinationField
from cordboard.portal.groups.words import STRATEGIES
from cordboard.portal.people_field import PersonField


class GroupForm(forms.Form):
    """A group as its administrator settles it."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For example “Support”."))
    extension = forms.CharField(
        label=_("Extension"),
        max_length=20,
        required=False,
        widget=ExtensionEntry(),
        help_text=_("Who calls it rings the group. Left empty, calls get here from elsewhere only."),
    )
    strategy = forms.ChoiceField(
        label=_("Members ring"), choices=[(one.value, text) for one, text in STRATEGIES.items()]
    )
    step = DurationEntryField(
        label=_("Ring for"),
        least=STEP_LEAST,
        most=STEP_MOST,
        help_text=_("Then the next members’ turn comes. All at once ring for the whole time."),
    )
    total = DurationEntryField(label=_("In all"), least=TOTAL_LEAST, most=TOTAL_MOST)
    otherwise = DestinationField(
        label=_("Then"),
        required=False,
        none=_("Tell the caller that nobody is there"),
        help_text=_("Where a call goes that nobody took."),
    )
    shown_before = forms.CharField(
        label=_("Shown before the caller’s name"),
        max_length=30,
        required=False,
        help_text=_("“support” shows members “support: Adam”."),
    )
    skip_busy = forms.BooleanField(
        label=_("Leave out members who are on the phone"), required=False, widget=Switch()
    )

    def __init__(self, *arguments: Any, company: UUID, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["otherwise"].offer(company)  # type: ignore[attr-defined]

    def settings(self) -> GroupSettings:
        """What was settled."""
        typed = self.cleaned_data
        names = ("name", "step", "total", "otherwise", "skip_busy")
        return GroupSettings(
            strategy=Strategy(typed["strategy"]),
            prefix=typed["shown_before"],
            **{name: typed[name] for name in names},
        )


class MemberForm(forms.Form):
    """Who joins a group."""

    person = PersonField(label=_("User"), help_text=_("Extension or e-mail."))
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=WEIGHT_LEAST,
        max_value=WEIGHT_MOST,
        initial=1,
        help_text=_("By weight, 3 is asked first three times as often as 1."),
    )

    def __init__(self, *arguments: Any, company: UUID, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["person"].offer(company)  # type: ignore[attr-defined]


def group_initial(group: GroupSummary | None) -> dict[str, Any]:
    """The settings in force, as the form shows them; those of a new group for None."""
    settings = group.settings if group else GroupSettings(name="")
    return {
        "name": settings.name,
        "extension": group.number if group else "",
        "strategy": settings.strategy.value,
        "step": settings.step,
        "total": settings.total,
        "otherwise": settings.otherwise,
        "shown_before": settings.prefix,
        "skip_busy": settings.skip_busy,
    }
