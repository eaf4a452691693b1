"""Menus for tests of pages."""

from uuid import UUID

from cordboard.journal.types import SYSTEM
from cordboard.menus.selectors import menus_for_company, tree_get
from cordboard.menus.services import menu_create, node_add
from cordboard.menus.types import NodeSettings
from kit.companies import Side


def menu_make(side: Side) -> tuple[UUID, UUID]:
    """The company's one menu, and the submenu behind its key 1."""
    company = side.company.id
    if known := menus_for_company(company=company):
        return known[0].id, tree_get(company=company, menu=known[0].id).children[0].id
    made = menu_create(actor=SYSTEM, company=company, name=f"{side.word} welcome")
    first = tree_get(company=company, menu=made.id)
    settings = NodeSettings(title=f"{side.word} English", key="1")
    node = node_add(actor=SYSTEM, company=company, menu=made.id, parent=first.id, settings=settings)
    return made.id, node.id
