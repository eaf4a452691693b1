"""Call groups in the portal, without any script: settled, filled, put in order and deleted."""

from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cordboard.groups.selectors import group_get, groups_for_company
from cordboard.groups.types import GroupSettings, Strategy
from cordboard.numbering.selectors import extension_find
from cordboard.numbering.types import Destination
from kit.companies import Side, TwoCompanies
from kit.groups import group_make
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def side(two_companies: TwoCompanies) -> Side:
    return two_companies.one


@pytest.fixture
def admin(side: Side, sign_in: SignIn) -> Client:
    return sign_in(side.admin.person)


def get(client: Client, name: str, *arguments: object) -> str:
    answer = client.get(reverse(name, args=arguments), secure=True)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def post(client: Client, name: str, /, *arguments: object, **values: object) -> HttpResponse:
    return client.post(reverse(name, args=arguments), values, secure=True)


def typed(**changes: object) -> dict[str, object]:
    """A group as its form sends it."""
    values: dict[str, object] = {
        "name": "Support", "extension": "200", "strategy": "linear", "step_number": "20", "step_unit": "s",
        "total_number": "2", "total_unit": "m", "otherwise": "", "shown_before": "support", "skip_busy": "on",
    }  # fmt: skip
    return {**values, **changes}


def members(side: Side, group: UUID) -> list[str]:
    return [member.number for member in group_get(company=side.company.id, group=group).members]


def test_a_group_is_made_with_its_extension_and_all_settings(admin: Client, side: Side) -> None:
    lost = f"person:{side.user.person.id}"
    answer = post(admin, "company_group_new", **typed(otherwise=lost))
    (made,) = groups_for_company(company=side.company.id)
    assert answer.headers["Location"] == reverse("company_group", args=[made.id])
    assert made.settings == GroupSettings(
        name="Support",
        strategy=Strategy.LINEAR,
        step=timedelta(seconds=20),
        total=timedelta(minutes=2),
        otherwise=Destination("person", str(side.user.person.id)),
        skip_busy=True,
        prefix="support",
    )
    assert extension_find(company=side.company.id, number="200") is not None
    shown = get(admin, "company_group", made.id)
    assert "Nobody is in this group yet" in shown
    assert f'value="{lost}" selected' in shown
    assert "Support" in get(admin, "company_groups")


def test_what_was_saved_is_in_force_and_the_extension_given_up_is_free(admin: Client, side: Side) -> None:
    post(admin, "company_group_new", **typed())
    (made,) = groups_for_company(company=side.company.id)
    post(admin, "company_group", made.id, **typed(name="Help", extension="", strategy="random"))
    (changed,) = groups_for_company(company=side.company.id)
    assert (changed.settings.name, changed.settings.strategy, changed.number) == ("Help", Strategy.RANDOM, "")
    assert extension_find(company=side.company.id, number="200") is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"extension": "101"}, "Extension 101 is already used in this company."),
        ({"step_number": "1"}, "This is too short."),
        ({"name": ""}, "This field is required."),
        ({"otherwise": "mailbox:nobody's"}, "is not one of the available choices"),
    ],
)
def test_a_form_that_cannot_be_taken_says_why(
    admin: Client, side: Side, wrong: dict[str, object], said: str
) -> None:
    answer = post(admin, "company_group_new", **typed(**wrong))
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())
    assert groups_for_company(company=side.company.id) == ()


def test_calls_are_never_sent_to_another_company(
    admin: Client, side: Side, two_companies: TwoCompanies
) -> None:
    stranger = two_companies.two.user.person.id
    answer = post(admin, "company_group_new", **typed(otherwise=f"person:{stranger}"))
    assert answer.status_code == 422
    assert str(stranger) not in get(admin, "company_group_new")


def test_members_join_change_places_and_leave(admin: Client, side: Side) -> None:
    group = group_make(side)
    user, boss = side.user.person.id, side.admin.person.id
    assert members(side, group) == ["102", "101"]
    post(admin, "company_group_member_down", group, user)
    assert members(side, group) == ["101", "102"]
    post(admin, "company_group_member_up", group, user)
    assert members(side, group) == ["102", "101"]
    post(admin, "company_group_member_remove", group, boss)
    assert members(side, group) == ["102"]
    post(admin, "company_group_members", group, person="101", weight="7")
    assert members(side, group) == ["102", "101"]
    assert group_get(company=side.company.id, group=group).members[1].weight == 7


@pytest.mark.parametrize(
    ("person", "weight", "said"),
    [
        ("102", "1", "Uma Aurora is already in this group."),
        ("uma.102@borealis.example.com", "1", "Nobody here has this extension or e-mail address."),
        ("101", "0", "greater than or equal to 1"),
    ],
)
def test_who_cannot_join_is_told_beside_the_field(
    admin: Client, side: Side, person: str, weight: str, said: str
) -> None:
    group = group_make(side)
    answer = post(admin, "company_group_members", group, person=person, weight=weight)
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())
    assert members(side, group) == ["102", "101"]


def test_a_deleted_group_is_gone(admin: Client, side: Side) -> None:
    group = group_make(side)
    post(admin, "company_group_delete", group)
    assert groups_for_company(company=side.company.id) == ()


def test_a_hostile_name_is_text(admin: Client, side: Side) -> None:
    post(admin, "company_group_new", **typed(name="<script>alert(1)</script>"))
    answer = admin.get(reverse("company_groups"), secure=True)
    assert b"<script>alert(1)" not in answer.content
