"""What people can send calls to, as each room names it."""

from uuid import UUID

from cordboard.accounts.selectors import names_for_people
from cordboard.groups.selectors import groups_for_company
from cordboard.hours.selectors import (
    ring_services_for_company,
    switches_for_company,
    time_tables_for_company,
)
from cordboard.menus.selectors import menus_for_company
from cordboard.numbering.registry import DestinationChoice
from cordboard.numbering.selectors import extensions_for_company
from cordboard.voicemail.selectors import mailboxes_shared, voicemail_part

Offered = tuple[DestinationChoice, ...]


def people_offered(company: UUID) -> Offered:
    """Everyone who can be called, by extension."""
    numbers = {one.person: one.number for one in extensions_for_company(company=company) if one.person}
    names = names_for_people(company=company, people=numbers)
    return tuple(
        DestinationChoice(id=str(person), name=f"{names[person]} ({number})")
        for person, number in numbers.items()
        if person in names
    )


def mailboxes_offered(company: UUID) -> Offered:
    """Shared mailboxes, then people's, by name."""
    owned = {UUID(person): box for person, box in voicemail_part(company=company).people.items()}
    names = names_for_people(company=company, people=owned)
    people = [DestinationChoice(id=owned[person], name=name) for person, name in names.items()]
    shared = [
        DestinationChoice(id=str(counted.mailbox.id), name=counted.mailbox.name)
        for counted in mailboxes_shared(company=company)
    ]
    return (*shared, *sorted(people, key=lambda choice: choice.name.casefold()))


def groups_offered(company: UUID) -> Offered:
    """The company's call groups by name."""
    found = groups_for_company(company=company)
    return tuple(DestinationChoice(id=str(group.id), name=group.settings.name) for group in found)


def menus_offered(company: UUID) -> Offered:
    """The company's menus by name."""
    return tuple(
        DestinationChoice(id=str(menu.id), name=menu.name) for menu in menus_for_company(company=company)
    )


def ring_services_offered(company: UUID) -> Offered:
    """The company's ring services by name: a call there can send lines elsewhere (SCO-148)."""
    found = ring_services_for_company(company=company)
    return tuple(DestinationChoice(id=str(service.id), name=service.name) for service in found)


def time_tables_offered(company: UUID) -> Offered:
    """The company's time tables by name."""
    found = time_tables_for_company(company=company)
    return tuple(DestinationChoice(id=str(table.id), name=table.values.name) for table in found)


def switches_offered(company: UUID) -> Offered:
    """The company's switches by name."""
    found = switches_for_company(company=company)
    return tuple(DestinationChoice(id=str(switch.id), name=switch.name) for switch in found)
