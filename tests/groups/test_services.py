"""Groups belong to one company; each act on one is on record, and calls know the result."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.services import person_delete
from cordboard.groups.errors import GroupNameTaken, GroupUnknown, MemberTaken, MemberUnknown
from cordboard.groups.selectors import destination_of, group_get, groups_for_company, groups_part
from cordboard.groups.services import (
    group_change,
    group_create,
    group_delete,
    member_add,
    member_move,
    member_remove,
)
from cordboard.groups.types import GroupSettings, GroupSummary, MemberEntry, Strategy
from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.numbering.errors import ExtensionTaken
from cordboard.numbering.selectors import extension_find
from cordboard.numbering.types import Destination
from cordboard.processes.snapshot_store import plain, value_read
from cordboard.tenancy.errors import FieldInvalid
from kit.companies import Side, TwoCompanies, two_companies

__all__ = ["two_companies"]

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SUPPORT = GroupSettings(
    name="Support",
    strategy=Strategy.ROUND_ROBIN,
    step=timedelta(seconds=10),
    total=timedelta(seconds=40),
    otherwise=Destination("mailbox", "some"),
    skip_busy=True,
    prefix="support",
)


def made(side: Side, settings: GroupSettings = SUPPORT, **values: Any) -> GroupSummary:
    return group_create(actor=SYSTEM, company=side.company.id, settings=settings, **values)


def add(side: Side, group: GroupSummary, person: UUID, **values: Any) -> None:
    member_add(actor=SYSTEM, company=side.company.id, group=group.id, person=person, **values)


def filled(side: Side) -> GroupSummary:
    """A group of the company's user and administrator, in this order."""
    group = made(side)
    add(side, group, side.user.person.id, weight=3)
    add(side, group, side.admin.person.id)
    return group_get(company=side.company.id, group=group.id)


def names(side: Side, group: GroupSummary) -> list[str]:
    return [member.name for member in group_get(company=side.company.id, group=group.id).members]


def told(side: Side) -> list[str]:
    entries = reversed(journal_page(companies={side.company.id}).entries)
    return [entry.kind for entry in entries if entry.kind.startswith("groups.")]


def test_calls_know_a_group_as_it_was_settled(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    group = filled(side)
    assert group.settings == SUPPORT
    part = groups_part(company=side.company.id)
    entry = part.groups[str(group.id)]
    assert entry.members == (
        MemberEntry(person=str(side.user.person.id), weight=3),
        MemberEntry(person=str(side.admin.person.id)),
    )
    assert (entry.strategy, entry.step, entry.total) == ("round_robin", SUPPORT.step, SUPPORT.total)
    assert (entry.otherwise, entry.skip_busy, entry.prefix) == (SUPPORT.otherwise, True, "support")
    assert value_read(type(part), plain(part)) == part
    assert told(side) == ["groups.group_created", "groups.member_added", "groups.member_added"]


def test_an_extension_rings_the_group_as_long_as_it_is_settled(two_companies: TwoCompanies) -> None:
    side, company = two_companies.one, two_companies.one.company.id
    group = made(side, number="200")
    found = extension_find(company=company, number="200")
    assert found is not None
    assert found.destination == destination_of(group.id)
    changed = group_change(actor=SYSTEM, company=company, group=group.id, settings=SUPPORT, number="201")
    assert changed.number == "201"
    assert extension_find(company=company, number="200") is None
    with pytest.raises(ExtensionTaken):
        group_change(actor=SYSTEM, company=company, group=group.id, settings=SUPPORT, number="101")
    assert group_get(company=company, group=group.id).number == "201"
    group_delete(actor=SYSTEM, company=company, group=group.id)
    assert extension_find(company=company, number="201") is None
    assert groups_for_company(company=company) == ()


def test_a_person_is_in_a_group_once_and_in_several_groups(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    group, other = filled(side), made(side, replace(SUPPORT, name="Sales"))
    with pytest.raises(MemberTaken):
        add(side, group, side.user.person.id)
    add(side, other, side.user.person.id)
    part = groups_part(company=side.company.id)
    rung = [
        MemberEntry(person=str(side.user.person.id), weight=3),
        MemberEntry(person=str(side.user.person.id)),
    ]
    assert [entry.members[0] for entry in part.groups.values()] == rung[::-1]


def test_members_change_places_and_leave(two_companies: TwoCompanies) -> None:
    side, company = two_companies.one, two_companies.one.company.id
    group, user = filled(side), two_companies.one.user.person.id
    member_move(actor=SYSTEM, company=company, group=group.id, person=user, up=True)
    assert names(side, group) == ["Uma Aurora", "Adam Aurora"]
    member_move(actor=SYSTEM, company=company, group=group.id, person=user, up=False)
    assert names(side, group) == ["Adam Aurora", "Uma Aurora"]
    member_remove(actor=SYSTEM, company=company, group=group.id, person=user)
    assert names(side, group) == ["Adam Aurora"]
    with pytest.raises(MemberUnknown):
        member_remove(actor=SYSTEM, company=company, group=group.id, person=user)
    assert told(side)[-3:] == ["groups.member_moved", "groups.member_moved", "groups.member_removed"]


def test_a_deleted_user_is_in_no_group(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    group = filled(side)
    person_delete(actor=SYSTEM, company=side.company.id, person=side.user.person.id)
    assert names(side, group) == ["Adam Aurora"]


def test_two_groups_of_a_company_have_two_names(two_companies: TwoCompanies) -> None:
    group = made(two_companies.one)
    with pytest.raises(GroupNameTaken):
        made(two_companies.one)
    assert made(two_companies.two).id != group.id


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"step": timedelta(seconds=4)},
        {"total": timedelta(hours=2)},
        {"prefix": "x" * 31},
    ],
)
def test_what_cannot_be_is_refused(two_companies: TwoCompanies, wrong: dict[str, Any]) -> None:
    with pytest.raises(FieldInvalid) as refused:
        made(two_companies.one, replace(SUPPORT, **wrong))
    assert refused.value.field in wrong
    assert groups_for_company(company=two_companies.one.company.id) == ()


def test_no_company_reaches_anothers_group_or_people(two_companies: TwoCompanies) -> None:
    one, two = two_companies.one, two_companies.two
    group, other = filled(one), two.company.id
    assert groups_for_company(company=other) == ()
    assert groups_part(company=other).groups == {}
    for act in (
        lambda: group_get(company=other, group=group.id),
        lambda: group_change(actor=SYSTEM, company=other, group=group.id, settings=SUPPORT),
        lambda: group_delete(actor=SYSTEM, company=other, group=group.id),
        lambda: add(two, group, two.user.person.id),
        lambda: member_remove(actor=SYSTEM, company=other, group=group.id, person=one.user.person.id),
        lambda: member_move(actor=SYSTEM, company=other, group=group.id, person=one.user.person.id, up=True),
    ):
        with pytest.raises(GroupUnknown):
            act()
    with pytest.raises(PersonUnknown):
        add(one, group, two.user.person.id)
    with pytest.raises(GroupUnknown):
        group_get(company=one.company.id, group=uuid4())
    assert names(one, group) == ["Uma Aurora", "Adam Aurora"]
