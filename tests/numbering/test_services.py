"""Extensions and direct numbers are given, moved and freed, each company on its own."""

from datetime import timedelta

import pytest

from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.numbering.errors import (
    DidTaken,
    DidUnavailable,
    ExtensionIsCode,
    ExtensionTaken,
    ExtensionUnknown,
)
from cordboard.numbering.models import FeatureCode
from cordboard.numbering.selectors import (
    codes_for_company,
    dids_for_company,
    dids_free,
    extensions_for_company,
)
from cordboard.numbering.services import (
    did_assign,
    did_create,
    did_free,
    extension_change,
    extension_create,
    extension_delete,
)
from cordboard.numbering.types import Destination, ExtensionSummary, FeatureFunction
from cordboard.tenancy.errors import FieldInvalid, LimitReached
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.services import company_limits_set
from cordboard.tenancy.types import CompanyLimits, CompanySummary
from kit.tenants import company_make

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SOMEWHERE = Destination("person", "p")


def _extension(company: CompanySummary, number: str = "101") -> ExtensionSummary:
    return extension_create(actor=SYSTEM, company=company.id, number=number, destination=SOMEWHERE)


def test_the_same_extension_lives_in_two_companies() -> None:
    one, two = company_make("one"), company_make("two")
    assert _extension(one).number == _extension(two).number == "101"


def test_an_extension_is_given_once_in_a_company() -> None:
    company = company_make()
    _extension(company)
    with pytest.raises(ExtensionTaken):
        _extension(company)
    assert len(extensions_for_company(company=company.id)) == 1


def test_a_companys_own_code_replaces_the_default_and_bars_the_extension() -> None:
    company = company_make()
    with company_scope(company.id):
        FeatureCode.objects.create(company_id=company.id, function=FeatureFunction.ECHO_TEST, code="55")
    assert codes_for_company(company=company.id) == {
        "55": FeatureFunction.ECHO_TEST,
        "*98": FeatureFunction.VOICEMAIL,
        "93": FeatureFunction.SWITCH,
    }
    _extension(company, "76")
    with pytest.raises(ExtensionIsCode):
        _extension(company, "55")


def test_the_limit_of_extensions_refuses_one_more_and_leaves_nothing() -> None:
    company = company_make()
    company_limits_set(actor=SYSTEM, company=company.id, limits=CompanyLimits(extensions=1))
    _extension(company)
    before = journal_page(companies={company.id}).entries
    with pytest.raises(LimitReached):
        _extension(company, "102")
    assert len(extensions_for_company(company=company.id)) == 1
    assert journal_page(companies={company.id}).entries == before


@pytest.mark.parametrize("seconds", [0, 4, 301, -5])
def test_ring_times_outside_5_to_300_seconds_are_refused(seconds: int) -> None:
    extension = _extension(company := company_make())
    with pytest.raises(FieldInvalid):
        extension_change(
            actor=SYSTEM,
            company=company.id,
            extension=extension.id,
            number="101",
            ring_time=timedelta(seconds=seconds),
        )


def test_another_companys_extension_can_be_neither_changed_nor_deleted() -> None:
    one, two = company_make("one"), company_make("two")
    extension = _extension(one)
    with pytest.raises(ExtensionUnknown):
        extension_delete(actor=SYSTEM, company=two.id, extension=extension.id)
    with pytest.raises(ExtensionUnknown):
        extension_change(
            actor=SYSTEM, company=two.id, extension=extension.id, number="5", ring_time=timedelta(seconds=20)
        )
    assert extensions_for_company(company=one.id) == (extension,)


def test_a_number_goes_from_the_pool_to_a_company_and_back() -> None:
    company = company_make()
    did = did_create(actor=SYSTEM, number="020 7946 0000", country="GB")
    assert [free.number for free in dids_free()] == ["+442079460000"]
    did_assign(actor=SYSTEM, company=company.id, did=did.id, destination=SOMEWHERE)
    assert dids_free() == ()
    assert dids_for_company(company=company.id)[0].destination == SOMEWHERE
    did_free(actor=SYSTEM, company=company.id, did=did.id)
    assert dids_for_company(company=company.id) == ()
    assert dids_free()[0].destination is None


def test_a_number_exists_once() -> None:
    did_create(actor=SYSTEM, number="+442079460000", country="GB")
    with pytest.raises(DidTaken):
        did_create(actor=SYSTEM, number="020 7946 0000", country="GB")


def test_another_companys_number_can_be_neither_taken_nor_freed() -> None:
    one, two = company_make("one"), company_make("two")
    did = did_create(actor=SYSTEM, number="+442079460000", country="GB")
    did_assign(actor=SYSTEM, company=one.id, did=did.id, destination=None)
    with pytest.raises(DidUnavailable):
        did_assign(actor=SYSTEM, company=two.id, did=did.id, destination=None)
    with pytest.raises(DidUnavailable):
        did_free(actor=SYSTEM, company=two.id, did=did.id)
    assert len(dids_for_company(company=one.id)) == 1


def test_the_limit_of_incoming_lines_refuses_one_more() -> None:
    company = company_make()
    company_limits_set(actor=SYSTEM, company=company.id, limits=CompanyLimits(incoming_lines=1))
    first, second = (did_create(actor=SYSTEM, number=f"+44207946000{n}", country="GB") for n in (1, 2))
    did_assign(actor=SYSTEM, company=company.id, did=first.id, destination=None)
    with pytest.raises(LimitReached):
        did_assign(actor=SYSTEM, company=company.id, did=second.id, destination=None)
    did_assign(actor=SYSTEM, company=company.id, did=first.id, destination=SOMEWHERE)
