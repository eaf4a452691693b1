"""What the engine wrote down becomes calls."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import InterfaceError, OperationalError, ProgrammingError, connection, transaction

from cordboard.accounts.selectors import names_for_people
from cordboard.base.clock import now
from cordboard.calls.models import CallLeg, CallPerson, CallRecord, SpoolPosition
from cordboard.calls.rules import call_of, facts_masked, words_of
from cordboard.calls.selectors import facts_of_leg
from cordboard.calls.types import CallFacts, Direction, Outcome, SpoolPiece
from cordboard.devices.selectors import devices_for_keys
from cordboard.devices.types import DeviceSummary
from cordboard.engine.records import RecordLine
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM
from cordboard.numbering.selectors import numbers_for_people
from cordboard.tenancy.scope import all_companies
from cordboard.tenancy.selectors import companies_for_keys

# The name space of calls' ids: the same call has the same id whenever its spool is read again.
_CALLS = UUID("6f0e7c3e-6a55-4c39-9d0a-0c8b1c3c2f11")
# What a line has no part in: the database is away, full, or has other tables than this program.
NO_LINES_FAULT = (OperationalError, InterfaceError, ProgrammingError, OSError)
_FIXED = {"id", "node", "linked_id"}
_MADE_ANEW = [field.name for field in CallRecord._meta.concrete_fields if field.name not in _FIXED]


@transaction.atomic
def records_take(*, piece: SpoolPiece, lines: Sequence[RecordLine], rejected: int = 0) -> None:
    """The legs are in, their calls are made from all legs known by now, and the position is moved: all of it or nothing.

    Legs that are in already change nothing. Nothing happens when another process has taken the piece meanwhile.
    Rejected lines, which the caller has put aside, are counted and told in the journal.
    """
    position = _position_lock(piece)
    if piece.start not in (0, position.offset):
        return
    with all_companies():
        _legs_take(piece.node, lines)
    _position_move(position, piece, taken=len(lines), rejected=rejected)


@transaction.atomic
def records_take_singly(
    *,
    piece: SpoolPiece,
    lines: Sequence[RecordLine],
    rejected: int = 0,
    aside: Callable[[Mapping[int, str]], None],
) -> None:
    """The same, line by line: what is wrong with one keeps none of the others out.

    `aside` gets the places of those that could not be taken in, each with its reason, and keeps them on disk before
    it returns. Raises NO_LINES_FAULT; then nothing is in.
    """
    position = _position_lock(piece)
    if piece.start not in (0, position.offset):
        return
    with all_companies():
        faults = {
            place: fault for place, line in enumerate(lines) if (fault := _line_fault(piece.node, line))
        }
    aside(faults)
    _position_move(position, piece, taken=len(lines) - len(faults), rejected=rejected + len(faults))


def position_forget(*, node: str, inode: str) -> None:
    """A file that is finished needs no position any more; should it be read again after all, nothing comes in twice."""
    SpoolPosition.objects.filter(node=node, inode=inode).delete()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surroundings:
    """What is known of the keys and ids in some lines, by company."""

    companies: Mapping[str, UUID]
    devices: Mapping[UUID, Mapping[str, DeviceSummary]]
    names: Mapping[UUID, Mapping[UUID, str]]
    numbers: Mapping[UUID, Mapping[UUID, str]]


def _position_lock(piece: SpoolPiece) -> SpoolPosition:
    SpoolPosition.objects.bulk_create(
        [SpoolPosition(node=piece.node, inode=piece.inode, head=piece.head, moved=now())],
        ignore_conflicts=True,
    )
    return SpoolPosition.objects.select_for_update().get(node=piece.node, inode=piece.inode)


def _position_move(position: SpoolPosition, piece: SpoolPiece, *, taken: int, rejected: int) -> None:
    position.offset, position.head, position.moved = piece.end, piece.head, now()
    position.records += taken
    position.rejected += rejected
    position.save()
    if rejected:
        facts: dict[str, object] = {"lines": rejected, "inode": piece.inode, "offset": piece.start}
        journal_record(kind="calls.records_rejected", actor=SYSTEM, subject=piece.node, facts=facts)


def _line_fault(node: str, line: RecordLine) -> str:
    """Why the line can not be taken in; empty when it is."""
    try:
        with transaction.atomic():
            _legs_take(node, [line])
            connection.check_constraints()  # now, while it is known whose fault it is
    except NO_LINES_FAULT:
        raise
    except Exception as fault:  # whatever it is, the next line may be in order
        return f"{type(fault).__name__}: {str(fault).partition(chr(10))[0]}"  # PostgreSQL shows the row behind that
    return ""


def _legs_take(node: str, lines: Sequence[RecordLine]) -> None:
    known = _surroundings(lines)
    legs = [_leg(node, line, known) for line in lines]
    earlier = list(CallLeg.objects.filter(call__in={leg.call_id for leg in legs}))
    calls = _calls_of([*earlier, *legs])
    rows = [_call(node, linked_id, facts) for linked_id, facts in calls.items()]
    CallRecord.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=_MADE_ANEW
    )
    CallLeg.objects.bulk_update(_companies_fill(earlier, calls), ["company"])
    _companies_fill(legs, calls)
    CallLeg.objects.bulk_create(legs, ignore_conflicts=True)
    _people_take(node, calls)


def _calls_of(legs: Iterable[CallLeg]) -> dict[str, CallFacts]:
    of_call = defaultdict(list)
    for leg in legs:
        of_call[leg.linked_id].append(facts_of_leg(leg))
    return {linked_id: call_of(facts) for linked_id, facts in of_call.items()}


def _companies_fill(legs: Iterable[CallLeg], calls: Mapping[str, CallFacts]) -> list[CallLeg]:
    """Legs that did not say whose they are belong to the company of their call; those that changed are returned."""
    found = [leg for leg in legs if leg.company_id is None and calls[leg.linked_id].company]
    for leg in found:
        leg.company_id = calls[leg.linked_id].company
    return found


def _people_take(node: str, calls: Mapping[str, CallFacts]) -> None:
    parts = [
        CallPerson(
            call_id=_call_id(node, linked_id), company_id=facts.company, person=person, started=facts.started
        )
        for linked_id, facts in calls.items()
        if facts.company
        for person in sorted(facts.people)
    ]
    CallPerson.objects.bulk_create(
        parts,
        update_conflicts=True,
        unique_fields=["call", "person"],
        update_fields=["company", "started"],
    )


def _surroundings(lines: Sequence[RecordLine]) -> _Surroundings:
    """Three queries for each company in the lines, and one for all companies."""
    companies = companies_for_keys(keys={_company_key(line) for line in lines} - {""})
    devices, names, numbers = {}, {}, {}
    for key, company in companies.items():
        own = [line for line in lines if _company_key(line) == key]
        wanted = {person for line in own if (person := _person_id(line.callee))}
        keys = {end for line in own for end in (line.endpoint, line.far_endpoint) if end}
        devices[company] = devices_for_keys(company=company, keys=keys) if keys else {}
        names[company] = names_for_people(company=company, people=wanted) if wanted else {}
        numbers[company] = numbers_for_people(company=company, people=wanted) if wanted else {}
    return _Surroundings(companies=companies, devices=devices, names=names, numbers=numbers)


def _leg(node: str, line: RecordLine, known: _Surroundings) -> CallLeg:
    company = known.companies.get(_company_key(line))
    devices = known.devices[company] if company else {}
    names = known.names[company] if company else {}
    near, far, wanted = devices.get(line.endpoint), devices.get(line.far_endpoint), _person_id(line.callee)
    called = wanted if wanted in names else None
    number = known.numbers[company].get(called, "") if company and called else ""
    name = names[called] if called else ""
    texts = _texts(CallLeg, {**_leg_texts(line, near, far), "called_name": name, "called_number": number})
    return CallLeg(
        call_id=_call_id(node, texts["linked_id"]),
        company_id=company,
        node=node,
        sequence=line.sequence,
        started=line.started,
        answered=line.answered,
        ended=line.ended,
        near_person=near.person if near else None,
        rang=bool(line.far_channel),
        far_person=far.person if far else None,
        called_person=called,
        cause=line.cause,
        **texts,
    )


def _leg_texts(line: RecordLine, near: DeviceSummary | None, far: DeviceSummary | None) -> dict[str, str]:
    return {
        "unique_id": line.unique_id,
        "linked_id": line.linked_id,
        "application": line.application,
        "disposition": line.disposition,
        "near_name": (near.person_name if near else "") or line.caller_name,
        "near_number": line.caller_number,
        "near_device": near.name if near else "",
        "far_name": far.person_name if far else "",
        "far_device": far.name if far else "",
        "dialled": line.dialled,
        "direction": line.direction if line.direction in set(Direction) else "",
        "outcome": line.outcome if line.outcome in set(Outcome) else "",
        "destination": line.destination,
        "rule": line.rule,
    }


def _call(node: str, linked_id: str, facts: CallFacts) -> CallRecord:
    caller, callee = facts.caller, facts.callee
    return CallRecord(
        id=_call_id(node, linked_id),
        company_id=facts.company,
        node=node,
        linked_id=linked_id,
        direction=facts.direction,
        caller_person=caller.person,
        caller_name=caller.name,
        caller_number=caller.number,
        dialled=facts.dialled,
        callee_person=callee.person,
        callee_name=callee.name,
        callee_number=callee.number,
        started=facts.started,
        answered=facts.answered,
        ended=facts.ended,
        talk=facts.talk,
        outcome=facts.outcome,
        cause=facts.cause,
        destination=facts.destination,
        rule=facts.rule,
        words=words_of(facts),
        words_inside=words_of(facts_masked(facts)),
    )


def _texts(model: type[CallLeg], values: Mapping[str, str]) -> dict[str, str]:
    """The texts, cut to what their columns hold: a record is never lost for being too long."""
    widths = {field.name: field.max_length for field in model._meta.concrete_fields}
    return {name: value[: widths[name]] for name, value in values.items()}


def _call_id(node: str, linked_id: str) -> UUID:
    return uuid5(_CALLS, f"{node} {linked_id}")


def _company_key(line: RecordLine) -> str:
    return line.company or line.account


def _person_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
