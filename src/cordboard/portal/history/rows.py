"""A recorded call as a page shows it: every word of it ready."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from cordboard.calls.selectors import CallPage
from cordboard.calls.types import CallFacts, CallSummary
from cordboard.portal.history.words import (
    DIRECTIONS,
    OUTCOMES,
    cause_shown,
    direction_text,
    end_shown,
    is_missed,
    number_shown,
    outcome_text,
    rule_text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """A call in words, seen by a person of it or (`person` None) from above."""

    id: UUID
    facts: CallFacts
    company_name: str
    caller: str
    caller_number: str  # empty where it says no more than the name
    callee: str
    callee_number: str
    dialled: str
    rang: timedelta | None  # until somebody, or something, answered
    icon: str
    direction: str
    outcome: str
    outcome_kind: str
    cause: str
    rule: str
    placed: bool  # by the person
    missed: bool  # by the person

    @property
    def other(self) -> str:
        """Who was at the other end, seen by the person."""
        return self.callee if self.placed else self.caller

    @property
    def other_number(self) -> str:
        """The other end's number."""
        return self.callee_number if self.placed else self.caller_number


def rows_of(page: CallPage, *, country: str = "", person: UUID | None = None) -> tuple[CallRow, ...]:
    """A page of calls in words; numbers as people of the country write them."""
    return tuple(row_of(call, country=country, person=person) for call in page.rows)


def row_of(call: CallSummary, *, country: str = "", person: UUID | None = None) -> CallRow:
    """A call in words."""
    facts = call.facts
    placed = person is not None and facts.caller.person == person
    missed = person is not None and is_missed(facts, person)
    dialled = facts.callee.number or facts.dialled
    return CallRow(
        id=call.id,
        facts=facts,
        company_name=call.company_name,
        caller=end_shown(facts.caller, country=country),
        caller_number=number_shown(facts.caller.number, country=country) if facts.caller.name else "",
        callee=end_shown(facts.callee, country=country, otherwise=dialled),
        callee_number=number_shown(dialled, country=country) if facts.callee.name else "",
        dialled=number_shown(facts.dialled, country=country),
        rang=facts.answered - facts.started if facts.answered else None,
        icon=_icon(facts, person=person, placed=placed, missed=missed),
        direction=direction_text(facts),
        outcome=outcome_text(facts),
        outcome_kind=OUTCOMES[facts.outcome][1],
        cause=cause_shown(facts),
        rule=rule_text(facts),
        placed=placed,
        missed=missed,
    )


def _icon(facts: CallFacts, *, person: UUID | None, placed: bool, missed: bool) -> str:
    if person is None:
        return DIRECTIONS[facts.direction][1]
    if missed:
        return "phone-x"
    return "phone-outgoing" if placed else "phone-incoming"
