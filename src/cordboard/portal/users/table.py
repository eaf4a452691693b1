"""The list of users as a table."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from cordboard.accounts.types import COMPANY_ROLES
from cordboard.people.selectors import people_page
from cordboard.people.types import EquippedPerson
from cordboard.portal.components.tables import BulkAction, Column, Filter, Table, TableShape
from cordboard.portal.requests import CompanyRequest
from cordboard.portal.roles import role_name


def users_shape() -> TableShape:
    """Columns, filters and deeds of the list, in the reader's language."""
    return TableShape(
        name="users",
        caption=_("Users"),
        columns=_columns(),
        row_template="portal/users/row.html",
        sort="name",
        filters=(_role_filter(),),
        search_label=_("Name, extension or e-mail"),
        bulk=(
            BulkAction(
                address=reverse("company_users_delete"),
                label=_("Delete"),
                icon="trash",
                destructive=True,
                question=_(
                    "Delete the chosen people with their extensions, phones and voice messages? This cannot be undone."
                ),
            ),
        ),
    )


def users_table(request: CompanyRequest) -> Table:
    """The page of the list that the address asks for."""
    shape = users_shape()
    query = shape.read(request.GET)
    page = people_page(
        company=request.company.id,
        text=query.search,
        role=query.filters.get("role", ""),
        order=f"-{query.sort}" if query.descending else query.sort,
        offset=query.offset,
        size=query.size,
    )
    return Table(shape=shape, query=query, rows=page.rows, total=page.total, path=request.path)


def people_all(request: CompanyRequest) -> Sequence[EquippedPerson]:
    """Everyone who fits the search in force, for an export."""
    query = users_shape().read(request.GET)
    page = people_page(
        company=request.company.id,
        text=query.search,
        role=query.filters.get("role", ""),
        order=f"-{query.sort}" if query.descending else query.sort,
        size=1_000_000,
    )
    return page.rows


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="name", label=_("Name"), sortable=True, main=True),
        Column(key="extension", label=_("Extension"), sortable=True),
        Column(key="email", label=_("E-mail"), sortable=True),
        Column(key="role", label=_("Role"), sortable=True),
        Column(key="devices", label=_("Phones")),
        Column(key="actions", label=_("Actions"), actions=True),
    )


def _role_filter() -> Filter:
    return Filter(
        key="role",
        label=_("Role"),
        any_label=_("All roles"),
        choices=[(role.value, role_name(role)) for role in sorted(COMPANY_ROLES)],
    )
