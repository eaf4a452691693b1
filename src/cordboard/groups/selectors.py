"""Reads of the groups room."""

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from cordboard.groups.errors import GroupUnknown
from cordboard.groups.models import CallGroup, GroupMember
from cordboard.groups.types import (
    GROUP,
    GroupEntry,
    GroupSettings,
    GroupsPart,
    GroupSummary,
    MemberEntry,
    MemberSummary,
    Strategy,
)
from cordboard.numbering.selectors import extensions_for_company
from cordboard.numbering.types import Destination
from cordboard.tenancy.scope import company_scope


def groups_part(*, company: UUID) -> GroupsPart:
    """What the company's calls need to know of its groups. Three queries."""
    groups = groups_for_company(company=company)
    return GroupsPart(groups={str(group.id): _entry(group) for group in groups})


def groups_for_company(*, company: UUID) -> tuple[GroupSummary, ...]:
    """The company's groups by name, with their members in order. Three queries."""
    extensions = extensions_for_company(company=company)
    numbers = {one.person: one.number for one in reversed(extensions) if one.person}
    leading = {one.destination: one.number for one in reversed(extensions)}
    with company_scope(company):
        return tuple(_summary(row, numbers, leading) for row in _groups(company))


def group_get(*, company: UUID, group: UUID) -> GroupSummary:
    """The group. Raises GroupUnknown, also for another company's. Three queries."""
    for found in groups_for_company(company=company):
        if found.id == group:
            return found
    raise GroupUnknown


def destination_of(group: UUID) -> Destination:
    """What leads to the group."""
    return Destination(GROUP, str(group))


def _groups(company: UUID) -> QuerySet[CallGroup]:
    members = GroupMember.objects.filter(company=company).select_related("person").order_by("place", "pk")
    rows = CallGroup.objects.filter(company=company).order_by("name")
    return rows.prefetch_related(Prefetch("members", queryset=members))


def _summary(row: CallGroup, numbers: Mapping[UUID, str], leading: Mapping[Destination, str]) -> GroupSummary:
    return GroupSummary(
        id=row.pk,
        settings=settings_of(row),
        members=tuple(
            MemberSummary(
                person=member.person_id,
                name=member.person.name,
                number=numbers.get(member.person_id, ""),
                weight=member.weight,
            )
            for member in row.members.all()
        ),
        number=leading.get(destination_of(row.pk), ""),
    )


def settings_of(row: CallGroup) -> GroupSettings:
    """What was settled of a group."""
    return GroupSettings(
        name=row.name,
        strategy=Strategy(row.strategy),
        step=row.step,
        total=row.total,
        otherwise=Destination(row.otherwise_kind, row.otherwise_id) if row.otherwise_kind else None,
        skip_busy=row.skip_busy,
        prefix=row.prefix,
    )


def _entry(group: GroupSummary) -> GroupEntry:
    settings = group.settings
    return GroupEntry(
        id=str(group.id),
        name=settings.name,
        members=tuple(MemberEntry(person=str(one.person), weight=one.weight) for one in group.members),
        strategy=settings.strategy.value,
        step=settings.step,
        total=settings.total,
        otherwise=settings.otherwise,
        skip_busy=settings.skip_busy,
        prefix=settings.prefix,
    )
