"""Who may change whom, and which passwords will do."""

from dataclasses import replace
from uuid import uuid4

import pytest

from cordboard.accounts.rules import (
    may_administer_company,
    may_give_role,
    may_manage,
    password_faults,
    password_suggest,
)
from cordboard.accounts.types import PersonSummary, Role

pytestmark = pytest.mark.pure

SOMEONE = PersonSummary(
    id=uuid4(),
    user_number=1000,
    first_name="A",
    last_name="B",
    email="a@example.com",
    language="en",
    role=Role.USER,
    company=None,
    reseller=None,
    active=True,
    has_password=True,
)


def _person(role: Role) -> PersonSummary:
    return replace(SOMEONE, id=uuid4(), role=role)


@pytest.mark.parametrize(
    ("password", "missing"),
    [
        ("Ab1!xyz", "8 characters"),
        ("ab1!wxyz", "upper-case"),
        ("AB1!WXYZ", "lower-case"),
        ("Abc!wxyz", "digit"),
        ("Abc1wxyz", "special"),
    ],
)
def test_each_missing_class_of_a_password_is_named(password: str, missing: str) -> None:
    faults = list(password_faults(password))
    assert len(faults) == 1
    assert missing in faults[0]


def test_a_password_of_all_classes_passes() -> None:
    assert list(password_faults("Abc1!xyz")) == []


def test_suggested_passwords_pass_the_rule_and_differ() -> None:
    suggested = {password_suggest() for _ in range(50)}
    assert len(suggested) == 50
    assert [fault for password in suggested for fault in password_faults(password)] == []


@pytest.mark.parametrize(
    ("actor", "target", "allowed"),
    [
        (Role.SUPER_ADMIN, Role.PLATFORM_ADMIN, True),
        (Role.PLATFORM_ADMIN, Role.PLATFORM_ADMIN, False),
        (Role.PLATFORM_ADMIN, Role.SUPER_ADMIN, False),
        (Role.PLATFORM_ADMIN, Role.COMPANY_ADMIN, True),
        (Role.RESELLER_ADMIN, Role.RESELLER_ADMIN, False),
        (Role.RESELLER_ADMIN, Role.COMPANY_ADMIN, True),
        (Role.COMPANY_ADMIN, Role.COMPANY_ADMIN, False),
        (Role.COMPANY_ADMIN, Role.USER, True),
        (Role.USER, Role.USER, False),
        (Role.API_CLIENT, Role.USER, False),
        (Role.USER, Role.API_CLIENT, False),
    ],
)
def test_administrators_change_lower_ranks_only(actor: Role, target: Role, allowed: bool) -> None:
    assert may_manage(_person(actor), _person(target)) is allowed


def test_everyone_may_change_themselves() -> None:
    assert may_manage(SOMEONE, SOMEONE)


def test_nobody_makes_a_second_super_administrator() -> None:
    assert not any(may_give_role(_person(role), Role.SUPER_ADMIN) for role in Role)


def test_administration_ends_at_the_own_company_and_the_own_reseller() -> None:
    company, reseller = uuid4(), uuid4()
    admin = replace(_person(Role.COMPANY_ADMIN), company=company)
    seller = replace(_person(Role.RESELLER_ADMIN), reseller=reseller)
    assert may_administer_company(admin, company=company, reseller=reseller)
    assert not may_administer_company(admin, company=uuid4(), reseller=reseller)
    assert may_administer_company(seller, company=uuid4(), reseller=reseller)
    assert not may_administer_company(seller, company=company, reseller=uuid4())
    assert not may_administer_company(_person(Role.USER), company=company, reseller=reseller)
