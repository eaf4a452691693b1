"""Acts on call groups and their members."""

from cordboard.groups.services.groups import group_change, group_create, group_delete
from cordboard.groups.services.members import member_add, member_move, member_remove

__all__ = ["group_change", "group_create", "group_delete", "member_add", "member_move", "member_remove"]
