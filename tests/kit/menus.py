"""Menus for tests of pages."""

from uuid import UUID

from cordboard.menus.models import Menu, MenuNode
from cordboard.tenancy.scope import company_scope
from kit.companies import Side


def menu_make(side: Side) -> tuple[UUID, UUID]:
    """The company's one menu, and the submenu behind its key 1; the journal does not tell of them."""
    company = side.company.id
    values = {"company_id": company, "kind": "submenu"}
    with company_scope(company):
        menu, _ = Menu.objects.get_or_create(company_id=company, name=f"{side.word} welcome")
        first, _ = MenuNode.objects.get_or_create(**values, menu=menu, parent=None, title=menu.name)
        node, _ = MenuNode.objects.get_or_create(
            **values, menu=menu, parent=first, key="1", title=f"{side.word} English"
        )
    return menu.pk, node.pk
