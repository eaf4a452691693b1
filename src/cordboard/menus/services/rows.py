"""How acts get hold of menus and nodes."""

from uuid import UUID

from cordboard.menus.errors import MenuUnknown, NodeUnknown
from cordboard.menus.models import Menu, MenuNode


def menu_locked(company: UUID, menu: UUID) -> Menu:
    """The menu, nobody else's to change until the transaction ends. Raises MenuUnknown."""
    row = Menu.objects.select_for_update().filter(pk=menu, company=company).first()
    if row is None:
        raise MenuUnknown
    return row


def node_of(menu: Menu, node: UUID) -> MenuNode:
    """The menu's node. Raises NodeUnknown."""
    row = menu.nodes.filter(pk=node).first()
    if row is None:
        raise NodeUnknown
    return row
