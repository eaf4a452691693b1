"""Acts on menus."""

from uuid import UUID

from django.db import IntegrityError, transaction

from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.menus.errors import MenuNameTaken
from cordboard.menus.models import Menu, MenuNode
from cordboard.menus.selectors import destination_of, menu_get
from cordboard.menus.services.rows import menu_locked
from cordboard.menus.types import MenuSummary, NodeKind
from cordboard.numbering.services import destination_number_set
from cordboard.tenancy.rules import name_clean
from cordboard.tenancy.scope import company_scope

LONGEST_NAME = 80  # signs


@transaction.atomic
def menu_create(*, actor: Actor, company: UUID, name: str, number: str = "") -> MenuSummary:
    """A menu with its first, silent node, which the extension `number` leads to, if given.

    Raises FieldInvalid, MenuNameTaken, ExtensionTaken and its kin, LimitReached.
    """
    row = Menu(company_id=company, name=name_clean(name, field="name", most=LONGEST_NAME))
    with company_scope(company):
        _keep(row)
        MenuNode.objects.create(company_id=company, menu=row, kind=NodeKind.SUBMENU.value, title=row.name)
    return _settled(row, actor=actor, number=number, kind="menus.menu_created")


@transaction.atomic
def menu_change(*, actor: Actor, company: UUID, menu: UUID, name: str, number: str = "") -> MenuSummary:
    """The menu has this name, and this extension leads to it, or none. Raises MenuUnknown and what `menu_create` does."""
    with company_scope(company):
        row = menu_locked(company, menu)
        row.name = name_clean(name, field="name", most=LONGEST_NAME)
        _keep(row)
    return _settled(row, actor=actor, number=number, kind="menus.menu_changed")


@transaction.atomic
def menu_delete(*, actor: Actor, company: UUID, menu: UUID) -> None:
    """The menu is gone and its extension free. Raises MenuUnknown."""
    with company_scope(company):
        row = menu_locked(company, menu)
        destination_number_set(actor=actor, company=company, destination=destination_of(menu), number="")
        row.delete()
    facts: dict[str, object] = {"name": row.name}
    journal_record(kind="menus.menu_deleted", actor=actor, company=company, subject=menu, facts=facts)


def _settled(row: Menu, *, actor: Actor, number: str, kind: str) -> MenuSummary:
    company = row.company_id
    destination_number_set(actor=actor, company=company, destination=destination_of(row.pk), number=number)
    facts: dict[str, object] = {"name": row.name}
    journal_record(kind=kind, actor=actor, company=company, subject=row.pk, facts=facts)
    return menu_get(company=company, menu=row.pk)


def _keep(row: Menu) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise MenuNameTaken(name=row.name) from None
