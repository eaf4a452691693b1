"""Menus belong to one company; each act on one is on record, and calls know the result."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from cordboard.journal.selectors import journal_page
from cordboard.journal.types import SYSTEM
from cordboard.menus.errors import (
    ActionEnds,
    FirstStays,
    KeyHidden,
    KeyTaken,
    MenuNameTaken,
    MenuUnknown,
    NodeUnknown,
    NotEmpty,
)
from cordboard.menus.selectors import (
    destination_of,
    menu_get,
    menus_for_company,
    menus_part,
    node_get,
    tree_get,
)
from cordboard.menus.services import (
    menu_change,
    menu_create,
    menu_delete,
    node_add,
    node_change,
    node_delete,
)
from cordboard.menus.types import MenuSummary, NodeKind, NodeSettings, NodeSummary, NodeTrouble
from cordboard.numbering.selectors import extension_find
from cordboard.numbering.types import Destination
from cordboard.processes.snapshot_store import plain, value_read
from cordboard.tenancy.errors import FieldInvalid
from kit.companies import Side, TwoCompanies, two_companies

__all__ = ["two_companies"]

pytestmark = [pytest.mark.database, pytest.mark.django_db]

BOB = Destination("person", "bob")
ENGLISH = NodeSettings(title="English", key="1", back="*", after=BOB, plays=2, wait=timedelta(seconds=7))
DEEP = 400  # levels: beyond what a call inside a call could follow


def made(side: Side, **values: Any) -> MenuSummary:
    return menu_create(actor=SYSTEM, company=side.company.id, **{"name": "Welcome", **values})


def first(side: Side, menu: MenuSummary) -> NodeSummary:
    return tree_get(company=side.company.id, menu=menu.id)


def add(side: Side, menu: MenuSummary, settings: NodeSettings, parent: UUID | None = None) -> NodeSummary:
    above = parent or first(side, menu).id
    return node_add(actor=SYSTEM, company=side.company.id, menu=menu.id, parent=above, settings=settings)


def action(key: str, title: str = "Bob") -> NodeSettings:
    return NodeSettings(kind=NodeKind.ACTION, title=title, key=key, leads=BOB)


def told(side: Side) -> list[str]:
    entries = reversed(journal_page(companies={side.company.id}).entries)
    return [entry.kind for entry in entries if entry.kind.startswith("menus.")]


def test_calls_know_a_menu_as_it_was_settled(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    menu = made(side)
    english = add(side, menu, ENGLISH)
    bob = add(side, menu, action("22"), english.id)
    part = menus_part(company=side.company.id)
    entry = part.menus[str(menu.id)]
    assert entry.nodes[entry.first].keys == {"1": str(english.id)}
    node = entry.nodes[str(english.id)]
    assert (node.parent, node.keys, node.back) == (entry.first, {"22": str(bob.id)}, "*")
    assert (node.after, node.plays, node.wait, node.leads) == (BOB, 2, timedelta(seconds=7), None)
    assert entry.nodes[str(bob.id)].leads == BOB
    assert value_read(type(part), plain(part)) == part
    assert told(side) == ["menus.menu_created", "menus.node_added", "menus.node_added"]


def test_an_extension_leads_to_the_menu_as_long_as_it_is_settled(two_companies: TwoCompanies) -> None:
    side, company = two_companies.one, two_companies.one.company.id
    menu = made(side, number="300")
    found = extension_find(company=company, number="300")
    assert found is not None
    assert found.destination == destination_of(menu.id)
    changed = menu_change(actor=SYSTEM, company=company, menu=menu.id, name="Hello")
    assert (changed.name, changed.number) == ("Hello", "")
    assert extension_find(company=company, number="300") is None
    menu_delete(actor=SYSTEM, company=company, menu=menu.id)
    assert menus_for_company(company=company) == ()
    assert menus_part(company=company).menus == {}


def test_keys_that_take_or_hide_another_are_refused(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    menu = made(side)
    english = add(side, menu, ENGLISH)
    for key, error in (("1", KeyTaken), ("12", KeyHidden)):
        with pytest.raises(error):
            add(side, menu, action(key))
    add(side, menu, action("1"), english.id)  # another menu, another key 1
    with pytest.raises(KeyTaken):
        add(side, menu, action("*"), english.id)  # leads up
    with pytest.raises(KeyTaken):
        change(side, menu, english.id, replace(ENGLISH, back="1"))
    change(side, menu, english.id, replace(ENGLISH, title="Englisch"))  # its own key is no obstacle
    assert node_get(company=side.company.id, menu=menu.id, node=english.id).settings.title == "Englisch"


def change(side: Side, menu: MenuSummary, node: UUID, settings: NodeSettings) -> None:
    node_change(actor=SYSTEM, company=side.company.id, menu=menu.id, node=node, settings=settings)


def test_an_action_ends_the_menu(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    menu = made(side)
    bob, english = add(side, menu, action("2")), add(side, menu, ENGLISH)
    with pytest.raises(ActionEnds):
        add(side, menu, action("1"), bob.id)
    with pytest.raises(FieldInvalid) as nowhere:
        add(side, menu, replace(action("3"), leads=None))
    assert nowhere.value.field == "leads"
    add(side, menu, action("1"), english.id)
    with pytest.raises(NotEmpty):
        change(side, menu, english.id, action("1"))
    with pytest.raises(FirstStays):
        change(side, menu, first(side, menu).id, action(""))


def test_a_node_goes_with_all_below_it_but_the_first_stays(two_companies: TwoCompanies) -> None:
    side, company = two_companies.one, two_companies.one.company.id
    menu = made(side)
    english = add(side, menu, ENGLISH)
    add(side, menu, action("1"), english.id)
    with pytest.raises(FirstStays):
        node_delete(actor=SYSTEM, company=company, menu=menu.id, node=first(side, menu).id)
    node_delete(actor=SYSTEM, company=company, menu=menu.id, node=english.id)
    assert first(side, menu).children == ()
    assert told(side)[-1] == "menus.node_deleted"


def test_places_where_callers_get_stuck_are_named(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    menu = made(side)
    assert first(side, menu).troubles == {NodeTrouble.NO_KEYS, NodeTrouble.SILENT}
    add(side, menu, action("1"))
    assert first(side, menu).troubles == {NodeTrouble.SILENT}
    found = menu_get(company=side.company.id, menu=menu.id)
    assert (found.nodes, found.troubles) == (2, 1)


def test_a_tree_may_be_as_deep_as_one_likes(two_companies: TwoCompanies) -> None:
    side = two_companies.one
    menu = made(side)
    node = first(side, menu)
    for _ in range(DEEP):
        node = add(side, menu, ENGLISH, node.id)
    below, depth = first(side, menu), 0
    while below.children:
        below, depth = below.children[0], depth + 1
    assert depth == DEEP
    part = menus_part(company=side.company.id)
    assert value_read(type(part), plain(part)) == part


def test_two_menus_of_a_company_have_two_names(two_companies: TwoCompanies) -> None:
    made(two_companies.one)
    with pytest.raises(MenuNameTaken):
        made(two_companies.one)
    made(two_companies.two)


def test_no_company_reaches_anothers_menu(two_companies: TwoCompanies) -> None:
    one, two = two_companies.one, two_companies.two
    menu, foreign = made(one), made(two)
    node, other = first(one, menu).id, two.company.id
    for act in (
        lambda: menu_get(company=other, menu=menu.id),
        lambda: tree_get(company=other, menu=menu.id),
        lambda: menu_change(actor=SYSTEM, company=other, menu=menu.id, name="Taken over"),
        lambda: menu_delete(actor=SYSTEM, company=other, menu=menu.id),
        lambda: add(two, menu, ENGLISH, node),
        lambda: change(two, menu, node, ENGLISH),
        lambda: node_delete(actor=SYSTEM, company=other, menu=menu.id, node=node),
    ):
        with pytest.raises(MenuUnknown):
            act()
    with pytest.raises(NodeUnknown):
        add(two, foreign, ENGLISH, node)
    with pytest.raises(NodeUnknown):
        node_get(company=other, menu=foreign.id, node=node)
    assert first(one, menu).settings.title == "Welcome"
