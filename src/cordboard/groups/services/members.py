"""Acts on members of call groups. Members keep their places one behind another, from 0."""

from uuid import UUID

from django.db import transaction

from cordboard.accounts.selectors import person_get
from cordboard.groups.errors import MemberTaken, MemberUnknown
from cordboard.groups.models import CallGroup, GroupMember
from cordboard.groups.rules import weight_check
from cordboard.groups.services.rows import group_locked
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.tenancy.scope import company_scope


@transaction.atomic
def member_add(*, actor: Actor, company: UUID, group: UUID, person: UUID, weight: int = 1) -> None:
    """The person is the group's last member. Raises GroupUnknown, PersonUnknown, MemberTaken, FieldInvalid."""
    added = person_get(company=company, person=person)
    with company_scope(company):
        row = group_locked(company, group)
        members = _members(row)
        if any(member.person_id == person for member in members):
            raise MemberTaken(name=added.name)
        GroupMember.objects.create(
            company_id=company, group=row, person_id=person, place=len(members), weight=weight_check(weight)
        )
        _placed(members)
    _record(actor, row, "groups.member_added", added.name)


@transaction.atomic
def member_remove(*, actor: Actor, company: UUID, group: UUID, person: UUID) -> None:
    """The person is no member any more. Raises GroupUnknown, MemberUnknown."""
    with company_scope(company):
        row = group_locked(company, group)
        members = _members(row)
        gone = _member(members, person)
        gone.delete()
        _placed([member for member in members if member is not gone])
    _record(actor, row, "groups.member_removed", gone.person.name)


@transaction.atomic
def member_move(*, actor: Actor, company: UUID, group: UUID, person: UUID, up: bool) -> None:
    """The person has changed places with the one before, or behind; the first and the last stay there.

    Raises GroupUnknown, MemberUnknown.
    """
    with company_scope(company):
        row = group_locked(company, group)
        members = _members(row)
        moved = _member(members, person)
        place = members.index(moved)
        other = max(place - 1, 0) if up else min(place + 1, len(members) - 1)
        members[place], members[other] = members[other], members[place]
        _placed(members)
    _record(actor, row, "groups.member_moved", moved.person.name)


def _members(group: CallGroup) -> list[GroupMember]:
    return list(group.members.select_related("person").order_by("place", "pk"))


def _member(members: list[GroupMember], person: UUID) -> GroupMember:
    for member in members:
        if member.person_id == person:
            return member
    raise MemberUnknown


def _placed(members: list[GroupMember]) -> None:
    for place, member in enumerate(members):
        member.place = place
    GroupMember.objects.bulk_update(members, ["place"])


def _record(actor: Actor, group: CallGroup, kind: str, name: str) -> None:
    facts: dict[str, object] = {"name": name, "group": group.name}
    journal_record(kind=kind, actor=actor, company=group.company_id, subject=group.pk, facts=facts)
