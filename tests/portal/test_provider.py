"""What the platform and its resellers do: companies, resellers, numbers, administrators."""

from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from cordboard.accounts.selectors import administrators_list, people_for_company
from cordboard.accounts.services import person_language_set
from cordboard.accounts.types import Role
from cordboard.base.clock import now
from cordboard.deployment import registry
from cordboard.deployment.jobs import apply_company, remove_company
from cordboard.deployment.models import ApplyRun
from cordboard.deployment.types import ApplyState
from cordboard.hours.selectors import SWITCH
from cordboard.hours.services import switch_create
from cordboard.journal.models import Entry
from cordboard.journal.types import SYSTEM
from cordboard.numbering.selectors import dids_for_company, dids_free
from cordboard.numbering.types import Destination
from cordboard.people.jobs import clear_company
from cordboard.people.services import company_remove
from cordboard.portal import ports
from cordboard.portal.ports import ProcessHealth
from cordboard.processes.jobs import CLEAR_COMPANY, ERASE_COMPANY_MESSAGES, REMOVE_COMPANY
from cordboard.tenancy.errors import CompanyUnknown
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.selectors import companies_page, company_get, contacts_list, resellers_list
from cordboard.tenancy.types import CompanyLimits, Language
from kit.companies import TwoCompanies
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]

PERSON = {"first_name": "Nora", "last_name": "New", "email": "nora@example.com", "language": "en"}


@pytest.fixture
def platform(two_companies: TwoCompanies, sign_in: SignIn) -> Client:
    return sign_in(two_companies.super_admin)


@pytest.fixture
def reseller(two_companies: TwoCompanies, sign_in: SignIn) -> Client:
    return sign_in(two_companies.one.reseller_admin)


def _company(two: TwoCompanies, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        **PERSON,
        "name": "Crescent",
        "sip_domain": "crescent.example.com",
        "country": "NO",
        "time_zone": "Europe/Oslo",
        "language": "nb",
        "reseller": str(two.one.reseller.id),
        "kind": "private",
        "extension": "100",
    }
    return values | changes


def test_a_company_is_founded_with_an_invited_administrator(
    two_companies: TwoCompanies, reseller: Client
) -> None:
    answer = reseller.post("/platform/companies/new/", _company(two_companies), secure=True, follow=True)
    assert "An invitation is on its way to nora@example.com." in answer.content.decode()
    (made,) = companies_page(reseller=None, text="Crescent").rows
    assert made.reseller == two_companies.one.reseller.id
    assert [person.role for person in people_for_company(company=made.id)] == [Role.COMPANY_ADMIN]
    assert Entry.objects.filter(kind="people.welcome_requested", company=made.id).exists()


def test_a_reseller_founds_companies_of_its_own_only(two_companies: TwoCompanies, reseller: Client) -> None:
    foreign = _company(two_companies, reseller=str(two_companies.two.reseller.id))
    answer = reseller.post("/platform/companies/new/", foreign, secure=True)
    assert answer.status_code == 422
    assert companies_page(reseller=None).total == 2
    assert "Borealis" not in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        (
            {"sip_domain": "aurora.example.com"},
            "sip_domain",
            "The SIP domain aurora.example.com is already used.",
        ),
        ({"sip_domain": "a b"}, "sip_domain", "Enter a domain such as pbx.example.com."),
        ({"country": "XX"}, "country", "Select a valid choice."),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "Select a valid choice."),
        ({"extension": "76"}, "extension", "76 is the code of a service"),
        ({"email": "uma.102@aurora.example.com"}, "email", "already belongs to an account"),
        ({"name": " "}, "name", "This field is required."),
    ],
)
def test_a_refused_company_says_why_beside_the_field(
    two_companies: TwoCompanies, platform: Client, changes: dict[str, Any], field: str, text: str
) -> None:
    answer = platform.post("/platform/companies/new/", _company(two_companies, **changes), secure=True)
    assert answer.status_code == 422
    assert text in str(answer.context["form"].errors[field])
    assert companies_page(reseller=None).total == 2


def test_details_limits_and_contacts_are_changed(two_companies: TwoCompanies, reseller: Client) -> None:
    company = two_companies.one.company
    page = f"/platform/companies/{company.account_number}/"
    reseller.post(page, _company(two_companies, name="Aurora AS", sip_domain="new.example.com"), secure=True)
    reseller.post(f"{page}limits/", {"extensions": "5", "incoming_calls": ""}, secure=True)
    contact = {"name": "Cora", "email": "cora@example.com", "phone": "+4721000000"}
    reseller.post(f"{page}contacts/", contact, secure=True)
    changed = company_get(company=company.id)
    assert (changed.name, changed.sip_domain) == ("Aurora AS", "new.example.com")
    assert changed.limits == CompanyLimits(extensions=5)
    (known,) = contacts_list(company=company.id)
    assert "Cora" in reseller.get(page, secure=True).content.decode()
    reseller.post(f"{page}contacts/{known.id}/delete/", secure=True)
    assert contacts_list(company=company.id) == ()


