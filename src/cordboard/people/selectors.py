"""Reads that join a person with their extension, phones and mailbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, F, Min, OrderBy, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Collate, LPad
from django.db.models.lookups import GreaterThanOrEqual, LessThan, StartsWith

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.models import ALPHABET, BY_NAME, Person
from cordboard.accounts.selectors import person_get, person_value
from cordboard.accounts.types import PersonSummary
from cordboard.devices.models import Device
from cordboard.devices.selectors import devices_for_people
from cordboard.devices.types import DeviceSummary
from cordboard.numbering.models import Did, Extension
from cordboard.numbering.selectors import dids_for_destinations, extension_find, extension_value
from cordboard.people.types import PERSON, CompanyCounts, EquippedPerson, PeopleWanted, SignInName
from cordboard.tenancy.scope import all_companies, company_scope
from cordboard.tenancy.selectors import company_find_by_domain
from cordboard.voicemail.selectors import boxes_for_people

_LONGEST_EXTENSION = 6  # digits
_AFTER_Z = "α"  # the first letter that sorts after every Latin one
_ORDERS: dict[str, tuple[F | Collate, ...]] = {
    "name": BY_NAME,
    "extension": (F("number"), *BY_NAME),  # as numbers count: 99 before 101
    "email": (Collate(F("email"), ALPHABET),),
    "role": (F("role"), *BY_NAME),
    "id": (F("user_number"),),
    "created": (F("created"), *BY_NAME),
}


_EVERYONE = PeopleWanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """One page of people and how many there are in all."""

    rows: tuple[EquippedPerson, ...]
    total: int


def people_page(
    *,
    company: UUID,
    wanted: PeopleWanted = _EVERYONE,
    order: str = "name",
    offset: int = 0,
    size: int = 25,
) -> PeoplePage:
    """The people of a company who are wanted; `order` may start with `-`.

    Seven queries, however many rows. The page's ids come first, from an index alone: deep pages cost what the first does.
    """
    with company_scope(company):
        rows = _matching(company, wanted)
        ids = list(_ordered(rows, order).values_list("pk", flat=True)[offset : offset + size])
        found = Person.in_company.in_bulk(ids)
        people = [person_value(found[key]) for key in ids if key in found]
        return PeoplePage(rows=_equipped(company, people), total=rows.count())


def equipped_person_get(*, company: UUID, person: UUID) -> EquippedPerson:
    """The person with everything of theirs. Raises PersonUnknown, also for another company's. Five queries."""
    (equipped,) = _equipped(company, [person_get(company=company, person=person)])
    return equipped


def equipped_person_find(*, company: UUID, person: UUID) -> EquippedPerson | None:
    """The person with everything of theirs, or None when the company has nobody of this id. Five queries."""
    try:
        return equipped_person_get(company=company, person=person)
    except PersonUnknown:
        return None


def person_find(*, company: UUID, text: str) -> PersonSummary | None:
    """The person of the company with this extension or e-mail address, or None. At most two queries."""
    extension = extension_find(company=company, number=text)
    with company_scope(company):
        wanted = Q(email__iexact=text)
        if extension is not None and extension.person is not None:
            wanted |= Q(pk=extension.person)
        row = Person.in_company.filter(wanted, company=company).order_by("email").first()
    return person_value(row) if row else None


def counts_for_companies(*, companies: Iterable[UUID]) -> dict[UUID, CompanyCounts]:
    """What each company holds, platform-wide. Four queries."""
    ids = list(companies)
    with all_companies():
        people = _counts(Person.in_company.all(), ids)
        extensions = _counts(Extension.objects.all(), ids)
        devices = _counts(Device.objects.all(), ids)
        numbers = _counts(Did.in_company.all(), ids)
    return {
        company: CompanyCounts(
            people=people.get(company, 0),
            extensions=extensions.get(company, 0),
            devices=devices.get(company, 0),
            numbers=numbers.get(company, 0),
        )
        for company in ids
    }


def counts_in_all(*, reseller: UUID | None) -> CompanyCounts:
    """What all companies hold together: a reseller's, or (None) everyone's. Four queries."""
    own = Q(company__isnull=False, company__closed=None)
    if reseller:
        own &= Q(company__reseller=reseller)
    with all_companies():
        return CompanyCounts(
            people=Person.in_company.filter(own).count(),
            extensions=Extension.objects.filter(own).count(),
            devices=Device.objects.filter(own).count(),
            numbers=Did.in_company.filter(own).count(),
        )


