"""Acts on resellers and companies."""

from dataclasses import fields
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from cordboard.base.clock import now
from cordboard.base.errors import mark
from cordboard.base.ids import opaque_id
from cordboard.journal.services import journal_record
from cordboard.journal.types import SYSTEM, Actor
from cordboard.tenancy.errors import (
    CompanyUnknown,
    ContactUnknown,
    FieldInvalid,
    ResellerEmptying,
    ResellerInUse,
    ResellerUnknown,
    SipDomainTaken,
)
from cordboard.tenancy.models import Company, CustomerContact, Reseller
from cordboard.tenancy.rules import name_clean, sip_domain_check, time_zone_check
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.selectors import company_value
from cordboard.tenancy.types import CompanyKind, CompanyLimits, CompanySummary, Language, ResellerSummary

_FIRST_ACCOUNT_NUMBER = 10001
_ACCOUNT_NUMBER_LOCK = 0x434F5244  # advisory lock: account numbers are given out one at a time


@transaction.atomic
def reseller_create(*, actor: Actor, name: str) -> ResellerSummary:
    """A reseller exists. Raises FieldInvalid when the name is empty or taken."""
    clean = _reseller_name(name, None)
    row = Reseller.objects.create(name=clean)
    journal_record(kind="tenancy.reseller_created", actor=actor, subject=row.pk, facts={"name": clean})
    return ResellerSummary(id=row.pk, name=row.name, companies=0)


@transaction.atomic
def reseller_change(*, actor: Actor, reseller: UUID, name: str) -> None:
    """The reseller has this name. Raises ResellerUnknown; FieldInvalid when the name is empty or another one's."""
    row = _reseller_locked(reseller)
    row.name = _reseller_name(name, reseller)
    row.save()
    journal_record(kind="tenancy.reseller_changed", actor=actor, subject=reseller, facts={"name": row.name})


@transaction.atomic
def reseller_delete(*, actor: Actor, reseller: UUID) -> None:
    """The reseller and its administrators are gone. Raises ResellerUnknown; ResellerInUse while it has companies,
    ResellerEmptying until the last of them holds nothing any more.

    The lock keeps a company from being founded for it meanwhile: its foreign key waits for this row.
    """
    row = _reseller_locked(reseller)
    if Company.objects.filter(reseller=reseller).exists():
        raise ResellerInUse
    if Company.closed_too.filter(reseller=reseller).exists():
        raise ResellerEmptying
    row.delete()
    journal_record(kind="tenancy.reseller_deleted", actor=actor, subject=reseller, facts={"name": row.name})


@transaction.atomic
def company_create(
    *,
    actor: Actor,
    reseller: UUID,
    name: str,
    sip_domain: str,
    language: Language,
    country: str,
    time_zone: str,
    kind: CompanyKind = CompanyKind.PRIVATE,
) -> CompanySummary:
    """A company exists, with an account number (CAN) and no limits. Raises FieldInvalid, SipDomainTaken."""
    domain = _domain_free(sip_domain, None)
    row = Company.objects.create(
        key=opaque_id("t"),
        account_number=_next_account_number(),
        reseller_id=reseller,
        name=name_clean(name, field="name"),
        kind=kind,
        language=language,
        country=_country(country),
        time_zone=time_zone_check(time_zone),
        sip_domain=domain,
    )
    journal_record(
        kind="tenancy.company_created", actor=actor, company=row.pk, subject=row.pk, facts={"name": row.name}
    )
    return company_value(Company.objects.select_related("reseller").get(pk=row.pk))


@transaction.atomic
def company_change(
    *,
    actor: Actor,
    company: UUID,
    name: str,
    sip_domain: str,
    language: Language,
    country: str,
    time_zone: str,
) -> CompanySummary:
    """The company carries these values. Raises CompanyUnknown, FieldInvalid, SipDomainTaken."""
    row = _locked(company)
    row.name = name_clean(name, field="name")
    row.sip_domain = _domain_free(sip_domain, company)
    row.language, row.country, row.time_zone = language, _country(country), time_zone_check(time_zone)
    row.save()
    journal_record(
        kind="tenancy.company_changed",
        actor=actor,
        company=company,
        subject=company,
        facts={"name": row.name},
    )
    return company_value(row)


