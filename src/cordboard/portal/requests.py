"""What a request carries once its page has been opened to the one who asks."""

from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from cordboard.accounts.types import PersonSummary
from cordboard.journal.types import Actor
from cordboard.portal.standing import Standing
from cordboard.tenancy.types import CompanySummary


class CordboardRequest(HttpRequest):
    """A request that went through `PersonMiddleware`."""

    signed_in: PersonSummary | None  # who really sits there
    person: PersonSummary | None  # whose pages are shown: the same, or the one acted for (USR-27)
    acting: bool  # whether someone acts for the person whose pages these are
    actor: Actor
    standing: Standing
    htmx: HtmxDetails
    session: SessionBase


class PersonRequest(CordboardRequest):
    """A request of someone signed in."""

    signed_in: PersonSummary
    person: PersonSummary


class CompanyRequest(PersonRequest):
    """A request inside one company's scope."""

    company: CompanySummary


class PlatformRequest(PersonRequest):
    """A request of the platform's or a reseller's administrators."""

    reseller: UUID | None  # whose companies are in reach; None: everyone's
