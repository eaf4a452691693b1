"""Lists of calls as a table that is paged by place in time: nobody counts a million rows to show twenty-five."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordboard.calls.selectors import MOST_COUNTED, CallPage
from cordboard.portal.components.tables import Column, Filter, PageLink, Table, TableShape
from cordboard.portal.history.asked import Asked, place_text
from cordboard.portal.history.rows import CallRow
from cordboard.portal.history.words import DIRECTIONS, OUTCOMES


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTable(Table):
    """One page of calls. `total` is one more than MOST_COUNTED for any number above."""

    asked: Asked
    page: CallPage

    @property
    def total_text(self) -> str:
        """How many calls match, or that there are more than are counted."""
        if self.total > MOST_COUNTED:
            return _("more than %(count)s") % {"count": number_format(MOST_COUNTED)}
        return number_format(self.total)

    @property
    def count_text(self) -> str:
        """How many calls match, in words."""
        return ngettext("%(count)s call", "%(count)s calls", self.total) % {"count": self.total_text}

    @property
    def pages(self) -> int:
        """Two when there is more than this page: enough for the pager to show."""
        return 2 if self.page.next or self.page.previous else 1

    @property
    def first(self) -> int:
        """Number of the first row shown, as the way here counted it; 0 when there is none."""
        if not self.rows:
            return 0
        return self.asked.first if self.page.previous else 1

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def page_links(self) -> tuple[PageLink, ...]:
        """None: pages have no numbers here."""
        return ()

    @property
    def previous(self) -> str:
        """Address of the page before, empty on the first."""
        if self.page.previous is None:
            return ""
        return self.address(before=place_text(self.page.previous), at=max(1, self.first - self.query.size))

    @property
    def next(self) -> str:
        """Address of the page after, empty on the last."""
        return self.address(after=place_text(self.page.next), at=self.last + 1) if self.page.next else ""


def calls_shape(*columns: Column, row_template: str) -> TableShape:
    """A list of calls with these columns between the time and the outcome."""
    return TableShape(
        name="calls",
        caption=_("Calls"),
        row_template=row_template,
        sort="-started",
        search_label=_("Name or number"),
        columns=(
            *columns,
            Column(key="started", label=_("When"), sortable=True),
            Column(key="outcome", label=_("Outcome")),
            Column(key="talk", label=_("Talk"), end=True),
        ),
        filters=(
            Filter(
                key="direction",
                label=_("Direction"),
                any_label=_("All directions"),
                choices=[(direction.value, words) for direction, (words, _icon) in DIRECTIONS.items()],
            ),
            Filter(
                key="outcome",
                label=_("Outcome"),
                any_label=_("All outcomes"),
                choices=[(outcome.value, words) for outcome, (words, _kind) in OUTCOMES.items()],
            ),
        ),
    )


def own_shape() -> TableShape:
    """One's own calls: with whom."""
    return calls_shape(
        Column(key="with", label=_("With"), main=True), row_template="portal/history/own_row.html"
    )


def company_shape() -> TableShape:
    """A company's calls: from whom to whom."""
    return calls_shape(*_ends(), row_template="portal/history/company_row.html")


def platform_shape() -> TableShape:
    """Calls of several companies."""
    return calls_shape(
        *_ends(), Column(key="company", label=_("Company")), row_template="portal/history/platform_row.html"
    )


def table_of(
    shape: TableShape, asked: Asked, page: CallPage, total: int, path: str, rows: Sequence[CallRow]
) -> CallTable:
    """The table of a page of calls."""
    return CallTable(
        shape=shape, query=asked.query, rows=rows, total=total, path=path, asked=asked, page=page
    )


def _ends() -> tuple[Column, Column]:
    return Column(key="caller", label=_("From"), main=True), Column(key="callee", label=_("To"))
