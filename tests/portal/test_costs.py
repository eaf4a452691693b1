"""What pages cost the database: as many queries with fifty rows as with one, and no more than written here."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cordboard.devices.services import device_create
from cordboard.journal.types import SYSTEM
from cordboard.numbering.services import did_assign, did_create
from cordboard.people.services import newcomer_create
from cordboard.people.types import NewcomerWish, PhoneWish
from cordboard.tenancy.services import company_create
from cordboard.tenancy.types import CompanySummary, Language
from kit.companies import TwoCompanies
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

# Session, person and (in a company) company are read for each; then what the page itself shows.
COMPANY_PAGES = {
    "/company/": 9,
    "/company/users/": 8,
    "/company/devices/": 5,
    "/company/devices/new/": 8,
    "/company/numbers/": 5,
    "/company/dialplan/": 5,
    "/company/settings/": 7,
    "/company/journal/": 4,
    "/company/users/export.csv": 8,
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


def _fill(company: CompanySummary, count: int) -> None:
    for number in range(count):
        wish = NewcomerWish(
            email=f"p{number}@example.com",
            first_name="P",
            last_name=f"Number {number}",
            language=Language.ENGLISH,
            extension=str(2000 + number),
            phone=PhoneWish(name="Phone"),
            welcome=False,
        )
        person = newcomer_create(actor=SYSTEM, company=company.id, wish=wish).person
        device_create(actor=SYSTEM, company=company.id, person=person.id, name="Second")
        did = did_create(actor=SYSTEM, number=f"+47210001{number:02}", country="NO")
        did_assign(actor=SYSTEM, company=company.id, did=did.id, destination=None)
        company_create(
            actor=SYSTEM,
            reseller=company.reseller,
            name=f"Company {number}",
            sip_domain=f"c{number}.example.com",
            language=Language.ENGLISH,
            country="GB",
            time_zone="UTC",
        )


def test_fifty_rows_cost_what_one_costs(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    admin, platform = sign_in(two_companies.one.admin.person), sign_in(two_companies.super_admin)
    pages = [(admin, page) for page in COMPANY_PAGES] + [(platform, page) for page in PLATFORM_PAGES]
    for client in (admin, platform):
        client.get("/me/account/", secure=True)  # the first request of a session is counted among sessions
    few = {page: _queries(client, page) for client, page in pages}
    _fill(two_companies.one.company, 50)
    many = {page: _queries(client, f"{page}?size=50") for client, page in pages}
    assert many == few
    assert few == COMPANY_PAGES | PLATFORM_PAGES
