"""Call groups for tests of pages."""

from uuid import UUID

from cordboard.groups.selectors import groups_for_company
from cordboard.groups.services import group_create, member_add
from cordboard.groups.types import GroupSettings
from cordboard.journal.types import SYSTEM
from kit.companies import Side


def group_make(side: Side) -> UUID:
    """The company's one group, of its user and its administrator."""
    company = side.company.id
    if known := groups_for_company(company=company):
        return known[0].id
    made = group_create(actor=SYSTEM, company=company, settings=GroupSettings(name=f"{side.word} support"))
    for equipped in (side.user, side.admin):
        member_add(actor=SYSTEM, company=company, group=made.id, person=equipped.person.id)
    return made.id
