"""How acts get hold of a group."""

from uuid import UUID

from cordboard.groups.errors import GroupUnknown
from cordboard.groups.models import CallGroup


def group_locked(company: UUID, group: UUID) -> CallGroup:
    """The group, nobody else's to change until the transaction ends. Raises GroupUnknown."""
    row = CallGroup.objects.select_for_update().filter(pk=group, company=company).first()
    if row is None:
        raise GroupUnknown
    return row
