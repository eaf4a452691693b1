"""Acts on menus and their nodes."""

from cordboard.menus.services.menus import menu_change, menu_create, menu_delete
from cordboard.menus.services.nodes import node_add, node_change, node_delete

__all__ = ["menu_change", "menu_create", "menu_delete", "node_add", "node_change", "node_delete"]
