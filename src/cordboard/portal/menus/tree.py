"""A menu as a nested list: its nodes in order, each with the lists that begin and end at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from cordboard.menus.types import NodeKind, NodeSummary
from cordboard.numbering.registry import destination_name
from cordboard.portal.components.formats import Words
from cordboard.portal.menus.forms import place_and_number
from cordboard.portal.menus.words import TROUBLES


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeRow:
    """A node, drawn. However deep the tree is, rows stand one behind another."""

    node: NodeSummary
    leads: str  # what people call the action's destination, or where callers go who press nothing
    troubles: Sequence[Words]
    opens: bool  # a list begins before it
    closes: range  # so many lists end behind it

    @property
    def is_action(self) -> bool:
        """Whether the call leaves the menu here."""
        return self.node.settings.kind is NodeKind.ACTION


def tree_rows(first: NodeSummary, *, company: UUID) -> list[TreeRow]:
    """The rows of a menu, from its first node on."""
    rows = []
    waiting = [(first, False, 0)]  # node, whether a list begins with it, lists that end with all below it
    while waiting:
        node, opens, ends = waiting.pop()
        rows.append(_row(node, company=company, opens=opens, closes=0 if node.children else ends))
        last = len(node.children) - 1
        below = [
            (child, place == 0, ends + 1 if place == last else 0) for place, child in enumerate(node.children)
        ]
        waiting.extend(reversed(below))
    return rows


def _row(node: NodeSummary, *, company: UUID, opens: bool, closes: int) -> TreeRow:
    settings = node.settings
    place = settings.leads if settings.kind is NodeKind.ACTION else settings.after
    leads, number = place_and_number(place)
    name = destination_name(leads, company=company)
    return TreeRow(
        node=node,
        leads=f"{name} ({number})" if name and number else name,
        troubles=[text for trouble, text in TROUBLES.items() if trouble in node.troubles],
        opens=opens,
        closes=range(closes),
    )
