"""Calls that ring a group. Numbered cases: docs/algorithms/call-group.md."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random, SystemRandom

from cordboard.calls.flows import destination_enter, number_unknown
from cordboard.calls.rules import NOBODY_REACHED, outcome_of
from cordboard.calls.types import CallContext, Person
from cordboard.engine.call import Call, DialOutcome, DialRequest
from cordboard.groups.rules import Step, caller_shown, outcome_of_all, ring_order, rings_again
from cordboard.groups.types import GroupEntry, GroupMemory, GroupsPart, Strategy


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRing:
    """The flow of groups, with what it remembers of each: lost when the call server restarts, and each node's own."""

    chance: Random = field(default_factory=SystemRandom)
    memories: dict[str, GroupMemory] = field(default_factory=dict)  # by group

    async def __call__(self, call: Call, context: CallContext, id: str) -> None:  # noqa: A002  # a destination's id
        """Members rang by the group's strategy; not taken, the call went where the group sends it."""
        group = context.company.part(GroupsPart).groups.get(id)
        if group is None:
            return await number_unknown(call)
        memory = self.memories.setdefault(id, GroupMemory())
        steps = ring_order(Strategy(group.strategy), group.members, memory=memory, chance=self.chance)
        if steps:
            memory.first = steps[0][0].person
        outcome = await _Ringing(call=call, context=context, group=group, memory=memory).rounds(steps)
        if outcome in {DialOutcome.ANSWERED, DialOutcome.CANCELLED}:
            return await _end(call, outcome)
        return await _leave(call, context, group, outcome)


async def _end(call: Call, outcome: DialOutcome) -> None:
    if outcome is DialOutcome.CANCELLED:  # a conversation's record says so itself
        await call.note(outcome=outcome_of(outcome))
    await call.hangup()


async def _leave(call: Call, context: CallContext, group: GroupEntry, outcome: DialOutcome) -> None:
    await call.note(outcome=outcome_of(outcome), rule="nobody of the group took the call")
    if group.otherwise:
        return await destination_enter(call, replace(context, reason=outcome), group.otherwise)
    await call.play_early(*NOBODY_REACHED.sounds)
    return await call.hangup(NOBODY_REACHED.cause)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ringing:
    """One call that rings one group."""

    call: Call
    context: CallContext
    group: GroupEntry
    memory: GroupMemory

    async def rounds(self, steps: Sequence[Step]) -> DialOutcome:
        """The steps rang one after another, over and over, until taken, given up, or the time was over."""
        ends = self.call.now() + self.group.total
        seen: set[DialOutcome] = set()
        while steps:
            outcomes: list[tuple[Step, DialOutcome]] = []
            for step in steps:
                left = ends - self.call.now()
                if left < timedelta(seconds=1):
                    return outcome_of_all(seen)
                outcome = await self._step(step, self._time(left))
                if outcome in {DialOutcome.ANSWERED, DialOutcome.CANCELLED}:
                    return outcome
                seen.add(outcome)
                outcomes.append((step, outcome))
            steps = rings_again(outcomes)
        return outcome_of_all(seen)

    def _time(self, left: timedelta) -> timedelta:
        """All at once is one step, as long as the whole."""
        return left if self.group.strategy == Strategy.ALL else min(self.group.step, left)

    async def _step(self, step: Step, time: timedelta) -> DialOutcome:
        people = self._people(step)
        endpoints = tuple(dict.fromkeys(key for person in people for key in person.endpoints))
        if not endpoints:
            return DialOutcome.UNAVAILABLE
        if self.group.skip_busy:
            engaged = await self.call.engaged(endpoints)
            people = [person for person in people if not engaged.intersection(person.endpoints)]
            endpoints = tuple(dict.fromkeys(key for person in people for key in person.endpoints))
            if not endpoints:
                return DialOutcome.BUSY
        return await self._dial(people, endpoints, time)

    async def _dial(self, people: Sequence[Person], endpoints: Sequence[str], time: timedelta) -> DialOutcome:
        """These phones rang together. Whoever talked alone of them is remembered as having had a call just now."""
        alone = people[0] if len(people) == 1 else None
        await self.call.note(rule=f"group: {self.group.strategy}", callee=alone.id if alone else "")
        outcome = await self.call.dial(self._request(alone, endpoints, time))
        if outcome is DialOutcome.ANSWERED and alone:
            self.memory.talked[alone.id] = self.call.now()
        return outcome

    def _request(self, alone: Person | None, endpoints: Sequence[str], time: timedelta) -> DialRequest:
        caller = self.context.caller
        return DialRequest(
            endpoints=endpoints,
            timeout=time,
            caller_name=caller_shown(self.group.prefix, caller.name, caller.number),
            caller_number=caller.number,
            callee_name=alone.name if alone else self.group.name,
            callee_number=alone.extension if alone else "",
        )

    def _people(self, step: Step) -> list[Person]:
        """The members who can ring: not the caller himself, whose phones would be asked to ring for him."""
        known = self.context.company.people
        people = [known[member.person] for member in step if member.person in known]
        return [person for person in people if person != self.context.person]
