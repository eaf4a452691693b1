"""What people key on phones, done on record in the database."""

import contextlib
from functools import partial
from uuid import UUID

from cordboard.hours.errors import LineUnknown, RingServiceUnknown, SwitchUnknown, TimeTableUnknown
from cordboard.hours.services import (
    line_toggle,
    ring_service_pin_verify,
    switch_pin_verify,
    switch_turn,
    time_table_force,
)
from cordboard.hours.types import KeyedBy, KeyedOutcome, SwitchState, TableState
from cordboard.journal.types import Actor
from cordboard.processes.asking import asked
from cordboard.tenancy.errors import FieldInvalid

# Changed or deleted while the call went on: nothing is left to do.
_GONE = (SwitchUnknown, TimeTableUnknown, FieldInvalid)


class DatabaseKeyedActs:
    """The `KeyedActs` of the call server."""

    async def switch_pin(self, company: str, switch: str, pin: str) -> bool:
        """Whether the PIN opens the switch. Raises OSError while the database is away, as do all of these."""
        return await asked(partial(switch_pin_verify, company=UUID(company), switch=UUID(switch), pin=pin))

    async def switch_turn(self, company: str, switch: str, state: str, by: KeyedBy) -> None:
        """The switch stands so, unless it is gone."""
        await asked(partial(_turn, UUID(company), UUID(switch), SwitchState(state), _actor(by)))

    async def table_force(self, company: str, table: str, state: str, by: KeyedBy) -> None:
        """The time table goes by its hours or is forced, unless it is gone."""
        await asked(partial(_force, UUID(company), UUID(table), TableState(state), _actor(by)))

    async def service_pin(self, company: str, service: str, pin: str) -> bool:
        """Whether the PIN opens the ring service."""
        question = partial(ring_service_pin_verify, company=UUID(company), service=UUID(service), pin=pin)
        return await asked(question)

    async def line_toggle(self, company: str, service: str, identifier: str, by: KeyedBy) -> KeyedOutcome:
        """Lines of that identifier go elsewhere, or their usual way again."""
        return await asked(partial(_toggle, UUID(company), UUID(service), identifier, _actor(by)))


def _turn(company: UUID, switch: UUID, state: SwitchState, actor: Actor) -> None:
    with contextlib.suppress(*_GONE):
        switch_turn(actor=actor, company=company, switch=switch, state=state)


def _force(company: UUID, table: UUID, state: TableState, actor: Actor) -> None:
    with contextlib.suppress(*_GONE):
        time_table_force(actor=actor, company=company, table=table, state=state)


def _toggle(company: UUID, service: UUID, identifier: str, actor: Actor) -> KeyedOutcome:
    try:
        diverted = line_toggle(actor=actor, company=company, service=service, identifier=identifier)
    except (LineUnknown, RingServiceUnknown):
        return KeyedOutcome.UNKNOWN
    return KeyedOutcome.DONE if diverted else KeyedOutcome.RESTORED


def _actor(by: KeyedBy) -> Actor:
    """Who keyed: a person of the company, or a caller of whom only the number is known."""
    return Actor(person=by.person or None, name=by.name or "phone")
