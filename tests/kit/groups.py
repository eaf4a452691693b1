"""Call groups for tests of pages."""

from uuid import UUID

from cordboard.groups.models import CallGroup, GroupMember
from cordboard.tenancy.scope import company_scope
from kit.companies import Side


def group_make(side: Side) -> UUID:
    """The company's one group, of its user and its administrator; the journal does not tell of it."""
    company = side.company.id
    with company_scope(company):
        made, new = CallGroup.objects.get_or_create(company_id=company, name=f"{side.word} support")
        for place, equipped in enumerate((side.user, side.admin) if new else ()):
            GroupMember.objects.create(
                company_id=company, group=made, person_id=equipped.person.id, place=place
            )
    return made.pk
