"""What the ways to ring a group are called."""

from django.utils.translation import gettext_lazy as _

from cordboard.groups.types import Strategy

STRATEGIES = {
    Strategy.ALL: _("All at once"),
    Strategy.TENS: _("Ten at a time"),
    Strategy.LINEAR: _("One after another, from the top"),
    Strategy.ROUND_ROBIN: _("One after another, the next one first"),
    Strategy.RANDOM: _("One after another, at random"),
    Strategy.LEAST_RECENT: _("One after another, the longest without a call first"),
    Strategy.WEIGHT: _("One after another, at random by weight"),
}
