"""The list of users as a table."""

from collections.abc import Sequence
from string import ascii_uppercase

from django.urls import reverse
from django.utils.translation import gettext as _

from cordboard.accounts.types import COMPANY_ROLES
from cordboard.people.selectors import people_page
from cordboard.people.types import EquippedPerson, PeopleWanted
from cordboard.portal.components.tables import BulkAction, Column, Filter, Table, TableQuery, TableShape
from cordboard.portal.requests import CompanyRequest
from cordboard.portal.roles import role_name
from cordboard.portal.users.rows import user_rows

PENDING, COMPLETE = "pending", "complete"


def users_shape() -> TableShape:
    """Columns, filters and deeds of the list, in the reader's language."""
    return TableShape(
        name="users",
        caption=_("Users"),
        columns=_columns(),
        row_template="portal/users/row.html",
        sort="name",
        filters=(_role_filter(), _state_filter(), _letter_filter()),
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
        wanted=_wanted(query),
        order=query.order,
        offset=query.offset,
        size=query.size,
    )
    return Table(
        shape=shape, query=query, rows=user_rows(request, page.rows), total=page.total, path=request.path
    )


def people_all(request: CompanyRequest) -> Sequence[EquippedPerson]:
    """Everyone who fits the search in force, for an export."""
    query = users_shape().read(request.GET)
    return people_page(
        company=request.company.id, wanted=_wanted(query), order=query.order, size=1_000_000
    ).rows


def _wanted(query: TableQuery) -> PeopleWanted:
    state = query.filters.get("state")
    return PeopleWanted(
        text=query.search,
        role=query.filters.get("role", ""),
        letter=query.filters.get("letter", ""),
        pending=None if state is None else state == PENDING,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="id", label=_("ID"), sortable=True),
        Column(key="name", label=_("Name"), sortable=True, main=True),
        Column(key="extension", label=_("Extension"), sortable=True),
        Column(key="did", label=_("Direct number")),
        Column(key="email", label=_("E-mail"), sortable=True),
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


def _state_filter() -> Filter:
    """Who has yet to choose a password is pending (USR-20, USR-22)."""
    return Filter(
        key="state",
        label=_("Show only accounts"),
        any_label=_("All accounts"),
        choices=[(PENDING, _("Pending: not signed in yet")), (COMPLETE, _("Complete"))],
    )


def _letter_filter() -> Filter:
    """First or last names that begin with a letter (USR-17)."""
    return Filter(
        key="letter",
        label=_("Names beginning with"),
        any_label=_("All"),
        choices=[(letter, letter) for letter in ascii_uppercase],
        letters=True,
    )
