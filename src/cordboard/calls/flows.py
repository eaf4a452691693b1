"""The story of every call, as it would be told at a whiteboard. Numbered cases: docs/algorithms/internal-call.md."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from cordboard.calls.errors import DestinationUnknown
from cordboard.calls.registry import flow_for, kinds_with_entry
from cordboard.calls.rules import (
    COMPANY_FULL,
    NOBODY_REACHED,
    NUMBER_UNKNOWN,
    Refusal,
    after_ringing,
    caller_presented,
    direct_number,
    goes_round,
    limits_for,
    number_lookup,
    outcome_of,
    refusal_after,
)
from cordboard.calls.types import CallContext, CompanySnapshot, Direction, Directory, Outcome, Person
from cordboard.engine.call import Call, Caller, DialOutcome, DialRequest, HangupCause, OutsideRequest
from cordboard.numbering.types import Destination
from cordboard.trunks.types import TrunkEntry, TrunksPart

log = logging.getLogger(__name__)

OUTSIDE_RING = timedelta(seconds=120)  # carriers end in vain ringing before


async def call_enter(call: Call, directory: Directory) -> None:
    """A call of one of our phones was decided."""
    company = directory.company_of_endpoint(call.endpoint)
    if company is None:
        log.warning("a call from an endpoint that belongs to no company was rejected")
        await call.note(outcome=Outcome.REFUSED, rule="endpoint unknown")
        return await call.hangup(HangupCause.CALL_REJECTED)
    context = _inside(company, call.endpoint)
    await call.speak(_language(context))
    await call.note(company=company.key, direction=Direction.INTERNAL, person=_person_id(context))
    found = number_lookup(company, call.dialled, person=context.person, with_entry=kinds_with_entry())
    if found is None:
        return await number_unknown(call)
    await call.note(rule=found.rule)
    return await destination_enter(call, replace(context, entry=found.entry), found.destination)


async def call_arrive(call: Call, directory: Directory) -> None:
    """A call from outside, for one of the direct numbers of the trunk's own company, was decided."""
    number = direct_number(call.dialled)
    company = directory.company_of_trunk(call.endpoint)
    if company is None or number not in company.numbers:
        return await number_unknown(call)
    await call.speak(company.language)
    context = _outside(call, company)
    await call.note(company=company.key, direction=Direction.INCOMING)
    if not await call_admitted(call, company, Direction.INCOMING):
        return None
    await call.note(rule="direct number")
    return await destination_enter(call, context, company.numbers[number])


async def call_admitted(call: Call, company: CompanySnapshot, direction: Direction) -> bool:
    """Whether the company's limits leave room for this call with the outside. If not, it was refused and is over."""
    full = await call.count_in(company.key, limits_for(company.limits, direction))
    if full is None:
        return True
    await call.note(rule=f"limit of {full} calls")
    await call_refuse(call, COMPANY_FULL)
    return False


async def trunk_dial(call: Call, context: CallContext, trunk_id: str, number: str) -> DialOutcome:
    """The call went out over this trunk, or could not. Whatever came of it, the caller is still to be told.

    Limits of the company refuse the call themselves, which is then over. Source: catalogue EXC-34, SCO-65, SCO-66.
    """
    return await trunks_dial(call, context, (trunk_id,), number)


async def trunks_dial(call: Call, context: CallContext, trunk_ids: Sequence[str], number: str) -> DialOutcome:
    """The call went out over the first of these trunks that took it; a number that is busy or says no is no trunk's fault."""
    await call.note(direction=Direction.OUTGOING)
    if not await call_admitted(call, context.company, Direction.OUTGOING):
        return DialOutcome.CANCELLED
    known = context.company.part(TrunksPart).trunks
    outcome = DialOutcome.UNAVAILABLE
    for trunk in [known[one] for one in trunk_ids if one in known]:
        outcome = await _trunk_try(call, context, trunk, number)
        if outcome not in {DialOutcome.UNAVAILABLE, DialOutcome.CONGESTION}:
            break
    await call.note(outcome=outcome_of(outcome))
    return outcome


