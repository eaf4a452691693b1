"""Roles in words, and what the rules of accounts mean for a page's buttons and acts."""

from django.utils.translation import gettext

from cordboard.accounts.errors import NotAllowed
from cordboard.accounts.rules import may_give_role, may_manage
from cordboard.accounts.types import ROLE_NAMES, PersonSummary, Role


def role_name(role: Role) -> str:
    """The role in the reader's language."""
    return gettext(ROLE_NAMES[role])


def manage_check(actor: PersonSummary, target: PersonSummary) -> None:
    """`actor` may change `target`. Raises NotAllowed: administrators do not change their equals (WDX-91)."""
    if not may_manage(actor, target):
        raise NotAllowed


def delete_check(actor: PersonSummary, target: PersonSummary) -> None:
    """`actor` may delete `target`. Raises NotAllowed, also for oneself: nobody locks themselves out."""
    manage_check(actor, target)
    if actor.id == target.id:
        raise NotAllowed


def role_check(actor: PersonSummary, target: PersonSummary | None, role: Role) -> None:
    """`actor` may put `target` (None: a newcomer) into `role`. Raises NotAllowed; keeping a role is always allowed."""
    if target is not None and target.role is role:
        return
    if target is not None:
        delete_check(actor, target)  # as final as deleting: nobody changes their own role
    if not may_give_role(actor, role):
        raise NotAllowed
