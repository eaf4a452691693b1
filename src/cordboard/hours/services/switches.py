"""Acts on switches."""

from uuid import UUID

from django.db import transaction

from cordboard.base.errors import mark
from cordboard.hours.models import Switch
from cordboard.hours.rules import states_of
from cordboard.hours.selectors import switch_get
from cordboard.hours.services.pins import pin_take
from cordboard.hours.services.rows import key_number_give, name_take, row_locked, ways_take
from cordboard.hours.types import SwitchState, SwitchSummary, Ways
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.tenancy.errors import FieldInvalid
from cordboard.tenancy.scope import company_scope

NO_WAYS: Ways = {}


@transaction.atomic
def switch_create(
    *,
    actor: Actor,
    company: UUID,
    name: str,
    number: str = "",
    states: int = 2,
    pin: str = "",
    ways: Ways = NO_WAYS,
) -> SwitchSummary:
    """There is a new switch of two or three states, off (WDX-173, WDX-174). Raises FieldInvalid, KeyNumberTaken."""
    row = Switch(company_id=company)
    with company_scope(company):
        _take(row, name, states)
        ways_take(row, ways)
        pin_take(row, pin)
        row.save()
        key_number_give(company, row.pk, number)
    _record("hours.switch_created", actor, row)
    return switch_get(company=company, switch=row.pk)


@transaction.atomic
def switch_change(
    *,
    actor: Actor,
    company: UUID,
    switch: UUID,
    name: str,
    number: str,
    states: int,
    pin: str | None = None,
    ways: Ways = NO_WAYS,
) -> SwitchSummary:
    """The switch is as settled; a PIN of None stays as it was. Raises SwitchUnknown, FieldInvalid, KeyNumberTaken."""
    with company_scope(company):
        row = row_locked(Switch, company, switch)
        _take(row, name, states)
        ways_take(row, ways)
        pin_take(row, pin)
        row.save()
        key_number_give(company, row.pk, number)
    _record("hours.switch_changed", actor, row)
    return switch_get(company=company, switch=switch)


@transaction.atomic
def switch_turn(*, actor: Actor, company: UUID, switch: UUID, state: SwitchState) -> None:
    """The switch stands so from the next call on (WDX-176). Raises SwitchUnknown, FieldInvalid for a state it does not have."""
    with company_scope(company):
        row = row_locked(Switch, company, switch)
        _state_check(row.states, state)
        before, row.state = row.state, state.value
        row.save(update_fields=["state"])
    _record("hours.switch_turned", actor, row, state=state.value, before=before)


@transaction.atomic
def switch_delete(*, actor: Actor, company: UUID, switch: UUID) -> None:
    """The switch is gone; calls sent to it lead nowhere. Raises SwitchUnknown."""
    with company_scope(company):
        row = row_locked(Switch, company, switch)
        key_number_give(company, switch, "")
        row.delete()
        row.pk = switch
    _record("hours.switch_deleted", actor, row)


def _take(row: Switch, name: str, states: int) -> None:
    name_take(row, name)
    if states not in {2, 3}:
        raise FieldInvalid(field="states", reason=mark("A switch has two or three states."))
    row.states = states
    if row.state not in states_of(states):
        row.state = SwitchState.OFF.value


def _state_check(states: int, state: SwitchState) -> None:
    if state not in states_of(states):
        raise FieldInvalid(field="state", reason=mark("This switch has no such state."))


def _record(kind: str, actor: Actor, row: Switch, **facts: object) -> None:
    journal_record(
        kind=kind, actor=actor, company=row.company_id, subject=row.pk, facts={"name": row.name, **facts}
    )
