"""Reads that join a person with their extension, phones and mailbox."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Collate, Length

from cordboard.accounts.errors import PersonUnknown
from cordboard.accounts.models import Person
from cordboard.accounts.selectors import person_get, person_value
from cordboard.accounts.types import PersonSummary
from cordboard.devices.models import Device
from cordboard.devices.selectors import devices_for_people
from cordboard.devices.types import DeviceSummary
from cordboard.numbering.models import Did, Extension
from cordboard.numbering.selectors import extension_find, extension_value
from cordboard.people.types import CompanyCounts, EquippedPerson
from cordboard.tenancy.scope import all_companies, company_scope
from cordboard.tenancy.selectors import company_find_by_domain
from cordboard.voicemail.selectors import boxes_for_people

_ALPHABET = "und-x-icu"  # Unicode's own order: Éva between Eva and Ewa, whatever the case
_NAME = (Collate(F("last_name"), _ALPHABET), Collate(F("first_name"), _ALPHABET))
_ORDERS: dict[str, tuple[F | Collate, ...]] = {
    "name": (),
    "extension": (F("number_length"), F("number")),  # as numbers count: 99 before 101
    "email": (Collate(F("email"), _ALPHABET),),
    "role": (F("role"),),
    "created": (F("created"),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """One page of people and how many there are in all."""

    rows: tuple[EquippedPerson, ...]
    total: int


def people_page(
    *, company: UUID, text: str = "", role: str = "", order: str = "name", offset: int = 0, size: int = 25
) -> PeoplePage:
    """People of a company whose names, e-mail or extension hold every word of `text`; `order` may start with `-`.

    Five queries, however many rows.
    """
    with company_scope(company):
        rows = _matching(company, text)
        if role:
            rows = rows.filter(role=role)
        chosen = _ordered(rows, order)[offset : offset + size]
        people = [person_value(row) for row in chosen]
        return PeoplePage(rows=_equipped(company, people), total=rows.count())


def equipped_person_get(*, company: UUID, person: UUID) -> EquippedPerson:
    """The person with everything of theirs. Raises PersonUnknown, also for another company's. Four queries."""
    (equipped,) = _equipped(company, [person_get(company=company, person=person)])
    return equipped


def equipped_person_find(*, company: UUID, person: UUID) -> EquippedPerson | None:
    """The person with everything of theirs, or None when the company has nobody of this id. Four queries."""
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
    own = Q(company__reseller=reseller) if reseller else Q(company__isnull=False)
    with all_companies():
        return CompanyCounts(
            people=Person.in_company.filter(own).count(),
            extensions=Extension.objects.filter(own).count(),
            devices=Device.objects.filter(own).count(),
            numbers=Did.in_company.filter(own).count(),
        )


def email_for_sign_in(*, login: str) -> str | None:
    """The e-mail of the person with this `extension@company`, or None. At most three queries. Source: WDX-137."""
    number, _, domain = login.partition("@")
    if not (number.isascii() and number.isdigit() and domain):
        return None
    company = company_find_by_domain(domain=domain)
    extension = extension_find(company=company.id, number=number) if company else None
    if company is None or extension is None or extension.person is None:
        return None
    with company_scope(company.id):
        person = Person.in_company.filter(company=company.id, pk=extension.person).first()
    return person.email if person else None


def _counts(rows: QuerySet[Any], companies: list[UUID]) -> dict[UUID, int]:
    counted = rows.filter(company__in=companies).values_list("company").annotate(count=Count("pk"))
    return dict(counted)


def _matching(company: UUID, text: str) -> QuerySet[Person]:
    rows = Person.in_company.filter(company=company)
    for word in text.split():
        has_number = Extension.objects.filter(person=OuterRef("pk"), number__startswith=word)
        rows = rows.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
            | Exists(has_number)
        )
    return rows


def _ordered(rows: QuerySet[Person], order: str) -> QuerySet[Person]:
    """Ordered by one of `_ORDERS`, people without an extension last; equal ones by name, then id."""
    descending = order.startswith("-")
    key = order.removeprefix("-")
    if key == "extension":
        rows = rows.annotate(**_number_columns())
    columns = [*_ORDERS.get(key, ()), *_NAME]
    ordered = [
        column.desc(nulls_last=True) if descending else column.asc(nulls_last=True) for column in columns
    ]
    return rows.order_by(*ordered, "pk")


def _number_columns() -> dict[str, Subquery]:
    own = Extension.objects.filter(person=OuterRef("pk")).order_by("number")
    return {
        "number": Subquery(own.values("number")[:1]),
        "number_length": Subquery(own.annotate(length=Length("number")).values("length")[:1]),
    }


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
    return tuple(
        EquippedPerson(
            person=person,
            extension=extensions.get(person.id),
            devices=tuple(devices.get(person.id, ())),
            has_mailbox=person.id in boxes,
        )
        for person in listed
    )
