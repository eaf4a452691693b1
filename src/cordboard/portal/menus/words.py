"""What stands on pages about menus."""

from django.utils.translation import gettext_lazy as _

from cordboard.menus.types import NodeKind, NodeTrouble

KINDS = {
    NodeKind.SUBMENU: _("A menu: says something and waits for a key"),
    NodeKind.ACTION: _("An action: the call leaves the menu"),
}

TROUBLES = {
    NodeTrouble.NO_KEYS: _("No key leads on from here"),
    NodeTrouble.SILENT: _("Nothing is said here"),
}