async def _trunk_try(call: Call, context: CallContext, trunk: TrunkEntry, number: str) -> DialOutcome:
    """The call went over this trunk; a full one counts as congested."""
    name = f"trunk-{trunk.key}"
    if await call.count_in(context.company.key, {name: trunk.most_calls}):
        await call.note(rule=f"trunk {trunk.name} is full")
        return DialOutcome.CONGESTION
    await call.note(rule=f"trunk {trunk.name}")
    outcome = await call.dial_out(
        OutsideRequest(
            trunk=trunk.key,
            number=number,
            timeout=OUTSIDE_RING,
            caller_number=caller_presented(context, trunk),
        )
    )
    if outcome in {DialOutcome.UNAVAILABLE, DialOutcome.CONGESTION}:
        await call.count_out(name)
    return outcome


async def destination_enter(call: Call, context: CallContext, destination: Destination) -> None:
    """The destination's own flow had the call."""
    if goes_round(context.trail, destination):
        await call.note(rule="forwarded in a circle")
        return await call_refuse(call, NOBODY_REACHED)
    try:
        flow = flow_for(destination.kind)
    except DestinationUnknown:
        log.error("a destination of a kind that nothing serves was dialled")
        return await number_unknown(call)
    await call.note(destination=f"{destination.kind}:{destination.id}")
    passed = replace(context, trail=(*context.trail, destination))
    return await flow(call, passed, destination.id)


async def person_ring(call: Call, context: CallContext, person_id: str) -> None:
    """All devices of a person rang together; not taken, the call went where he wants it, or the caller was told."""
    person = context.company.people.get(person_id)
    if person is None:
        return await number_unknown(call)
    await call.note(callee=person.id)
    outcome = await _ring(call, context, person)
    if outcome is DialOutcome.ANSWERED:  # its record says so itself
        return await call.hangup()
    await call.note(outcome=outcome_of(outcome))
    if outcome is DialOutcome.CANCELLED:
        return await call.hangup()
    if destination := after_ringing(person, outcome):
        return await destination_enter(call, replace(context, reason=outcome), destination)
    return await _tell(call, refusal_after(outcome, person.extension))


async def echo_test(call: Call, context: CallContext, _: str) -> None:
    """The caller heard himself. Source: catalogue WDX-128."""
    await call.note(outcome=Outcome.ECHO)
    await call.answer()
    await call.play("demo-echotest")
    await call.echo()
    await call.play("demo-echodone")
    await call.hangup()


async def number_unknown(call: Call) -> None:
    """The caller was told, without being charged, that the number leads nowhere."""
    await call.note(rule="number unknown")
    await call_refuse(call, NUMBER_UNKNOWN)


async def call_refuse(call: Call, refusal: Refusal) -> None:
    """The call counts as refused, its caller was told why, and it is over."""
    await call.note(outcome=Outcome.REFUSED)
    await _tell(call, refusal)


async def _tell(call: Call, refusal: Refusal) -> None:
    await call.play_early(*refusal.sounds)
    await call.hangup(refusal.cause)


async def _ring(call: Call, context: CallContext, person: Person) -> DialOutcome:
    if not person.endpoints:
        return DialOutcome.UNAVAILABLE
    return await call.dial(
        DialRequest(
            endpoints=person.endpoints,
            timeout=person.ring,
            caller_name=context.caller.name,
            caller_number=context.caller.number,
            callee_name=person.name,
            callee_number=person.extension,
        )
    )


def _inside(company: CompanySnapshot, endpoint: str) -> CallContext:
    person = company.people.get(company.endpoints[endpoint])
    caller = Caller(
        endpoint=endpoint,
        name=person.name if person else company.name,
        number=person.extension if person else "",
    )
    return CallContext(company=company, caller=caller, direction=Direction.INTERNAL, person=person)


def _outside(call: Call, company: CompanySnapshot) -> CallContext:
    name, number = call.presented
    caller = Caller(endpoint=call.endpoint, name=name, number=number, outside=True)
    return CallContext(company=company, caller=caller, direction=Direction.INCOMING)


def _person_id(context: CallContext) -> str:
    return context.person.id if context.person else ""


def _language(context: CallContext) -> str:
    return (context.person and context.person.language) or context.company.language
