"""The list of phones as a table."""

from django.utils.translation import gettext as _

from cordboard.devices.selectors import devices_page
from cordboard.portal.components.tables import Column, Table, TableShape
from cordboard.portal.requests import CompanyRequest


def devices_table(request: CompanyRequest) -> Table:
    """The page of the list that the address asks for."""
    shape = TableShape(
        name="devices",
        caption=_("Phones"),
        columns=(
            Column(key="name", label=_("Name"), sortable=True, main=True),
            Column(key="person", label=_("Person"), sortable=True),
            Column(key="state", label=_("State")),
            Column(key="transport", label=_("Connection"), sortable=True),
            Column(key="created", label=_("Since"), sortable=True),
        ),
        row_template="portal/devices/row.html",
        sort="name",
        search_label=_("Phone or person"),
    )
    query = shape.read(request.GET)
    page = devices_page(
        company=request.company.id,
        text=query.search,
        order=f"-{query.sort}" if query.descending else query.sort,
        offset=query.offset,
        size=query.size,
    )
    return Table(shape=shape, query=query, rows=page.rows, total=page.total, path=request.path)
