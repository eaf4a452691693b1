"""Calls that meet time tables and switches, calls that change them and lines, and calls of lines sent elsewhere."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from cordboard.calls.flows import call_refuse, destination_enter, number_unknown
from cordboard.calls.rules import NOBODY_REACHED, Refusal
from cordboard.calls.types import CallContext, Outcome
from cordboard.engine.call import Call, HangupCause, digit_sounds
from cordboard.hours.rules import TABLE_STATES, state_after, states_of, switch_check, table_check
from cordboard.hours.types import (
    CLOSED,
    OPEN,
    HoursPart,
    KeyedActs,
    KeyedBy,
    KeyedOutcome,
    SwitchEntry,
    TimeTable,
    Ways,
)

log = logging.getLogger(__name__)

TRIES = 3
LONGEST_NUMBER = 6
LONGEST_PIN = 10
KEY_WAIT = timedelta(seconds=5)
NOT_NOW = Refusal(sounds=("beeperr", "please-try-again"), cause=HangupCause.TEMPORARY_FAILURE)

# Every sound named here exists in the English, French and Spanish core sound packages (tests/hours/test_flows.py).
WHICH_NUMBER = ("vm-toenternumber", "vm-then-pound")
PIN = ("vm-password", "vm-then-pound")
WRONG, GOODBYE, IS_NOW = "vm-incorrect", "vm-goodbye", "letters/equals"
CHANGE = ("vm-changeto", "vm-press")


async def time_table_pass(call: Call, context: CallContext, table: str) -> None:
    """The call went where the time table sends it, open or closed. Source: catalogue WDX-177, SCO-71."""
    part = context.company.part(HoursPart)
    verdict = table_check(part, table, call.now(), ZoneInfo(context.company.time_zone))
    await call.note(rule=verdict.rule)
    found = part.time_tables.get(table)
    await _go(call, context, found.ways if found else {}, OPEN if verdict.open else CLOSED)


async def switch_pass(call: Call, context: CallContext, switch: str) -> None:
    """The call went where the switch sends it as it stands. Source: catalogue WDX-173, WDX-174, WDX-175."""
    part = context.company.part(HoursPart)
    state, rule = switch_check(part, switch)
    await call.note(rule=rule)
    found = part.switches.get(switch)
    await _go(call, context, found.ways if found else {}, state)


async def line_overflow(call: Call, context: CallContext, service: str) -> None:
    """The call of a diverted line went where its ring service sends it. Source: catalogue SCO-148."""
    entry = context.company.part(HoursPart).ring_services.get(service)
    if entry is None:
        return await call_refuse(call, NOBODY_REACHED)
    await call.note(rule=f"ring service {entry.name}")
    return await destination_enter(call, context, entry.overflow)


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchKeys:
    """The flow behind `93`: with a number behind it the switch or time table moves on to its next state, as a key does;

    alone it asks for the number and the state. Source: catalogue WDX-176.
    """

    acts: KeyedActs

    async def __call__(self, call: Call, context: CallContext, _: str) -> None:
        """The state was changed and told, or the caller was let go after three wrong tries."""
        await call.answer()
        thing = await self._asked(call, context)
        if thing is None:
            return await _let_go(call, "switch unknown")
        if not await self._opens(call, context, thing):
            return await _let_go(call, "PIN")
        state = await _state_wanted(call, context, thing)
        return await _done(call, lambda: self._turn(call, context, thing, state))

    async def _asked(self, call: Call, context: CallContext) -> SwitchEntry | TimeTable | None:
        part, number = context.company.part(HoursPart), context.entry
        for _ in range(TRIES):
            number = number or await call.read_digits(*WHICH_NUMBER, most=LONGEST_NUMBER, silence=KEY_WAIT)
            if thing := _thing_of(part, number):
                return thing
            await call.play(WRONG)
            number = ""
        return None

    async def _opens(self, call: Call, context: CallContext, thing: SwitchEntry | TimeTable) -> bool:
        if not isinstance(thing, SwitchEntry) or not thing.guarded:
            return True
        company, switch = context.company.id, thing.id
        return await _pin_given(call, lambda pin: self.acts.switch_pin(company, switch, pin))

    async def _turn(
        self, call: Call, context: CallContext, thing: SwitchEntry | TimeTable, state: str
    ) -> None:
        company, by = context.company.id, _by(context)
        if isinstance(thing, SwitchEntry):
            await self.acts.switch_turn(company, thing.id, state, by)
        else:
            await self.acts.table_force(company, thing.id, state, by)
        await call.note(outcome=Outcome.ANSWERED, rule=f"{thing.name}: {state}")
        await call.play(*_told(thing, state))


@dataclass(frozen=True, slots=True, kw_only=True)
class RingServiceKeys:
    """The flow of a ring service: the line whose identifier is keyed goes elsewhere, or its usual way again.

    Source: catalogue SCO-148, SCO-151.
    """

    acts: KeyedActs

    async def __call__(self, call: Call, context: CallContext, service: str) -> None:
        """Lines were toggled and that was told, or the caller was let go after three wrong tries."""
        entry = context.company.part(HoursPart).ring_services.get(service)
        if entry is None:
            return await number_unknown(call)
        await call.answer()
        company = context.company.id
        if entry.guarded and not await _pin_given(
            call, lambda pin: self.acts.service_pin(company, service, pin)
        ):
            return await _let_go(call, "PIN")
        return await _done(call, lambda: self._toggle(call, context, service, entry.name))

    async def _toggle(self, call: Call, context: CallContext, service: str, name: str) -> None:
        for _ in range(TRIES):
            line = await call.read_digits(*WHICH_NUMBER, most=LONGEST_NUMBER, silence=KEY_WAIT)
            outcome = await self.acts.line_toggle(context.company.id, service, line, _by(context))
            if outcome is not KeyedOutcome.UNKNOWN:
                await call.note(outcome=Outcome.ANSWERED, rule=f"ring service {name}: {outcome.value}")
                place = "digits/1" if outcome is KeyedOutcome.DONE else "digits/0"
                return await call.play(*digit_sounds(line), IS_NOW, place)
            await call.play(WRONG)
        return await _let_go(call, "line unknown")


async def _go(call: Call, context: CallContext, ways: Ways, state: str) -> None:
    way = ways.get(state)
    if way is None:
        return await call_refuse(call, NOBODY_REACHED)
    return await destination_enter(call, context, way)


def states_for(thing: SwitchEntry | TimeTable) -> tuple[str, ...]:
    """The states of a switch or time table; the place of each is the key that chooses it."""
    return states_of(thing.states) if isinstance(thing, SwitchEntry) else TABLE_STATES


def _thing_of(part: HoursPart, number: str) -> SwitchEntry | TimeTable | None:
    things: Sequence[SwitchEntry | TimeTable] = (*part.switches.values(), *part.time_tables.values())
    return next((thing for thing in things if number and thing.number == number), None)


async def _state_wanted(call: Call, context: CallContext, thing: SwitchEntry | TimeTable) -> str:
    """The next state for a key, else the one chosen; what is no state leaves it as it is."""
    states = states_for(thing)
    if context.entry:
        return state_after(states, thing.state)
    keys = [f"digits/{place}" for place in range(len(states))]
    key = await call.read_digits(*_told(thing, thing.state), *CHANGE, *keys, most=1, silence=KEY_WAIT)
    return states[int(key)] if key.isdigit() and int(key) < len(states) else thing.state


def _told(thing: SwitchEntry | TimeTable, state: str) -> tuple[str, ...]:
    """How a state is spoken, with words that every language of prompts has: by the key that chooses it."""
    return (*digit_sounds(thing.number), IS_NOW, f"digits/{states_for(thing).index(state)}")


async def _pin_given(call: Call, check: Callable[[str], Awaitable[bool]]) -> bool:
    """Whether the caller knew the PIN within three tries; while the database is away, nobody does."""
    for _ in range(TRIES):
        pin = await call.read_digits(*PIN, most=LONGEST_PIN, silence=KEY_WAIT)
        try:
            if pin and await check(pin):
                return True
        except OSError:
            log.warning("a PIN could not be checked: is the database away?")
        await call.play(WRONG)
    return False


async def _done(call: Call, act: Callable[[], Awaitable[None]]) -> None:
    """What was keyed is done, or the caller was told that it can not be now; the call is over."""
    try:
        await act()
    except OSError:
        log.warning("what was keyed on a phone could not be kept: is the database away?")
        return await call_refuse(call, NOT_NOW)
    return await call.hangup()


async def _let_go(call: Call, rule: str) -> None:
    await call.note(outcome=Outcome.REFUSED, rule=rule)
    await call.play(GOODBYE)
    await call.hangup()


def _by(context: CallContext) -> KeyedBy:
    person = context.person
    return KeyedBy(person=person.id if person else "", name=person.name if person else context.caller.number)