@transaction.atomic
def company_limits_set(*, actor: Actor, company: UUID, limits: CompanyLimits) -> None:
    """The limits are in force for whatever is created or called from now on. Source: catalogue SCO-64 to SCO-68."""
    row = _locked(company)
    for limit in fields(CompanyLimits):
        setattr(row, f"most_{limit.name}", getattr(limits, limit.name))
    row.save()
    facts: dict[str, object] = {limit.name: getattr(limits, limit.name) for limit in fields(CompanyLimits)}
    journal_record(
        kind="tenancy.company_limits_set", actor=actor, company=company, subject=company, facts=facts
    )


@transaction.atomic
def company_close(*, actor: Actor, company: UUID) -> None:
    """There is no such company any more for anybody who asks, whatever it still holds. Raises CompanyUnknown.

    Jobs take that away, from the key in the entry. Its direct numbers must be free by then.
    """
    row = _locked(company)
    row.closed = now()
    row.save(update_fields=["closed"])
    journal_record(
        kind="tenancy.company_closed",
        actor=actor,
        company=company,
        subject=company,
        facts={"name": row.name, "key": row.key},
    )


@transaction.atomic
def company_delete(*, company: UUID) -> None:
    """A closed company and all its rows are gone; only its journal stays. Nothing happens to one that is not closed.

    The lock keeps calls that end meanwhile from coming in: their foreign keys wait for this row.
    """
    row = Company.closed_too.select_for_update().filter(pk=company).exclude(closed=None).first()
    if row is None:
        return
    row.delete()
    journal_record(
        kind="tenancy.company_deleted",
        actor=SYSTEM,
        company=company,
        subject=company,
        facts={"name": row.name, "key": row.key},
    )


@transaction.atomic
def contact_create(*, actor: Actor, company: UUID, name: str, email: str, phone: str = "") -> None:
    """The provider knows one more person at the customer's. Source: catalogue WDX-16."""
    with company_scope(company):
        row = CustomerContact.objects.create(
            company_id=company, name=name_clean(name, field="name"), email=email, phone=phone[:40]
        )
    journal_record(kind="tenancy.contact_created", actor=actor, company=company, subject=row.pk)


@transaction.atomic
def contact_delete(*, actor: Actor, company: UUID, contact: int) -> None:
    """The provider no longer knows this person at the customer's. Raises ContactUnknown."""
    with company_scope(company):
        row = CustomerContact.objects.select_for_update().filter(company=company, pk=contact).first()
        if row is None:
            raise ContactUnknown
        row.delete()
    journal_record(
        kind="tenancy.contact_deleted",
        actor=actor,
        company=company,
        subject=contact,
        facts={"name": row.name},
    )


def company_lock(*, company: UUID) -> None:
    """Until the transaction ends, nobody else counts or adds to what this company's limits hold. Raises CompanyUnknown."""
    _locked(company)


def _locked(company: UUID) -> Company:
    row = (
        Company.objects.select_related("reseller")
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=company)
        .first()
    )
    if row is None:
        raise CompanyUnknown
    return row


def _reseller_locked(reseller: UUID) -> Reseller:
    row = Reseller.objects.select_for_update().filter(pk=reseller).first()
    if row is None:
        raise ResellerUnknown
    return row


def _reseller_name(name: str, reseller: UUID | None) -> str:
    """The name made clean. Raises FieldInvalid when it is empty or another reseller's."""
    clean = name_clean(name, field="name")
    if Reseller.objects.filter(name__iexact=clean).exclude(pk__in=[reseller] if reseller else []).exists():
        raise FieldInvalid(field="name", reason=mark("There is already a reseller of this name."))
    return clean


def _domain_free(domain: str, company: UUID | None) -> str:
    clean = sip_domain_check(domain)
    if Company.objects.filter(sip_domain=clean).exclude(pk__in=[company] if company else []).exists():
        raise SipDomainTaken(domain=clean)
    return clean


def _country(code: str) -> str:
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        raise FieldInvalid(field="country", reason=mark("Choose a country from the list."))
    return code.upper()


def _next_account_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ACCOUNT_NUMBER_LOCK])
    highest = Company.closed_too.aggregate(highest=Max("account_number"))["highest"]
    return (highest or _FIRST_ACCOUNT_NUMBER - 1) + 1
