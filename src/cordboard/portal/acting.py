"""Acting for a person (USR-27): who may, and what of it is on record once.

A session remembers for whom it acts, and which of their messages it listened to, under `ACTING`; whatever asks first
writes the entry, so that no way in goes round the journal: a button, a typed address, the middle of a recording.
"""

from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.models import Session
from django.db import transaction

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.rules import may_administer_company, may_manage
from cordboard.accounts.selectors import person_signed_in
from cordboard.accounts.types import PLATFORM_ROLES, PersonSummary, Role
from cordboard.journal.types import Actor
from cordboard.people import services
from cordboard.portal.standing import address_at
from cordboard.tenancy.selectors import company_get

ACTING = "acting"  # session key: by person acted for, the messages listened to meanwhile


def acted_for(*, signed_in: PersonSummary | None, person: UUID) -> PersonSummary | None:
    """The person, when the one signed in may act for them; None alike for a stranger and for nobody at all."""
    if signed_in is None:
        return None
    try:
        target = person_signed_in(person=person)
    except PersonUnknown:
        return None
    return target if may_act_for(signed_in, target) else None


def may_act_for(signed_in: PersonSummary, target: PersonSummary) -> bool:
    """Whether `signed_in` may open the pages of `target`: within reach, of lower rank, and someone who has pages."""
    if signed_in.id == target.id or target.role is Role.API_CLIENT or not may_manage(signed_in, target):
        return False
    return in_reach(signed_in, target)


def in_reach(signed_in: PersonSummary, target: PersonSummary) -> bool:
    """Whether the target belongs where `signed_in` administers: anywhere, their reseller, or their company."""
    if signed_in.role in PLATFORM_ROLES:
        return True
    if target.company is None:
        return False
    company = company_get(company=target.company)
    return may_administer_company(signed_in, company=company.id, reseller=company.reseller)


@transaction.atomic
def acting_enter(*, session: SessionBase, actor: Actor, person: PersonSummary) -> None:
    """The actor acts for this person; on record once until `acting_leave`, however many windows they open."""
    key = str(person.id)
    if key in _acting(session) or key in (kept := _locked(session)):
        return
    services.acting_begin(actor=actor, person=person)
    _keep(session, {**kept, key: []})


@transaction.atomic
def acting_leave(*, session: SessionBase, actor: Actor, person: PersonSummary) -> None:
    """The actor acts for this person no more; on record when they did."""
    kept = _locked(session)
    if kept.pop(str(person.id), None) is not None:
        services.acting_end(actor=actor, person=person)
        _keep(session, kept)


def listening_begins(*, session: SessionBase, person: PersonSummary, message: str) -> bool:
    """Whether this is the first the session hears of a message while it acts for this person. Within a transaction."""
    kept = _locked(session)
    heard = kept.setdefault(str(person.id), [])
    if message in heard:
        return False
    heard.append(message)
    _keep(session, kept)
    return True


def address_of_person(signed_in: PersonSummary, person: PersonSummary) -> str:
    """Where `signed_in` administers this person: their page in the company's list of users."""
    if person.company is None:
        return "/"
    path = f"/company/users/{person.id}/"
    if signed_in.company == person.company:
        return path
    return address_at(company_get(company=person.company).account_number, path)


def _acting(session: SessionBase) -> dict[str, list[str]]:
    return dict(session.get(ACTING, {}))


def _locked(session: SessionBase) -> dict[str, list[str]]:
    """What the session remembers now, which no other request of it changes before this transaction has ended."""
    row = Session.objects.select_for_update().filter(pk=session.session_key).first()
    if row is None:
        raise SessionInterrupted("The session was ended while one acted for somebody.")
    changed = session.modified
    session[ACTING] = row.get_decoded().get(ACTING, {})
    session.modified = changed  # it was only looked at
    return _acting(session)


def _keep(session: SessionBase, acting: dict[str, list[str]]) -> None:
    session[ACTING] = acting
    session.save()
    session.modified = False  # saved again with the answer, it would undo what other windows did meanwhile
