"""Reads of resellers and companies. A company that was closed is none, except for `companies_closed`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cordboard.tenancy.errors import CompanyUnknown, ResellerUnknown
from cordboard.tenancy.models import Company, CustomerContact, Reseller
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.types import CompanyKind, CompanySummary, ContactSummary, Language, ResellerSummary

_COMPANIES = Count("companies", filter=Q(companies__closed=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyPage:
    """One page of companies and how many there are in all."""

    rows: tuple[CompanySummary, ...]
    total: int


def company_get(*, company: UUID) -> CompanySummary:
    """The company. Raises CompanyUnknown. One query."""
    return _one(Q(pk=company))


def company_get_by_key(*, key: str) -> CompanySummary:
    """The company with this engine key. Raises CompanyUnknown. One query."""
    return _one(Q(key=key))


def company_get_by_account(*, account: int) -> CompanySummary:
    """The company of this account number (CAN). Raises CompanyUnknown. One query."""
    return _one(Q(account_number=account))


def companies_for_keys(*, keys: Iterable[str]) -> dict[str, UUID]:
    """Companies by engine key, for processes that serve them all; keys of none are left out. One query."""
    return dict(Company.objects.filter(key__in=set(keys)).values_list("key", "pk"))


def companies_named(*, text: str) -> set[UUID]:
    """Ids of companies whose name holds the text, platform-wide. One query."""
    return set(Company.objects.filter(name__icontains=text).values_list("pk", flat=True))


def company_find_by_domain(*, domain: str) -> CompanySummary | None:
    """The company of an account number, SIP domain or name, as typed at sign-in, or None. At most two queries.

    Names come last and count only if one company has them: anybody may name a company like another's domain.
    """
    own = Q(sip_domain__iexact=domain)
    if domain.isascii() and domain.isdigit() and len(domain) < 10:
        own |= Q(account_number=int(domain))
    found = list(_companies().filter(own)[:2]) or list(_companies().filter(name__iexact=domain)[:2])
    return company_value(found[0]) if len(found) == 1 else None


def companies_all_keys() -> Sequence[str]:
    """Engine keys of every company, for processes that serve them all. One query."""
    return list(Company.objects.order_by("key").values_list("key", flat=True))


def companies_closed() -> set[UUID]:
    """Ids of companies that were closed and still hold something. One query."""
    return set(Company.closed_too.exclude(closed=None).values_list("pk", flat=True))


def companies_page(
    *, reseller: UUID | None, text: str = "", order: str = "name", offset: int = 0, size: int = 25
) -> CompanyPage:
    """Companies of a reseller (None: of all resellers) whose name, domain or account number holds `text`. Two queries."""
    rows = _companies()
    if reseller is not None:
        rows = rows.filter(reseller=reseller)
    if text:
        match = Q(name__icontains=text) | Q(sip_domain__icontains=text)
        rows = rows.filter(
            match | Q(account_number=int(text)) if text.isdigit() and len(text) < 10 else match
        )
    allowed = {"name", "account_number", "sip_domain", "created", "reseller__name"}
    column = order.lstrip("-")
    rows = rows.order_by(order if column in allowed else "name", "pk")
    return CompanyPage(
        rows=tuple(company_value(row) for row in rows[offset : offset + size]), total=rows.count()
    )


def companies_of_reseller(*, reseller: UUID) -> set[UUID]:
    """Ids of a reseller's companies. One query."""
    return set(Company.objects.filter(reseller=reseller).values_list("pk", flat=True))


def keys_of_reseller(*, reseller: UUID) -> frozenset[str]:
    """Engine keys of a reseller's companies. One query."""
    return frozenset(Company.objects.filter(reseller=reseller).values_list("key", flat=True))


def resellers_list() -> tuple[ResellerSummary, ...]:
    """All resellers by name with their numbers of companies. One query."""
    rows = Reseller.objects.annotate(count=_COMPANIES).order_by("name")
    return tuple(ResellerSummary(id=row.pk, name=row.name, companies=row.count) for row in rows)


def reseller_get(*, reseller: UUID) -> ResellerSummary:
    """The reseller with the number of its companies. Raises ResellerUnknown. One query."""
    row = Reseller.objects.annotate(count=_COMPANIES).filter(pk=reseller).first()
    if row is None:
        raise ResellerUnknown
    return ResellerSummary(id=row.pk, name=row.name, companies=row.count)


def contacts_for_company(*, company: UUID) -> tuple[tuple[str, str, str], ...]:
    """Name, e-mail and phone of each customer contact. One query."""
    with company_scope(company):
        rows = CustomerContact.objects.filter(company=company).order_by("name")
        return tuple((row.name, row.email, row.phone) for row in rows)


def contacts_list(*, company: UUID) -> tuple[ContactSummary, ...]:
    """The customer contacts of a company by name. One query."""
    with company_scope(company):
        rows = CustomerContact.objects.filter(company=company).order_by("name", "pk")
        return tuple(
            ContactSummary(id=row.pk, name=row.name, email=row.email, phone=row.phone) for row in rows
        )


def names_for_companies(*, companies: Iterable[UUID]) -> dict[UUID, str]:
    """Names by id, platform-wide. One query."""
    return dict(Company.objects.filter(pk__in=list(companies)).values_list("pk", "name"))


def company_value(row: Company) -> CompanySummary:
    """A row as the value other rooms see."""
    return CompanySummary(
        id=row.pk,
        key=row.key,
        name=row.name,
        kind=CompanyKind(row.kind),
        account_number=row.account_number,
        language=Language(row.language),
        country=row.country,
        time_zone=row.time_zone,
        sip_domain=row.sip_domain,
        reseller=row.reseller_id,
        reseller_name=row.reseller.name,
        limits=row.limits,
    )


def _companies() -> QuerySet[Company]:
    return Company.objects.select_related("reseller")


def _one(wanted: Q) -> CompanySummary:
    row = _companies().filter(wanted).first()
    if row is None:
        raise CompanyUnknown
    return company_value(row)
