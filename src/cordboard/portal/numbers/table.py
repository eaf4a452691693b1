"""The provider's numbers as a table."""

from django.utils.translation import gettext as _

from cordboard.numbering.selectors import dids_page
from cordboard.portal.components.tables import Column, Filter, Table, TableShape
from cordboard.portal.requests import PlatformRequest


def numbers_table(request: PlatformRequest) -> Table:
    """The page of the list that the address asks for."""
    shape = TableShape(
        name="numbers",
        caption=_("Direct numbers"),
        columns=(
            Column(key="number", label=_("Number"), main=True),
            Column(key="company", label=_("Company")),
            Column(key="actions", label=_("Actions"), actions=True),
        ),
        filters=(
            Filter(
                key="state",
                label=_("State"),
                choices=[("free", _("Free ones"))],
                any_label=_("Free and assigned"),
            ),
        ),
        row_template="portal/numbers/pool_row.html",
        search_label=_("Number or company"),
    )
    query = shape.read(request.GET)
    page = dids_page(
        reseller=request.reseller,
        text=query.search,
        free_only=query.filters.get("state") == "free",
        offset=query.offset,
        size=query.size,
    )
    return Table(shape=shape, query=query, rows=page.rows, total=page.total, path=request.path)