def sign_in_name(*, login: str) -> SignInName:
    """Whom a sign-in name means: `extension@company`, or anything else as it is. At most three queries. Source: WDX-137."""
    number, _, domain = login.partition("@")
    if not (number.isascii() and number.isdigit() and domain):
        return SignInName(counted_as=login)
    company = company_find_by_domain(domain=domain)
    if company is None:
        return SignInName(counted_as=login)
    person = _holder(company.id, number)
    return SignInName(email=person.email if person else None, counted_as=f"{number}@{company.key}")


def _holder(company: UUID, number: str) -> Person | None:
    extension = extension_find(company=company, number=number)
    if extension is None or extension.person is None:
        return None
    with company_scope(company):
        return Person.in_company.filter(company=company, pk=extension.person).first()


def _counts(rows: QuerySet[Any], companies: list[UUID]) -> dict[UUID, int]:
    counted = rows.filter(company__in=companies).values_list("company").annotate(count=Count("pk"))
    return dict(counted)


def _matching(company: UUID, wanted: PeopleWanted) -> QuerySet[Person]:
    rows = Person.in_company.filter(company=company)
    if wanted.role:
        rows = rows.filter(role=wanted.role)
    if wanted.letter:
        rows = rows.filter(_begins("first_name", wanted.letter) | _begins("last_name", wanted.letter))
    if wanted.pending is not None:
        unusable = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        rows = rows.filter(unusable if wanted.pending else ~unusable)
    for word in wanted.text.split():
        rows = rows.filter(_holds(word))
    return rows


def _begins(field: str, letter: str) -> Q:
    """The name lies from this letter up to the next in Unicode's order, where É is an E."""
    low = letter.lower()
    high = chr(ord(low) + 1) if low < "z" else _AFTER_Z
    column = Collate(F(field), ALPHABET)
    return Q(GreaterThanOrEqual(column, Value(low)), LessThan(column, Value(high)))


def _holds(word: str) -> Q:
    held = Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
    if not (word.isascii() and word.isdigit()):
        return held
    numbered = Extension.objects.filter(person__isnull=False, number__startswith=word)
    return (
        held
        | Q(pk__in=numbered.values("person"))
        | Q(StartsWith(Cast("user_number", TextField()), Value(word)))
    )


def _ordered(rows: QuerySet[Person], order: str) -> QuerySet[Person]:
    """Ordered by one of `_ORDERS`, people without an extension last; equal ones by id, as the indexes have them."""
    descending = order.startswith("-")
    key = order.removeprefix("-")
    if key == "extension":
        rows = rows.annotate(number=Min(LPad("extensions__number", _LONGEST_EXTENSION, Value("0"))))
    columns = (*_ORDERS.get(key, BY_NAME), F("pk"))
    return rows.order_by(*(_turned(column, descending) for column in columns))


def _turned(column: F | Collate, descending: bool) -> OrderBy:
    nullable = True if column == F("number") else None
    return column.desc(nulls_last=nullable) if descending else column.asc(nulls_last=nullable)


def _equipped(company: UUID, people: Iterable[PersonSummary]) -> tuple[EquippedPerson, ...]:
    listed = list(people)
    ids = [person.id for person in listed]
    devices: dict[UUID | None, list[DeviceSummary]] = {}
    for device in devices_for_people(company=company, people=ids):
        devices.setdefault(device.person, []).append(device)
    with company_scope(company):
        rows = Extension.objects.filter(company=company, person__in=ids).order_by("-number")
        extensions = {row.person_id: extension_value(row) for row in rows}
    boxes = boxes_for_people(company=company, people=ids)
    dids = dids_for_destinations(company=company, kind=PERSON, ids=map(str, ids))
    return tuple(
        EquippedPerson(
            person=person,
            extension=extensions.get(person.id),
            devices=tuple(devices.get(person.id, ())),
            has_mailbox=person.id in boxes,
            dids=dids.get(str(person.id), ()),
        )
        for person in listed
    )