@pytest.mark.parametrize(
    ("deed", "values"),
    [("", {"name": ""}), ("limits/", {"extensions": "-1"}), ("contacts/", {"name": "X", "email": "x"})],
)
def test_a_refused_change_shows_its_form_again(
    two_companies: TwoCompanies, platform: Client, deed: str, values: dict[str, str]
) -> None:
    page = f"/platform/companies/{two_companies.one.company.account_number}/{deed}"
    answer = platform.post(page, values, secure=True)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_a_reseller_is_made_once_and_given_an_administrator(
    two_companies: TwoCompanies, platform: Client
) -> None:
    platform.post("/platform/resellers/", {"name": "Cirrus"}, secure=True)
    again = platform.post("/platform/resellers/", {"name": "cirrus"}, secure=True)
    assert "There is already a reseller of this name." in again.content.decode()
    (made,) = [row for row in resellers_list() if row.name == "Cirrus"]
    page = f"/platform/resellers/{made.id}/"
    answer = platform.post(page, PERSON, secure=True, follow=True)
    assert "An invitation is on its way to nora@example.com." in answer.content.decode()
    (admin,) = administrators_list(reseller=made.id)
    assert platform.post(f"{page}admins/{admin.id}/welcome/", secure=True).status_code == 302
    platform.post(f"{page}admins/{admin.id}/delete/", secure=True)
    assert administrators_list(reseller=made.id) == ()


def test_a_reseller_is_renamed_and_deleted_once_it_is_empty(
    two_companies: TwoCompanies, platform: Client
) -> None:
    one, two = two_companies.one.reseller, two_companies.two.reseller
    page = f"/platform/resellers/{one.id}/"
    taken = platform.post(f"{page}name/", {"name": two.name.upper()}, secure=True)
    assert taken.status_code == 422
    assert "There is already a reseller of this name." in taken.content.decode()
    platform.post(f"{page}name/", {"name": "Aurora & Sons"}, secure=True)
    assert {row.name for row in resellers_list()} == {"Aurora & Sons", two.name}
    refused = platform.post(f"{page}delete/", secure=True, follow=True).content.decode()
    assert "This reseller still has companies." in refused
    company_remove(actor=SYSTEM, company=two_companies.one.company.id)
    waiting = platform.post(f"{page}delete/", secure=True, follow=True).content.decode()
    assert "still being deleted" in waiting
    clear_company(str(two_companies.one.company.id))
    platform.post(f"{page}delete/", secure=True)
    assert [row.name for row in resellers_list()] == [two.name]
    assert administrators_list(reseller=one.id) == ()
    assert Entry.objects.get(kind="tenancy.reseller_deleted").facts == {"name": "Aurora & Sons"}


@pytest.mark.parametrize("audience", ["platform", "reseller"])
def test_a_company_is_deleted_once_its_name_is_typed(
    two_companies: TwoCompanies, platform: Client, reseller: Client, audience: str
) -> None:
    client = {"platform": platform, "reseller": reseller}[audience]
    side, company = two_companies.one, two_companies.one.company
    page = f"/platform/companies/{company.account_number}/"
    assert f'data-types-to-confirm="{company.name}"' in client.get(page, secure=True).content.decode()
    for typed in ("", "Borealis Company", company.name.lower()):
        answer = client.post(f"{page}delete/", {"confirmation": typed}, secure=True, follow=True)
        assert "Nothing was deleted" in answer.content.decode()
    assert company_get(company=company.id) == company
    answer = client.post(f"{page}delete/", {"confirmation": company.name}, secure=True, follow=True)
    assert f"{company.name} is closed and is being deleted." in answer.content.decode()
    assert client.get(page, secure=True).status_code == 404
    with pytest.raises(CompanyUnknown):
        company_get(company=company.id)
    assert [row.number for row in dids_free()] == [side.did.number]
    assert dids_free()[0].destination is None
    assert company_get(company=two_companies.two.company.id) == two_companies.two.company
    assert people_for_company(company=two_companies.two.company.id)
    entry = Entry.objects.get(kind="tenancy.company_closed")
    assert (entry.company, entry.facts) == (company.id, {"name": company.name, "key": company.key})
    deferred = ProcrastinateJob.objects.filter(
        task_name__in=[REMOVE_COMPANY.name, ERASE_COMPANY_MESSAGES.name, CLEAR_COMPANY.name]
    )
    assert sorted(map(str, deferred.values_list("args", flat=True))) == sorted(
        [f"{{'key': '{company.key}'}}", f"{{'context': '{company.key}'}}", f"{{'company': '{company.id}'}}"]
    )


