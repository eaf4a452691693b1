"""What pages cost the database: as many queries with fifty rows as with one, and no more than written here."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cordboard.accounts.models import Person
from cordboard.devices.models import Device
from cordboard.numbering.models import Did, Extension
from cordboard.tenancy.models import Company
from cordboard.tenancy.scope import company_scope
from kit.companies import TwoCompanies
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

# Session, person and (in a company) company are read for each; then what the page itself shows.
COMPANY_PAGES = {
    "/company/": 11,
    "/company/users/": 10,
    "/company/devices/": 5,
    "/company/devices/new/": 10,
    "/company/numbers/": 5,
    "/company/dialplan/": 5,
    "/company/settings/": 7,
    "/company/journal/": 4,
    "/company/users/export.csv": 10,
}
PLATFORM_PAGES = {
    "/platform/": 14,
    "/platform/companies/": 8,
    "/platform/numbers/": 4,
    "/platform/resellers/": 3,
    "/platform/journal/": 4,
}


def _queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(page, secure=True)
    assert answer.status_code == 200, page
    return len(queries)


def _fill(two: TwoCompanies, count: int) -> None:
    """Rows as acts would make them, but all at once."""
    company, numbers = two.one.company.id, range(count)
    people = Person.objects.bulk_create(
        Person(email=f"p{number}@example.com", first_name="P", last_name=f"Q {number}", language="en", role="user", company_id=company)
        for number in numbers
    )  # fmt: skip
    with company_scope(company):
        Extension.objects.bulk_create(
            Extension(company_id=company, number=str(2000 + number), person=people[number], destination_kind="person", destination_id="x")
            for number in numbers
        )  # fmt: skip
        Device.objects.bulk_create(
            Device(company_id=company, person=people[number % 25], key=f"e{number}", transport="any", encryption="off", codecs=[])
            for number in numbers
        )  # fmt: skip
    Did.objects.bulk_create(Did(number=f"+47210001{number:02}", company_id=company) for number in numbers)
    Company.objects.bulk_create(
        Company(
            key=f"t{number}", account_number=20000 + number, reseller_id=two.one.reseller.id, name=f"C {number}",
            kind="private", language="en", country="GB", time_zone="UTC", sip_domain=f"c{number}.example.com",
        )
        for number in numbers
    )  # fmt: skip


def test_fifty_rows_cost_what_one_costs(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    admin, platform = sign_in(two_companies.one.admin.person), sign_in(two_companies.super_admin)
    pages = [(admin, page) for page in COMPANY_PAGES] + [(platform, page) for page in PLATFORM_PAGES]
    for client in (admin, platform):
        client.get("/me/account/", secure=True)  # the first request of a session is counted among sessions
    few = {page: _queries(client, page) for client, page in pages}
    _fill(two_companies, 50)
    many = {page: _queries(client, f"{page}?size=50") for client, page in pages}
    assert many == few
    assert few == COMPANY_PAGES | PLATFORM_PAGES
