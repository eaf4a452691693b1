"""Who may open which page. Every view of the portal carries exactly one of these decorators.

`open_page` anyone · `person_page` anyone signed in · `me_page` people of a company, in its scope ·
`company_page` those who may administer the company, in its scope · `platform_page` platform (and resellers).

Answers: sign-in page when nobody is signed in; 404 for what belongs to others, as for what does not exist;
403 where the person's role does not reach. A `CordboardError` that leaves a view becomes a page by
`answers.page_answer`. A decorated view names its audience in `.audience`, which tests hold against the URLs.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from cordboard.accounts.rules import may_administer_company
from cordboard.accounts.types import PLATFORM_ROLES, PersonSummary, Role
from cordboard.base.errors import CordboardError
from cordboard.portal.answers import page_answer
from cordboard.portal.requests import CompanyRequest, CordboardRequest, PersonRequest, PlatformRequest
from cordboard.tenancy.errors import CompanyUnknown
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.selectors import company_get, company_get_by_account
from cordboard.tenancy.types import CompanySummary

P = ParamSpec("P")
Request = TypeVar("Request", bound=CordboardRequest)

View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
# A door lets a request through to its view, or answers in its stead.
Door = Callable[[HttpRequest, Callable[[Request], HttpResponseBase]], HttpResponseBase]


def open_page(view: Callable[Concatenate[CordboardRequest, P], HttpResponseBase]) -> View[P]:
    """Anyone may open it, signed in or not."""
    return _guarded(view, _open_door, "open")


def person_page(view: Callable[Concatenate[PersonRequest, P], HttpResponseBase]) -> View[P]:
    """Anyone signed in may open it."""
    return _guarded(view, _person_door, "person")


def me_page(view: Callable[Concatenate[CompanyRequest, P], HttpResponseBase]) -> View[P]:
    """People of a company open it for themselves, in their company's scope: `request.person`, `request.company`."""
    return _guarded(view, _me_door, "me")


def company_page(view: Callable[Concatenate[CompanyRequest, P], HttpResponseBase]) -> View[P]:
    """Those who may administer `request.company` open it, in its scope: the company's own administrators,
    and through `/at/<account number>/` its reseller's and the platform's.
    """
    return _guarded(view, _company_door, "company")


def platform_page(
    *, reseller_allowed: bool
) -> Callable[[Callable[Concatenate[PlatformRequest, P], HttpResponseBase]], View[P]]:
    """The platform's administrators open it; with `reseller_allowed` a reseller's too, whose id is `request.reseller`."""

    def decorate(view: Callable[Concatenate[PlatformRequest, P], HttpResponseBase]) -> View[P]:
        def door(
            request: HttpRequest, enter: Callable[[PlatformRequest], HttpResponseBase]
        ) -> HttpResponseBase:
            return _platform_door(request, enter, reseller_allowed=reseller_allowed)

        return _guarded(view, door, "reseller" if reseller_allowed else "platform")

    return decorate


def company_in_reach(*, person: PersonSummary, account: int | None) -> CompanySummary:
    """The company this person would administer: their own, or the one of this account number.

    Raises Http404 when it is none of theirs, PermissionDenied when they administer none.
    """
    if person.role in {Role.USER, Role.API_CLIENT}:
        raise PermissionDenied
    try:
        company = _company(person, account)
    except CompanyUnknown:
        raise Http404 from None
    if not may_administer_company(person, company=company.id, reseller=company.reseller):
        raise Http404
    return company


def _company(person: PersonSummary, account: int | None) -> CompanySummary:
    if account is not None:
        return company_get_by_account(account=account)
    if person.company is None:
        raise CompanyUnknown
    return company_get(company=person.company)


def _guarded(
    view: Callable[Concatenate[Request, P], HttpResponseBase], door: Door[Request], audience: str
) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *arguments: P.args, **named: P.kwargs) -> HttpResponseBase:
        try:
            return door(request, lambda entered: view(entered, *arguments, **named))
        except CordboardError as error:
            return page_answer(request, error)

    guarded.audience = audience  # type: ignore[attr-defined]
    return guarded


def _open_door(
    request: HttpRequest, enter: Callable[[CordboardRequest], HttpResponseBase]
) -> HttpResponseBase:
    return enter(cast(CordboardRequest, request))


def _person_door(
    request: HttpRequest, enter: Callable[[PersonRequest], HttpResponseBase]
) -> HttpResponseBase:
    asking = cast(CordboardRequest, request)
    if asking.person is None:
        return _sign_in(asking)
    return enter(cast(PersonRequest, request))


def _me_door(request: HttpRequest, enter: Callable[[CompanyRequest], HttpResponseBase]) -> HttpResponseBase:
    def inside(entered: PersonRequest) -> HttpResponseBase:
        if entered.person.company is None or entered.person.role is Role.API_CLIENT:
            raise PermissionDenied
        return _in_company(entered, company_get(company=entered.person.company), enter)

    return _person_door(request, inside)


def _company_door(
    request: HttpRequest, enter: Callable[[CompanyRequest], HttpResponseBase]
) -> HttpResponseBase:
    def inside(entered: PersonRequest) -> HttpResponseBase:
        company = company_in_reach(person=entered.person, account=entered.standing.account)
        return _in_company(entered, company, enter)

    return _person_door(request, inside)


def _platform_door(
    request: HttpRequest,
    enter: Callable[[PlatformRequest], HttpResponseBase],
    *,
    reseller_allowed: bool,
) -> HttpResponseBase:
    def inside(entered: PersonRequest) -> HttpResponseBase:
        person = entered.person
        if person.role not in PLATFORM_ROLES and not (
            reseller_allowed and person.role is Role.RESELLER_ADMIN
        ):
            raise PermissionDenied
        platform = cast(PlatformRequest, entered)
        platform.reseller = person.reseller
        return enter(platform)

    return _person_door(request, inside)


def _in_company(
    request: PersonRequest, company: CompanySummary, enter: Callable[[CompanyRequest], HttpResponseBase]
) -> HttpResponseBase:
    entered = cast(CompanyRequest, request)
    entered.company = company
    with company_scope(company.id), timezone.override(company.time_zone):
        return enter(entered)


def _sign_in(request: CordboardRequest) -> HttpResponse:
    answer = redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    return HttpResponseClientRedirect(answer.url) if request.htmx else answer
