"""The rows of the list of users: what each shows, and what its reader may do.

Addresses and words are resolved once for a list, not once for each of its rows: a page shows up to a hundred.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from cordboard.accounts.rules import may_manage
from cordboard.accounts.types import PersonSummary, Role
from cordboard.people.types import EquippedPerson
from cordboard.portal.requests import CompanyRequest
from cordboard.portal.roles import role_name

_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWords:
    """What rows say, in the reader's language."""

    pending: str
    assign: str
    away: str
    none: str
    edit: str
    delete: str
    question: str  # before someone is deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow:
    """A user, and what the reader may do about them."""

    equipped: EquippedPerson
    user_number: str  # plain digits in every language
    role: str  # empty: a plain user
    words: RowWords
    question: str
    anchor: str  # id of the name, by which buttons say whom they concern
    address: str  # of their page in the list
    numbers: str  # where direct numbers are assigned (USR-11)
    act: str  # where a click opens their own pages (USR-27); empty: the reader may not
    delete: str  # where the bin posts to (USR-15); empty: the reader may not


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shared:
    """What the rows of one list have in common; addresses are nobody's."""

    page: str
    act: str
    delete: str
    numbers: str
    words: RowWords
    roles: dict[Role, str]


def user_rows(request: CompanyRequest, people: Sequence[EquippedPerson]) -> list[UserRow]:
    """The people with addresses for what `request` may do; everyone in the list is in its reach."""
    shared = _shared()
    return [_row(request, equipped, shared) for equipped in people]


def _shared() -> _Shared:
    return _Shared(
        page=reverse("company_user", args=[_NOBODY]),
        act=reverse("company_user_act", args=[_NOBODY]),
        delete=reverse("company_user_delete", args=[_NOBODY]),
        numbers=reverse("company_numbers"),
        words=_words(),
        roles={role: "" if role is Role.USER else role_name(role) for role in Role}
        | {Role.COMPANY_ADMIN: _("Administrator")},
    )


def _words() -> RowWords:
    return RowWords(
        pending=_("Not signed in yet"),
        assign=_("Assign"),
        away=_("Not registered"),
        none=_("None"),
        edit=_("Edit"),
        delete=_("Delete"),
        question=_("Delete %(name)s with their extension, phones and voice messages? This cannot be undone."),
    )


def _row(request: CompanyRequest, equipped: EquippedPerson, shared: _Shared) -> UserRow:
    target = equipped.person
    deletable = may_manage(request.person, target) and target.id != request.person.id
    return UserRow(
        equipped=equipped,
        user_number=str(target.user_number),
        role=shared.roles[target.role],
        words=shared.words,
        question=shared.words.question % {"name": target.name},
        anchor=f"user-{target.id}",
        address=_of(target, shared.page),
        numbers=shared.numbers,
        act=_of(target, shared.act) if _actable(request, target) else "",
        delete=_of(target, shared.delete) if deletable else "",
    )


def _of(person: PersonSummary, address: str) -> str:
    return address.replace(str(_NOBODY), str(person.id))


def _actable(request: CompanyRequest, target: PersonSummary) -> bool:
    """What `acting.may_act_for` says of someone in the company at hand, without asking for the company again."""
    if request.acting or target.role is Role.API_CLIENT:
        return False
    return request.signed_in.id != target.id and may_manage(request.signed_in, target)
