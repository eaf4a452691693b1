"""Tables that the server sorts, searches, filters and pages; every state of one has an address of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import ngettext

from cordboard.portal.components.formats import Words

PAGE_SIZES = (25, 50, 100)
SEARCH_LENGTH = 200  # signs taken of what was typed


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. `main` is the row's title on a phone; `actions` holds its buttons and has no heading."""

    key: str
    label: Words
    sortable: bool = False
    end: bool = False  # numbers stand at the end
    main: bool = False
    actions: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """A choice that narrows the rows; the empty value is no choice."""

    key: str
    label: Words
    choices: Sequence[tuple[str, Words]]
    any_label: Words
    letters: bool = False  # shown as a row of links rather than a list to open: an index


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAction:
    """A deed on the chosen rows: posted to `address` with one `row` value for each, and confirmed when `question` is set."""

    address: str
    label: Words
    icon: str = ""
    destructive: bool = False
    question: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableQuery:
    """What the reader asked for, checked: hand it to a selector."""

    search: str = ""
    sort: str = ""
    descending: bool = False
    page: int = 1
    size: int = PAGE_SIZES[0]
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.size

    @property
    def order(self) -> str:
        """The order in force as addresses and selectors write it."""
        return f"-{self.sort}" if self.descending else self.sort

    @property
    def narrowed(self) -> bool:
        """Whether a search or filter may hide rows."""
        return bool(self.search or self.filters)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableShape:
    """What a table can show and do; made once per page module."""

    name: str  # id in the page
    caption: Words  # what the rows are, read to those who do not see
    columns: Sequence[Column]
    row_template: str  # e.g. "portal/people/list.html#row": renders the <td>s of `row`
    sort: str = ""  # default order: a column's key, "-" before it for descending
    filters: Sequence[Filter] = ()
    search_label: Words = ""  # empty: no search box
    bulk: Sequence[BulkAction] = ()

    def read(self, asked: QueryDict) -> TableQuery:
        """The query in an address; what makes no sense in it is ignored."""
        sortable = {column.key for column in self.columns if column.sortable}
        sort = asked.get("sort", "")
        sort = sort if sort.removeprefix("-") in sortable else self.sort
        return TableQuery(
            search=asked.get("q", "").replace("\0", "").strip()[:SEARCH_LENGTH] if self.search_label else "",
            sort=sort.removeprefix("-"),
            descending=sort.startswith("-"),
            page=_whole(asked.get("page"), least=1),
            size=size if (size := _whole(asked.get("size"), least=0)) in PAGE_SIZES else PAGE_SIZES[0],
            filters=self._filters(asked),
        )

    def _filters(self, asked: QueryDict) -> dict[str, str]:
        chosen = {known.key: asked.get(known.key, "") for known in self.filters}
        allowed = {known.key: {value for value, _ in known.choices} for known in self.filters}
        return {key: value for key, value in chosen.items() if value in allowed[key] and value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column's heading as this page shows it."""

    column: Column
    address: str  # sorts by this column, or turns its order round
    direction: Literal["ascending", "descending", ""]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page of the table, or a gap between pages (number 0)."""

    number: int
    address: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceLink:
    """One choice among several that a table offers as links."""

    label: Words
    address: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One page of a table: `{% table table %}` shows it."""

    shape: TableShape
    query: TableQuery
    rows: Sequence[Any]
    total: int  # rows on all pages
    path: str  # address of the page without its query

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.query.size))

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1; 0 when there is none."""
        return self.query.offset + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.query.offset + len(self.rows)

    @property
    def total_text(self) -> str:
        """How many rows there are, as the foot of the table says it."""
        return str(self.total)

    @property
    def count_text(self) -> str:
        """How many rows match, in words."""
        return ngettext("%(count)s result", "%(count)s results", self.total) % {
            "count": f"{self.total:,}".replace(",", " ")
        }

    @property
    def sort_value(self) -> str:
        """The order in force as the address writes it."""
        return self.query.order

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The columns with where each leads."""
        return tuple(self._heading(column) for column in self.shape.columns)

    @property
    def filters(self) -> tuple[tuple[Filter, str], ...]:
        """The filters with the value chosen in each."""
        shown = (known for known in self.shape.filters if not known.letters)
        return tuple((known, self.query.filters.get(known.key, "")) for known in shown)

    @property
    def indexes(self) -> tuple[tuple[Filter, tuple[ChoiceLink, ...]], ...]:
        """Filters shown as links, each with all its choices; the first shows everything."""
        return tuple((known, self._links(known)) for known in self.shape.filters if known.letters)

    @property
    def size_links(self) -> tuple[ChoiceLink, ...]:
        """Addresses that show more or fewer rows at once; none where one page holds everything."""
        if self.total <= PAGE_SIZES[0]:
            return ()
        return tuple(
            ChoiceLink(
                label=str(size),
                address=self.address(size=size if size != PAGE_SIZES[0] else ""),
                current=size == self.query.size,
            )
            for size in PAGE_SIZES
        )

    @property
    def page_links(self) -> tuple[PageLink, ...]:
        """First, last and the pages near this one; a gap has number 0."""
        near = {1, self.pages, *range(max(1, self.query.page - 1), min(self.pages, self.query.page + 1) + 1)}
        links: list[PageLink] = []
        for number in sorted(near):
            if links and number > links[-1].number + 1:
                links.append(PageLink(number=0))
            links.append(
                PageLink(number=number, address=self.address(page=number), current=number == self.query.page)
            )
        return tuple(links)

    @property
    def previous(self) -> str:
        """Address of the page before, empty on the first."""
        return self.address(page=min(self.query.page, self.pages + 1) - 1) if self.query.page > 1 else ""

    @property
    def next(self) -> str:
        """Address of the page after, empty on the last."""
        return self.address(page=self.query.page + 1) if self.query.page < self.pages else ""

    @property
    def plain_address(self) -> str:
        """Address of the table with neither search nor filter."""
        return self.path

    def address(self, **changes: object) -> str:
        """Address of this table with something changed; the page falls back to the first unless it is named."""
        values: dict[str, object] = {"q": self.query.search, **self.query.filters, "sort": self.sort_value}
        values |= {"size": self.query.size if self.query.size != PAGE_SIZES[0] else ""}
        values |= changes
        if values.get("sort") == self.shape.sort:
            values["sort"] = ""
        if values.get("page") == 1:
            values["page"] = ""
        kept = {key: value for key, value in values.items() if value}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path

    def _links(self, known: Filter) -> tuple[ChoiceLink, ...]:
        chosen = self.query.filters.get(known.key, "")
        return tuple(
            ChoiceLink(label=label, address=self.address(**{known.key: value}), current=value == chosen)
            for value, label in (("", known.any_label), *known.choices)
        )

    def column(self, key: str) -> Column:
        """The column of this key. Raises KeyError."""
        for column in self.shape.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def _heading(self, column: Column) -> Heading:
        chosen = column.sortable and column.key == self.query.sort
        turned = f"-{column.key}" if chosen and not self.query.descending else column.key
        direction: Literal["ascending", "descending", ""] = ""
        if chosen:
            direction = "descending" if self.query.descending else "ascending"
        return Heading(column=column, address=self.address(sort=turned), direction=direction)


def _whole(text: str | None, *, least: int) -> int:
    try:
        return max(least, min(int(text or ""), 1_000_000))
    except ValueError:
        return least