def test_jobs_of_a_deleted_company_find_nothing_to_do(
    two_companies: TwoCompanies, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waited to be applied when it was deleted neither fails nor brings it back."""
    company = two_companies.one.company
    removed: list[str] = []
    monkeypatch.setattr(registry, "_removers", [removed.append])
    remove_company(company.key)
    assert removed == []  # it lives: nothing is taken away
    company_remove(actor=SYSTEM, company=company.id)
    apply_company(str(company.id))
    remove_company(company.key)
    assert removed == [company.key]


def test_only_the_super_administrator_makes_and_ends_platform_administrators(
    two_companies: TwoCompanies, platform: Client, sign_in: SignIn
) -> None:
    plain = sign_in(two_companies.platform_admin)
    assert plain.post("/platform/admins/", PERSON, secure=True).status_code == 403
    platform.post("/platform/admins/", PERSON, secure=True)
    (new,) = [row for row in administrators_list(reseller=None) if row.email == "nora@example.com"]
    for deed in ("delete", "welcome"):
        assert plain.post(f"/platform/admins/{new.id}/{deed}/", secure=True).status_code == 403
        own = f"/platform/admins/{two_companies.super_admin.id}/{deed}/"
        assert plain.post(own, secure=True).status_code == 403
    assert platform.post(f"/platform/admins/{new.id}/delete/", secure=True).status_code == 302
    assert (
        platform.post(f"/platform/admins/{two_companies.super_admin.id}/delete/", secure=True).status_code
        == 403
    )


def test_many_numbers_are_added_by_paste_and_the_bad_ones_stay(
    two_companies: TwoCompanies, platform: Client
) -> None:
    pasted = "+47 21 00 00 01\n21 00 00 02\r\n\n(0047) 21-00-00-03\n+442079460001\nhello\n<script>"
    answer = platform.post("/platform/numbers/new/", {"numbers": pasted, "country": "NO"}, secure=True)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert {row.number for row in dids_free()} == {"+4721000001", "+4721000002", "+4721000003"}
    assert "3 numbers were not added" in page
    assert "already exists" in page
    assert "<script>" not in page.split("<main")[1]
    assert "hello" in answer.context["form"].initial["numbers"]


def test_a_thousand_numbers_at_once_and_no_more(two_companies: TwoCompanies, platform: Client) -> None:
    pasted = "\n".join(f"+44207947{number:04}" for number in range(1001))
    answer = platform.post("/platform/numbers/new/", {"numbers": pasted, "country": "GB"}, secure=True)
    assert "more than 1,000 numbers" in answer.content.decode()
    assert dids_free() == ()


def test_a_number_is_assigned_freed_and_given_back(two_companies: TwoCompanies, reseller: Client) -> None:
    did, company = two_companies.one.did, two_companies.one.company
    freed = reseller.post(f"/platform/numbers/{did.id}/free/", secure=True, follow=True).content.decode()
    undo = f"/platform/numbers/{did.id}/back/{company.account_number}/"
    assert undo in freed
    assert dids_for_company(company=company.id) == ()
    reseller.post(undo, secure=True)
    assert [row.number for row in dids_for_company(company=company.id)] == [did.number]


def test_a_reseller_gives_free_numbers_to_its_own_companies_only(
    two_companies: TwoCompanies, reseller: Client, platform: Client
) -> None:
    platform.post("/platform/numbers/new/", {"numbers": "+4721000001", "country": "NO"}, secure=True)
    (free,) = dids_free()
    foreign = {"company": str(two_companies.two.company.account_number)}
    assert reseller.post(f"/platform/numbers/{free.id}/", foreign, secure=True).status_code == 404
    own = {"company": str(two_companies.one.company.account_number)}
    reseller.post(f"/platform/numbers/{free.id}/", own, secure=True)
    assert len(dids_for_company(company=two_companies.one.company.id)) == 2


def test_a_company_chooses_whom_its_number_rings(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    client, did = sign_in(two_companies.one.admin.person), two_companies.one.did
    client.post(f"/company/numbers/{did.id}/", {"person": "102"}, secure=True)
    (row,) = dids_for_company(company=two_companies.one.company.id)
    assert row.destination is not None
    assert row.destination.id == str(two_companies.one.user.person.id)
    assert "Uma Aurora" in client.get("/company/numbers/", secure=True).content.decode()
    client.post(f"/company/numbers/{did.id}/", {"person": ""}, secure=True)
    assert dids_for_company(company=two_companies.one.company.id)[0].destination is None


def test_a_number_leads_to_a_place_of_its_own_company_only(
    two_companies: TwoCompanies, sign_in: SignIn
) -> None:
    client, did = sign_in(two_companies.one.admin.person), two_companies.one.did
    ours, theirs = (
        switch_create(actor=SYSTEM, company=side.company.id, name="Night").id
        for side in (two_companies.one, two_companies.two)
    )
    address = f"/company/numbers/{did.id}/"
    assert client.post(address, {"place": f"{SWITCH}:{ours}"}, secure=True).status_code == 302
    assert dids_for_company(company=two_companies.one.company.id)[0].destination == Destination(
        SWITCH, str(ours)
    )
    assert "Night" in client.get("/company/numbers/", secure=True).content.decode()
    for wrong in ({"place": f"{SWITCH}:{theirs}"}, {"place": f"{SWITCH}:{ours}", "person": "102"}):
        assert client.post(address, wrong, secure=True).status_code == 422


def test_a_company_cannot_take_a_number_from_the_pool(
    two_companies: TwoCompanies, sign_in: SignIn, platform: Client
) -> None:
    platform.post("/platform/numbers/new/", {"numbers": "+4721000001", "country": "NO"}, secure=True)
    (free,) = dids_free()
    client = sign_in(two_companies.one.admin.person)
    assert client.post(f"/company/numbers/{free.id}/", {"person": "102"}, secure=True).status_code == 404
    assert dids_free() == (free,)


@pytest.mark.parametrize("number", ["9" * 30, "0"])
def test_ids_beyond_reason_are_not_there(platform: Client, number: str) -> None:
    for page in (f"/platform/numbers/{number}/", f"/platform/companies/{number}/"):
        assert platform.get(page, secure=True).status_code == 404


def test_the_sip_domain_is_the_platforms_to_change(two_companies: TwoCompanies, sign_in: SignIn) -> None:
    company = two_companies.one.company
    values = _company(two_companies, name="Renamed", sip_domain="mine.example.com")
    sign_in(two_companies.one.admin.person).post("/company/settings/", values, secure=True)
    kept = company_get(company=company.id)
    assert (kept.name, kept.sip_domain, kept.language) == ("Renamed", "aurora.example.com", "nb")
    sign_in(two_companies.super_admin).post(
        f"/at/{company.account_number}/company/settings/", values, secure=True
    )
    assert company_get(company=company.id).sip_domain == "mine.example.com"


def test_the_dashboard_asks_each_process_how_it_is(platform: Client) -> None:
    page = platform.get("/platform/health/", secure=True).content.decode()
    for process in ("db", "engine", "calls", "live", "web", "worker"):
        assert f"<dt>{process}</dt>" in page
    assert "Not well" in page  # none of them runs beside this test


def test_what_processes_answer_is_told_in_the_readers_language(
    two_companies: TwoCompanies, platform: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text is translated before what belongs into it is, and nothing of it becomes markup."""
    told = (
        ProcessHealth(name="db", well=True, text="%(name)s was deleted.", values={"name": "<b>100%</b>"}),
        ProcessHealth(name="web", well=False, text="Saved."),
    )
    monkeypatch.setattr(ports, "_reports", [lambda: told])
    person_language_set(actor=SYSTEM, person=two_companies.super_admin.id, language=Language.FRENCH)
    page = platform.get("/platform/health/", secure=True).content.decode()
    assert "&lt;b&gt;100%&lt;/b&gt; a été supprimé" in page
    assert "Enregistré" in page
    assert 'lang="en"' not in page


def test_a_configuration_that_failed_is_an_alarm_for_the_platform_and_a_notice_for_the_company(
    two_companies: TwoCompanies, platform: Client, sign_in: SignIn
) -> None:
    company = two_companies.one.company
    with company_scope(company.id):
        ApplyRun.objects.create(
            company_id=company.id, started=now(), finished=now(), state=ApplyState.FAILED, revision="r2",
            last_good="c0ffee", fault="pjsip.conf line 7 <b>",
        )  # fmt: skip
    alarm = platform.get("/platform/", secure=True).content.decode()
    assert "The configuration of Aurora Company could not be brought" in alarm
    assert "pjsip.conf line 7 &lt;b&gt;" in alarm
    assert "Revision c0ffee stays in force" in alarm
    notice = sign_in(two_companies.one.admin.person).get("/company/", secure=True).content.decode()
    assert "Your last changes are not in force yet" in notice
    assert "pjsip.conf" not in notice
    other = sign_in(two_companies.two.reseller_admin).get("/platform/", secure=True).content.decode()
    assert "Aurora" not in other
