"""Pages of time tables, switches and ring services: what is typed holds, what is wrong is told beside its field."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cordboard.hours.rules import hours_read
from cordboard.hours.selectors import (
    lines_for_company,
    ring_services_for_company,
    switches_for_company,
    time_tables_for_company,
)
from cordboard.hours.services import ring_service_pin_verify, switch_create, time_table_create
from cordboard.hours.types import HolidayRegion, SwitchState, TableState, TimeTableValues
from cordboard.journal.types import SYSTEM
from cordboard.numbering.types import Destination
from cordboard.tenancy.types import CompanySummary
from kit.companies import TwoCompanies
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TYPED = {
    "name": "Office",
    "number": "30",
    "state": "check",
    **{f"day{day}": "09:00-12:00, 13:00-17:00" for day in range(5)},
    "country": "GB",
    "region": "sct",
    "dates": "2026-12-24 09:00-12:00 Christmas Eve",
}


@pytest.fixture
def company(two_companies: TwoCompanies) -> CompanySummary:
    return two_companies.one.company


@pytest.fixture
def admin(two_companies: TwoCompanies, sign_in: SignIn) -> Client:
    return sign_in(two_companies.one.admin.person)


def get(client: Client, name: str, *arguments: object) -> str:
    answer = client.get(reverse(name, args=arguments), secure=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def post(client: Client, route: str, /, *arguments: object, **values: object) -> HttpResponse:
    return client.post(reverse(route, args=arguments), values, secure=True)  # type: ignore[return-value]


def told(answer: HttpResponse) -> str:
    """What a refused form says."""
    assert answer.status_code == 422
    return unescape(answer.content.decode())


def test_a_time_table_is_made_and_shown_as_it_was_typed(admin: Client, company: CompanySummary) -> None:
    assert post(admin, "company_time_table_new", **TYPED).status_code == 302
    (made,) = time_tables_for_company(company=company.id)
    assert made.values.week == (hours_read(TYPED["day0"]),) * 5 + ((), ())
    assert made.values.holidays == HolidayRegion(country="GB", region="SCT")
    page = get(admin, "company_time_table", made.id)
    assert page.count('value="09:00-12:00, 13:00-17:00"') == 5
    assert "2026-12-24 09:00-12:00 Christmas Eve" in page
    assert post(admin, "company_time_table", made.id, **{**TYPED, "day6": "22:00-06:00"}).status_code == 302
    (changed,) = time_tables_for_company(company=company.id)
    assert changed.values.week[6] == hours_read("22:00-06:00")
    assert "Office" in get(admin, "company_time_tables")


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("day2", "9-17", "“9-17” can't be read"),
        ("dates", "2026-12-24 closed\nsoon", "Line 2 can't be read: “soon”"),
        ("region", "ZZ", "This country has no such part"),
        ("number", "1*", "Use 1 to 6 digits."),
        ("name", "", "This field is required."),
    ],
)
def test_what_can_not_be_read_is_told_and_nothing_is_made(
    admin: Client, company: CompanySummary, field: str, typed: str, words: str
) -> None:
    assert words in told(post(admin, "company_time_table_new", **{**TYPED, field: typed}))
    assert time_tables_for_company(company=company.id) == ()


def test_a_time_table_is_forced_and_let_go_from_the_list(admin: Client, company: CompanySummary) -> None:
    made = time_table_create(actor=SYSTEM, company=company.id, values=TimeTableValues(name="Never"))
    assert "Closed" in get(admin, "company_time_tables")
    post(admin, "company_time_table_state", made.id, state="open")
    assert time_tables_for_company(company=company.id)[0].values.state is TableState.OPEN
    assert 'value="open" aria-pressed="true"' in get(admin, "company_time_tables")
    assert post(admin, "company_time_table_state", made.id, state="ajar").status_code == 404
    assert post(admin, "company_time_table_delete", made.id).status_code == 302
    assert time_tables_for_company(company=company.id) == ()


def test_a_calendar_is_imported_and_a_broken_one_named_by_its_line(
    admin: Client, company: CompanySummary
) -> None:
    made = time_table_create(actor=SYSTEM, company=company.id, values=TimeTableValues(name="Office"))
    text = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20991224\nSUMMARY:Eve\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    upload = SimpleUploadedFile("a.ics", text.encode())
    assert post(admin, "company_time_table_calendar", made.id, calendar=upload).status_code == 302
    assert "2099-12-24 closed Eve" in get(admin, "company_time_table", made.id)
    broken = SimpleUploadedFile("b.ics", text.replace("20991224", "<b>20991324").encode())
    page = told(post(admin, "company_time_table_calendar", made.id, calendar=broken))
    assert "Line 3 of the calendar can't be read" in page
    assert len(time_tables_for_company(company=company.id)[0].values.dates) == 1


def test_a_switch_is_made_turned_changed_and_deleted(admin: Client, company: CompanySummary) -> None:
    post(admin, "company_switches", name="Night", number="1", states="3", pin="2846")
    (made,) = switches_for_company(company=company.id)
    assert (made.states, made.number, made.guarded) == (3, "1", True)
    post(admin, "company_switch_state", made.id, state="additional")
    assert switches_for_company(company=company.id)[0].state is SwitchState.ADDITIONAL
    assert 'value="additional" aria-pressed="true"' in get(admin, "company_switches")
    post(admin, "company_switch", made.id, name="Nights", number="2", states="2", pin="")
    (changed,) = switches_for_company(company=company.id)
    assert (changed.name, changed.guarded, changed.state) == ("Nights", True, SwitchState.OFF)
    post(admin, "company_switch", made.id, name="Nights", number="2", states="2", pin="", pin_gone="on")
    assert not switches_for_company(company=company.id)[0].guarded
    assert post(admin, "company_switch_delete", made.id).status_code == 302
    assert switches_for_company(company=company.id) == ()


def test_where_calls_go_is_chosen_by_state_and_shown(
    admin: Client, two_companies: TwoCompanies, company: CompanySummary
) -> None:
    user = f"person:{two_companies.one.user.person.id}"
    post(admin, "company_time_table_new", **TYPED, to_open=user)
    (table,) = time_tables_for_company(company=company.id)
    assert table.values.ways == {"open": Destination(*user.split(":"))}
    assert f'value="{user}" selected' in get(admin, "company_time_table", table.id)
    way = f"time_table:{table.id}"
    post(admin, "company_switches", name="Night", states="2", to_on=way, to_additional=user)
    (switch,) = switches_for_company(company=company.id)
    assert switch.ways == {"on": Destination(*way.split(":"))}
    stranger = f"person:{two_companies.two.user.person.id}"
    assert "Select a valid choice" in told(post(admin, "company_time_table_new", **TYPED, to_open=stranger))


def test_a_number_that_is_taken_is_told_beside_its_field(admin: Client, company: CompanySummary) -> None:
    switch_create(actor=SYSTEM, company=company.id, name="Night", number="30")
    page = told(post(admin, "company_time_table_new", **TYPED))
    assert "Another switch or time table has the number 30." in page


def test_ring_services_divert_lines_by_their_identifier(
    admin: Client, company: CompanySummary, two_companies: TwoCompanies
) -> None:
    user = two_companies.one.user.person
    overflow = f"person:{user.id}"
    post(admin, "company_ring_services", name="Rush", overflow=overflow, pin="2846")
    (made,) = ring_services_for_company(company=company.id)
    assert made.overflow.id == str(user.id)
    assert ring_service_pin_verify(company=company.id, service=made.id, pin="2846")
    post(admin, "company_line", two_companies.one.did.id, identifier="75")
    post(admin, "company_ring_service_line", made.id, identifier="75")
    assert [line.diverted_to for line in lines_for_company(company=company.id)] == ["Rush"]
    assert "Rush" in get(admin, "company_ring_services")
    assert post(admin, "company_ring_service_line", made.id, identifier="76").status_code == 404
    assert f'value="{overflow}" selected' in get(admin, "company_ring_service", made.id)
    strangers = f"person:{two_companies.two.user.person.id}"
    assert post(admin, "company_ring_service", made.id, name="Rush", overflow=strangers).status_code == 422
    assert post(admin, "company_ring_service_delete", made.id).status_code == 302
    assert [line.diverted_to for line in lines_for_company(company=company.id)] == [""]


def test_pages_without_anything_say_so(admin: Client) -> None:
    assert "No time tables yet" in get(admin, "company_time_tables")
    assert "No switches yet" in get(admin, "company_switches")
    assert "No ring services yet" in get(admin, "company_ring_services")
    assert "New time table" in get(admin, "company_time_table_new")
