"""Resellers and companies come into being, each sealed from the other."""

import threading
from uuid import uuid4

import pytest
from django.db import connection
from django_scopes.exceptions import ScopeError

from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.tenancy.errors import CompanyUnknown, FieldInvalid, SipDomainTaken
from cordboard.tenancy.models import CustomerContact
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.selectors import (
    companies_page,
    company_find_by_domain,
    company_get,
    contacts_for_company,
    resellers_list,
)
from cordboard.tenancy.services import (
    company_change,
    company_create,
    company_limits_set,
    contact_create,
    reseller_create,
)
from cordboard.tenancy.types import CompanyLimits, CompanySummary, Language, ResellerSummary

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def _reseller(name: str = "North") -> ResellerSummary:
    return reseller_create(actor=SYSTEM, name=name)


def _company(reseller: ResellerSummary, name: str = "Acme") -> CompanySummary:
    return company_create(
        actor=SYSTEM,
        reseller=reseller.id,
        name=name,
        sip_domain=f"{name.lower()}.example.com",
        language=Language.FRENCH,
        country="fr",
        time_zone="Europe/Paris",
    )


def test_a_new_company_has_a_random_key_a_running_account_number_and_no_limits() -> None:
    reseller = _reseller()
    first, second = _company(reseller, "One"), _company(reseller, "Two")
    assert first.key != second.key
    assert first.key.startswith("t")
    assert second.account_number == first.account_number + 1
    assert first.limits == CompanyLimits()
    assert first.country == "FR"


def test_creating_a_company_writes_one_journal_entry() -> None:
    company = _company(_reseller())
    entries = journal_page(companies={company.id}).entries
    assert [entry.kind for entry in entries] == ["tenancy.company_created"]
    assert entries[0].facts == {"name": "Acme"}


def test_a_sip_domain_serves_one_company_only_and_the_refused_one_leaves_nothing() -> None:
    reseller = _reseller()
    _company(reseller)
    with pytest.raises(SipDomainTaken):
        _company(reseller, "ACME")
    assert companies_page(reseller=reseller.id).total == 1


def test_a_reseller_name_is_unique_whatever_its_case() -> None:
    _reseller("North")
    with pytest.raises(FieldInvalid):
        _reseller("NORTH")
    assert [reseller.name for reseller in resellers_list()] == ["North"]


def test_fifty_companies_are_none_too_many() -> None:
    reseller = _reseller()
    for number in range(50):
        _company(reseller, f"Company{number}")
    assert companies_page(reseller=reseller.id).total == 50


def test_limits_are_kept() -> None:
    company = _company(_reseller())
    limits = CompanyLimits(
        incoming_calls=1, outgoing_calls=2, combined_calls=3, extensions=4, incoming_lines=5
    )
    company_limits_set(actor=SYSTEM, company=company.id, limits=limits)
    assert company_get(company=company.id).limits == limits


def test_changing_a_company_that_is_not_there_says_so() -> None:
    with pytest.raises(CompanyUnknown):
        company_change(
            actor=SYSTEM,
            company=uuid4(),
            name="x",
            sip_domain="x.example.com",
            language=Language.ENGLISH,
            country="GB",
            time_zone="UTC",
        )


@pytest.mark.parametrize("typed", ["acme.example.com", "ACME", "10001"])
def test_a_company_is_found_by_domain_name_or_account_number(typed: str) -> None:
    company = _company(_reseller())
    wanted = str(company.account_number) if typed.isdigit() else typed
    assert company_find_by_domain(domain=wanted) == company


def test_two_companies_of_one_name_are_told_apart_by_nobody_so_neither_is_found() -> None:
    north, south = _reseller("North"), _reseller("South")
    for reseller, domain in ((north, "a.example.com"), (south, "b.example.com")):
        company_create(
            actor=SYSTEM,
            reseller=reseller.id,
            name="Twin",
            sip_domain=domain,
            language=Language.ENGLISH,
            country="GB",
            time_zone="UTC",
        )
    assert company_find_by_domain(domain="Twin") is None


def test_contacts_of_one_company_are_invisible_to_another() -> None:
    reseller = _reseller()
    first, second = _company(reseller, "One"), _company(reseller, "Two")
    contact_create(actor=SYSTEM, company=first.id, name="Ann", email="ann@example.com")
    assert contacts_for_company(company=first.id) == (("Ann", "ann@example.com", ""),)
    assert contacts_for_company(company=second.id) == ()


def test_tenant_rows_outside_a_scope_raise() -> None:
    with pytest.raises(ScopeError):
        CustomerContact.objects.count()


def test_a_scope_hides_other_companies_even_from_a_query_that_names_them() -> None:
    reseller = _reseller()
    first, second = _company(reseller, "One"), _company(reseller, "Two")
    contact_create(actor=SYSTEM, company=first.id, name="Ann", email="ann@example.com")
    with company_scope(second.id):
        assert CustomerContact.objects.filter(company=first.id).count() == 0


@pytest.mark.django_db(transaction=True)
def test_companies_created_at_the_same_moment_get_different_account_numbers() -> None:
    reseller = _reseller()
    faults: list[Exception] = []

    def create(name: str) -> None:
        try:
            _company(reseller, name)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=create, args=(f"Race{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = {company.account_number for company in companies_page(reseller=reseller.id).rows}
    assert (faults, len(numbers)) == ([], 6)
