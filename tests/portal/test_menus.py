"""Menus in the portal, without any script: a tree with its nodes added, changed and deleted."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cordboard.menus.selectors import menus_for_company, tree_get
from cordboard.menus.types import NodeKind, NodeSummary
from cordboard.numbering import registry
from cordboard.numbering.registry import DestinationChoice
from cordboard.numbering.selectors import extension_find
from cordboard.numbering.types import Destination
from kit.companies import Side, TwoCompanies
from kit.menus import menu_make
from portal.conftest import SignIn

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def side(two_companies: TwoCompanies) -> Side:
    return two_companies.one


@pytest.fixture
def admin(side: Side, sign_in: SignIn) -> Client:
    return sign_in(side.admin.person)


def get(client: Client, name: str, *arguments: object) -> str:
    answer = client.get(reverse(name, args=arguments), secure=True)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client: Client, name: str, /, *arguments: object, **values: object) -> HttpResponse:
    return client.post(reverse(name, args=arguments), values, secure=True)


def typed(**changes: object) -> dict[str, object]:
    """A node as its form sends it."""
    values: dict[str, object] = {
        "title": "French", "key": "2", "kind": "submenu", "leads": "", "text": "Pour le service", "plays": "2",
        "wait_number": "7", "wait_unit": "s", "back": "*", "after": "",
    }  # fmt: skip
    return {**values, **changes}


def children(side: Side, menu: UUID) -> list[NodeSummary]:
    return list(tree_get(company=side.company.id, menu=menu).children)


class Nesting(HTMLParser):
    """How deep in lists each link of the tree stands; fails for a list that is not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.depths: dict[str, int] = {}
        self._link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "li"} and (self.open or ("class", "tree") in attrs):
            self.open.append(tag)
        self._link = tag == "a"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "li"} and self.open:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._link and self.open and data.strip():
            self.depths.setdefault(data.strip(), self.open.count("ul"))
            self._link = False


def test_a_menu_is_made_with_its_extension_and_opened(admin: Client, side: Side) -> None:
    answer = post(admin, "company_menus", name="Welcome", extension="300")
    (made,) = menus_for_company(company=side.company.id)
    assert answer.headers["Location"] == reverse("company_menu", args=[made.id])
    assert extension_find(company=side.company.id, number="300") is not None
    assert "Callers get stuck" in get(admin, "company_menus")
    post(admin, "company_menu", made.id, name="Hello", extension="")
    (changed,) = menus_for_company(company=side.company.id)
    assert (changed.name, changed.number) == ("Hello", "")


def test_a_node_is_added_changed_and_deleted(admin: Client, side: Side) -> None:
    menu, english = menu_make(side)
    first = tree_get(company=side.company.id, menu=menu).id
    lost = f"person:{side.user.person.id}"
    post(admin, "company_menu_node_new", menu, first, **typed(after=lost))
    _, french = children(side, menu)
    settings = french.settings
    assert (settings.title, settings.key, settings.back) == ("French", "2", "*")
    assert (settings.text, settings.plays, settings.wait) == ("Pour le service", 2, timedelta(seconds=7))
    assert settings.after == Destination("person", str(side.user.person.id))
    post(admin, "company_menu_node", menu, french.id, **typed(kind="action", leads=lost))
    changed = children(side, menu)[1].settings
    assert (changed.kind, changed.leads, changed.after) == (NodeKind.ACTION, settings.after, None)
    post(admin, "company_menu_node_delete", menu, english)
    assert [node.settings.title for node in children(side, menu)] == ["French"]


def test_the_first_node_has_neither_key_nor_action_and_stays(admin: Client, side: Side) -> None:
    menu, _ = menu_make(side)
    first = tree_get(company=side.company.id, menu=menu).id
    shown = get(admin, "company_menu_node", menu, first)
    assert 'name="key"' not in shown
    assert 'name="leads"' not in shown
    post(admin, "company_menu_node", menu, first, **typed(title="Welcome"))
    assert tree_get(company=side.company.id, menu=menu).settings.title == "Welcome"
    assert post(admin, "company_menu_node_delete", menu, first).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"key": "1"}, "Key 1 already leads to Aurora English."),
        ({"key": "12"}, "1 is the beginning of 12"),
        ({"key": "#"}, "# cannot be pressed here"),
        ({"kind": "action"}, "Choose where the call goes."),
        ({"plays": "99"}, "less than or equal to 10"),
    ],
)
def test_a_form_that_cannot_be_taken_says_why(
    admin: Client, side: Side, wrong: dict[str, object], said: str
) -> None:
    menu, _ = menu_make(side)
    first = tree_get(company=side.company.id, menu=menu).id
    answer = post(admin, "company_menu_node_new", menu, first, **typed(**wrong))
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())
    assert len(children(side, menu)) == 1


def test_calls_are_never_sent_to_another_company(
    admin: Client, side: Side, two_companies: TwoCompanies
) -> None:
    menu, node = menu_make(side)
    foreign = f"menu:{menu_make(two_companies.two)[0]}"
    answer = post(admin, "company_menu_node", menu, node, **typed(kind="action", leads=foreign))
    assert answer.status_code == 422


@pytest.fixture
def procedures() -> Iterator[None]:
    """A procedure is offered in every company."""
    before = dict(registry._offers)
    registry.destinations_offer(
        "procedure", choices=lambda _company: [DestinationChoice(id="ivr", name="IVR")]
    )
    yield
    registry._offers.clear()
    registry._offers.update(before)


@pytest.mark.usefixtures("procedures")
def test_an_action_enters_a_procedure_with_a_called_number(admin: Client, side: Side) -> None:
    menu, node = menu_make(side)
    action = typed(kind="action", key="1", leads="procedure:ivr", number="111")
    post(admin, "company_menu_node", menu, node, **action)
    assert children(side, menu)[0].settings.leads == Destination("procedure", "ivr:111")
    shown = get(admin, "company_menu_node", menu, node)
    assert 'value="procedure:ivr" selected' in shown
    assert 'name="number" value="111"' in shown
    assert "goes to IVR (111)" in get(admin, "company_menu", menu)
    answer = post(admin, "company_menu_node", menu, node, **{**action, "number": "1;drop"})
    assert answer.status_code == 422


def test_the_tree_is_drawn_as_lists_in_lists(admin: Client, side: Side) -> None:
    menu, english = menu_make(side)
    first = tree_get(company=side.company.id, menu=menu).id
    post(admin, "company_menu_node_new", menu, english, **typed(title="Sales", key="1"))
    lost = f"person:{side.user.person.id}"
    post(admin, "company_menu_node_new", menu, first, **typed(title="Uma", kind="action", leads=lost))
    drawn = get(admin, "company_menu", menu)
    nesting = Nesting()
    nesting.feed(drawn)
    assert nesting.open == []
    depths = {name: nesting.depths[name] for name in ("Aurora welcome", "Aurora English", "Sales", "Uma")}
    assert depths == {"Aurora welcome": 1, "Aurora English": 2, "Sales": 3, "Uma": 2}
    assert "goes to Uma Aurora (102)" in drawn
    assert "No key leads on from here" in drawn


def test_a_deleted_menu_is_gone(admin: Client, side: Side) -> None:
    menu, _ = menu_make(side)
    post(admin, "company_menu_delete", menu)
    assert menus_for_company(company=side.company.id) == ()
