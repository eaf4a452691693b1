"""Acts on call groups."""

from uuid import UUID

from django.db import IntegrityError, transaction

from cordboard.groups.errors import GroupNameTaken
from cordboard.groups.models import CallGroup
from cordboard.groups.rules import step_check, total_check
from cordboard.groups.selectors import destination_of, group_get
from cordboard.groups.services.rows import group_locked
from cordboard.groups.types import GroupSettings, GroupSummary
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.numbering.services import destination_number_set
from cordboard.tenancy.rules import name_clean
from cordboard.tenancy.scope import company_scope

LONGEST_NAME = 80  # signs
LONGEST_PREFIX = 30


@transaction.atomic
def group_create(*, actor: Actor, company: UUID, settings: GroupSettings, number: str = "") -> GroupSummary:
    """A group without members, which the extension `number` rings, if given.

    Raises FieldInvalid, GroupNameTaken, ExtensionTaken and its kin, LimitReached.
    """
    row = CallGroup(company_id=company)
    _take(row, settings)
    return _settled(row, actor=actor, number=number, kind="groups.group_created")


@transaction.atomic
def group_change(
    *, actor: Actor, company: UUID, group: UUID, settings: GroupSettings, number: str = ""
) -> GroupSummary:
    """The group is as settled, and this extension rings it, or none. Raises GroupUnknown and what `group_create` does."""
    with company_scope(company):
        row = group_locked(company, group)
    _take(row, settings)
    return _settled(row, actor=actor, number=number, kind="groups.group_changed")


@transaction.atomic
def group_delete(*, actor: Actor, company: UUID, group: UUID) -> None:
    """The group is gone and its extension free. Raises GroupUnknown."""
    with company_scope(company):
        row = group_locked(company, group)
        destination_number_set(actor=actor, company=company, destination=destination_of(group), number="")
        row.delete()
    facts: dict[str, object] = {"name": row.name}
    journal_record(kind="groups.group_deleted", actor=actor, company=company, subject=group, facts=facts)


def _take(row: CallGroup, settings: GroupSettings) -> None:
    row.name = name_clean(settings.name, field="name", most=LONGEST_NAME)
    row.strategy = settings.strategy.value
    row.step, row.total = step_check(settings.step), total_check(settings.total)
    row.skip_busy = settings.skip_busy
    row.prefix = (
        name_clean(settings.prefix, field="prefix", most=LONGEST_PREFIX) if settings.prefix.strip() else ""
    )
    there = settings.otherwise
    row.otherwise_kind, row.otherwise_id = (there.kind, there.id) if there else ("", "")


def _settled(row: CallGroup, *, actor: Actor, number: str, kind: str) -> GroupSummary:
    company = row.company_id
    with company_scope(company):
        _keep(row)
        destination_number_set(
            actor=actor, company=company, destination=destination_of(row.pk), number=number
        )
    facts: dict[str, object] = {"name": row.name}
    journal_record(kind=kind, actor=actor, company=company, subject=row.pk, facts=facts)
    return group_get(company=company, group=row.pk)


def _keep(row: CallGroup) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise GroupNameTaken(name=row.name) from None
