"""Pure decisions about roles and passwords."""

from collections.abc import Iterator
from uuid import UUID

from cordboard.accounts.types import PLATFORM_ROLES, PersonSummary, Role
from cordboard.base.errors import mark
from cordboard.base.ids import new_secret

PASSWORD_LEAST = 8


def password_faults(password: str) -> Iterator[str]:
    """Each missing class named. Source: catalogue WDX-22, WDX-21."""
    if len(password) < PASSWORD_LEAST:
        yield mark("It needs at least 8 characters.")
    if not any(sign.isupper() for sign in password):
        yield mark("It needs an upper-case letter.")
    if not any(sign.islower() for sign in password):
        yield mark("It needs a lower-case letter.")
    if not any(sign.isdigit() for sign in password):
        yield mark("It needs a digit.")
    if all(sign.isalnum() or sign.isspace() for sign in password):
        yield mark("It needs a special character such as ! # or ?")


def password_suggest() -> str:
    """A new password that passes `password_faults`: 80 random bits and one of each class."""
    return f"{new_secret(length=8)}-{new_secret(length=8).upper()}7"


def may_manage(actor: PersonSummary, target: PersonSummary) -> bool:
    """Whether `actor` may change `target`: only lower ranks, except for the super administrator (WDX-91).

    That both are in reach of one another (same company, own reseller) is `may_see`'s question.
    """
    if actor.role is Role.SUPER_ADMIN or actor.id == target.id:
        return True
    return actor.role.rank > target.role.rank and actor.role in {
        *PLATFORM_ROLES,
        Role.RESELLER_ADMIN,
        Role.COMPANY_ADMIN,
    }


def may_administer_company(actor: PersonSummary, *, company: UUID, reseller: UUID) -> bool:
    """Whether `actor` may administer this company, which belongs to this reseller."""
    match actor.role:
        case Role.SUPER_ADMIN | Role.PLATFORM_ADMIN:
            return True
        case Role.RESELLER_ADMIN:
            return actor.reseller == reseller
        case Role.COMPANY_ADMIN:
            return actor.company == company
        case Role.USER | Role.API_CLIENT:
            return False


def may_give_role(actor: PersonSummary, role: Role) -> bool:
    """Whether `actor` may create someone in this role; nobody makes a second super administrator."""
    return role is not Role.SUPER_ADMIN and (actor.role is Role.SUPER_ADMIN or actor.role.rank > role.rank)
