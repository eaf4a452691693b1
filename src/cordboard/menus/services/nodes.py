"""Acts on the nodes of menus. Two people who change one menu take turns: the menu is locked."""

from uuid import UUID

from django.db import transaction

from cordboard.base.errors import mark
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.menus.errors import ActionEnds, FirstStays, NotEmpty
from cordboard.menus.models import Menu, MenuNode
from cordboard.menus.rules import back_check, key_check, plays_check, wait_check
from cordboard.menus.selectors import settings_of
from cordboard.menus.services.rows import menu_locked, node_of
from cordboard.menus.types import NodeKind, NodeSettings, NodeSummary
from cordboard.numbering.types import Destination
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.rules import name_clean
from cordboard.tenancy.scope import company_scope

LONGEST_TITLE = 80  # signs
LONGEST_TEXT = 2000


@transaction.atomic
def node_add(*, actor: Actor, company: UUID, menu: UUID, parent: UUID, settings: NodeSettings) -> NodeSummary:
    """Below `parent` there is a new node, to which its key leads.

    Raises MenuUnknown, NodeUnknown, ActionEnds, KeyInvalid, KeyTaken, KeyHidden, FieldInvalid.
    """
    with company_scope(company):
        tree = menu_locked(company, menu)
        above = node_of(tree, parent)
        if above.kind == NodeKind.ACTION:
            raise ActionEnds
        row = MenuNode(company_id=company, menu=tree, parent=above)
        _take(row, settings)
        row.save()
    _record(actor, tree, row, "menus.node_added")
    return NodeSummary(id=row.pk, parent=row.parent_id, settings=settings_of(row))


@transaction.atomic
def node_change(
    *, actor: Actor, company: UUID, menu: UUID, node: UUID, settings: NodeSettings
) -> NodeSummary:
    """The node is as settled. Raises FirstStays, NotEmpty, and what `node_add` does."""
    with company_scope(company):
        tree = menu_locked(company, menu)
        row = node_of(tree, node)
        if settings.kind is NodeKind.ACTION:
            if row.parent is None:
                raise FirstStays
            if row.children.exists():
                raise NotEmpty
        _take(row, settings)
        row.save()
    _record(actor, tree, row, "menus.node_changed")
    return NodeSummary(id=row.pk, parent=row.parent_id, settings=settings_of(row))


@transaction.atomic
def node_delete(*, actor: Actor, company: UUID, menu: UUID, node: UUID) -> None:
    """The node is gone with all below it. Raises MenuUnknown, NodeUnknown, FirstStays."""
    with company_scope(company):
        tree = menu_locked(company, menu)
        row = node_of(tree, node)
        if row.parent is None:
            raise FirstStays
        _record(actor, tree, row, "menus.node_deleted")
        row.delete()


def _take(row: MenuNode, settings: NodeSettings) -> None:
    row.title = name_clean(settings.title, field="title", most=LONGEST_TITLE)
    row.kind = settings.kind.value
    row.key = key_check(settings.key, taken=_beside(row)) if row.parent else ""
    if settings.kind is NodeKind.ACTION:
        return _take_action(row, settings)
    return _take_submenu(row, settings)


def _take_action(row: MenuNode, settings: NodeSettings) -> None:
    if settings.leads is None:
        raise FieldInvalid(field="leads", reason=mark("Choose where the call goes."))
    row.leads_kind, row.leads_id = _columns(settings.leads)
    row.sound = row.text = row.back = row.after_kind = row.after_id = ""


def _take_submenu(row: MenuNode, settings: NodeSettings) -> None:
    if len(settings.text) > LONGEST_TEXT:
        raise FieldInvalid(
            field="text", reason=mark("This is longer than %(most)s characters."), most=LONGEST_TEXT
        )
    row.leads_kind = row.leads_id = ""
    row.sound, row.text = settings.sound, settings.text.strip()
    row.plays, row.wait = plays_check(settings.plays), wait_check(settings.wait)
    row.back = back_check(settings.back, taken=_below(row))
    row.after_kind, row.after_id = _columns(settings.after)


def _beside(row: MenuNode) -> dict[str, str]:
    """Keys that are pressed where the node's own is: of the others there, and the one that leads up."""
    above = row.parent
    if above is None:
        return {}
    others = above.children.exclude(pk=row.pk)
    up = {above.back: above.title} if above.back else {}
    return up | {other.key: other.title for other in others}


def _below(row: MenuNode) -> dict[str, str]:
    return {child.key: child.title for child in row.children.all()} if row.pk else {}


def _columns(destination: Destination | None) -> tuple[str, str]:
    return (destination.kind, destination.id) if destination else ("", "")


def _record(actor: Actor, menu: Menu, node: MenuNode, kind: str) -> None:
    facts: dict[str, object] = {"title": node.title, "menu": menu.name, "key": node.key}
    journal_record(kind=kind, actor=actor, company=menu.company_id, subject=menu.pk, facts=facts)
