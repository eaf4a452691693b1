"""Reads of the menus room."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from cordboard.menus.errors import MenuUnknown, NodeUnknown
from cordboard.menus.models import Menu, MenuNode
from cordboard.menus.rules import node_troubles
from cordboard.menus.types import (
    MENU,
    MenuEntry,
    MenusPart,
    MenuSummary,
    NodeEntry,
    NodeKind,
    NodeSettings,
    NodeSummary,
)
from cordboard.numbering.selectors import extensions_for_company
from cordboard.numbering.types import Destination
from cordboard.tenancy.scope import company_scope


def menus_part(*, company: UUID) -> MenusPart:
    """What the company's calls need to know of its menus. Two queries."""
    with company_scope(company):
        menus = list(Menu.objects.filter(company=company).order_by("name"))
        nodes = _by_menu(MenuNode.objects.filter(company=company).order_by("key"))
    return MenusPart(menus={str(menu.pk): _entry(menu, nodes[menu.pk]) for menu in menus if nodes[menu.pk]})


def menus_for_company(*, company: UUID) -> tuple[MenuSummary, ...]:
    """The company's menus by name. Three queries."""
    leading = {one.destination: one.number for one in reversed(extensions_for_company(company=company))}
    with company_scope(company):
        menus = list(Menu.objects.filter(company=company).order_by("name"))
        nodes = _by_menu(MenuNode.objects.filter(company=company))
    return tuple(_summary(menu, nodes[menu.pk], leading) for menu in menus)


def menu_get(*, company: UUID, menu: UUID) -> MenuSummary:
    """The menu. Raises MenuUnknown, also for another company's. Three queries."""
    for found in menus_for_company(company=company):
        if found.id == menu:
            return found
    raise MenuUnknown


def tree_get(*, company: UUID, menu: UUID) -> NodeSummary:
    """The menu's first node with all those below, by their keys. Raises MenuUnknown. One query."""
    with company_scope(company):
        rows = list(MenuNode.objects.filter(company=company, menu=menu).order_by("key"))
    below: dict[UUID | None, list[MenuNode]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)
    if not below[None]:
        raise MenuUnknown
    return _tree(below[None][0], below)


def node_get(*, company: UUID, menu: UUID, node: UUID) -> NodeSummary:
    """The node, without those below. Raises NodeUnknown, also for another menu's. One query."""
    with company_scope(company):
        row = MenuNode.objects.filter(company=company, menu=menu, pk=node).first()
    if row is None:
        raise NodeUnknown
    return NodeSummary(id=row.pk, parent=row.parent_id, settings=settings_of(row))


def destination_of(menu: UUID) -> Destination:
    """What leads to the menu."""
    return Destination(MENU, str(menu))


def settings_of(row: MenuNode) -> NodeSettings:
    """What was settled of a node."""
    return NodeSettings(
        kind=NodeKind(row.kind),
        title=row.title,
        key=row.key,
        leads=_destination(row.leads_kind, row.leads_id),
        sound=row.sound,
        text=row.text,
        plays=row.plays,
        wait=row.wait,
        back=row.back,
        after=_destination(row.after_kind, row.after_id),
    )


def _tree(first: MenuNode, below: Mapping[UUID | None, Sequence[MenuNode]]) -> NodeSummary:
    """The node with all below it, however deep: built from the leaves up, without a call inside a call."""
    order, waiting = [], [first]
    while waiting:
        row = waiting.pop()
        order.append(row)
        waiting.extend(below.get(row.pk, ()))
    built: dict[UUID, NodeSummary] = {}
    for row in reversed(order):
        children = tuple(built.pop(child.pk) for child in below.get(row.pk, ()))
        settings = settings_of(row)
        built[row.pk] = NodeSummary(
            id=row.pk,
            parent=row.parent_id,
            settings=settings,
            children=children,
            troubles=node_troubles(settings, below=len(children)),
        )
    return built[first.pk]


def _summary(menu: Menu, nodes: Sequence[MenuNode], leading: Mapping[Destination, str]) -> MenuSummary:
    children = [node.parent_id for node in nodes]
    troubled = [node for node in nodes if node_troubles(settings_of(node), below=children.count(node.pk))]
    return MenuSummary(
        id=menu.pk,
        name=menu.name,
        number=leading.get(destination_of(menu.pk), ""),
        nodes=len(nodes),
        troubles=len(troubled),
    )


def _entry(menu: Menu, nodes: Sequence[MenuNode]) -> MenuEntry:
    keys: dict[UUID | None, dict[str, str]] = defaultdict(dict)
    for node in nodes:
        keys[node.parent_id][node.key] = str(node.pk)
    first = next(node for node in nodes if node.parent_id is None)
    return MenuEntry(
        id=str(menu.pk),
        name=menu.name,
        first=str(first.pk),
        nodes={str(node.pk): _node_entry(node, keys[node.pk]) for node in nodes},
    )


def _node_entry(node: MenuNode, keys: Mapping[str, str]) -> NodeEntry:
    return NodeEntry(
        id=str(node.pk),
        parent=str(node.parent_id or ""),
        leads=_destination(node.leads_kind, node.leads_id),
        sound=node.sound,
        plays=node.plays,
        wait=node.wait,
        back=node.back,
        after=_destination(node.after_kind, node.after_id),
        keys=dict(keys),
    )


def _by_menu(nodes: Iterable[MenuNode]) -> dict[UUID, list[MenuNode]]:
    found: dict[UUID, list[MenuNode]] = defaultdict(list)
    for node in nodes:
        found[node.menu_id].append(node)
    return found


def _destination(kind: str, id: str) -> Destination | None:  # noqa: A002  # the field it names
    return Destination(kind, id) if kind else None
