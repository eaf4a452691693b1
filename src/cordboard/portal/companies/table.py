"""The list of companies as a table."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordboard.people.selectors import counts_for_companies
from cordboard.people.types import CompanyCounts
from cordboard.portal.components.tables import Column, Table, TableShape
from cordboard.portal.requests import PlatformRequest
from cordboard.portal.standing import address_at
from cordboard.tenancy.selectors import companies_page
from cordboard.tenancy.types import CompanySummary

_ORDERS = {"reseller": "reseller__name"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRow:
    """A company and what it holds."""

    company: CompanySummary
    counts: CompanyCounts
    inside: str  # address of the company's own pages


def companies_table(request: PlatformRequest) -> Table:
    """The page of the list that the address asks for."""
    shape = TableShape(
        name="companies",
        caption=_("Companies"),
        columns=_columns(),
        row_template="portal/companies/row.html",
        sort="name",
        search_label=_("Name, SIP domain or account number"),
    )
    query = shape.read(request.GET)
    column = _ORDERS.get(query.sort, query.sort)
    page = companies_page(
        reseller=request.reseller,
        text=query.search,
        order=f"-{column}" if query.descending else column,
        offset=query.offset,
        size=query.size,
    )
    return Table(shape=shape, query=query, rows=company_rows(page.rows), total=page.total, path=request.path)


def company_rows(companies: tuple[CompanySummary, ...]) -> list[CompanyRow]:
    """The companies with what they hold."""
    counts = counts_for_companies(companies=[company.id for company in companies])
    return [
        CompanyRow(company=company, counts=counts[company.id], inside=address_at(company.account_number))
        for company in companies
    ]


def _columns() -> tuple[Column, ...]:
    return (
        Column(key="name", label=_("Name"), sortable=True, main=True),
        Column(key="account_number", label=_("Account"), sortable=True),
        Column(key="sip_domain", label=_("SIP domain"), sortable=True),
        Column(key="reseller", label=_("Reseller"), sortable=True),
        Column(key="people", label=_("Users"), end=True),
        Column(key="devices", label=_("Phones"), end=True),
        Column(key="actions", label=_("Actions"), actions=True),
    )
