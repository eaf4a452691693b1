"""The seal between companies: a query of tenant-owned rows outside a company's scope raises."""

from contextlib import AbstractContextManager
from typing import TypeVar
from uuid import UUID

from django.db import models
from django_scopes import get_scope, scope, scopes_disabled
from django_scopes.exceptions import ScopeError

Row = TypeVar("Row", bound=models.Model)


def company_scope(company: UUID) -> AbstractContextManager[None]:
    """Within it, every query of tenant-owned rows sees this company only; outside any scope such a query raises."""
    scoped: AbstractContextManager[None] = scope(company=company)
    return scoped


def all_companies() -> AbstractContextManager[None]:
    """Within it, queries see every company: for platform-wide reads, which thereby say so in the text."""
    opened: AbstractContextManager[None] = scopes_disabled()
    return opened


class CompanyManager(models.Manager[Row]):
    """Rows of the company in scope. Raises ScopeError outside `company_scope` and `all_companies`."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """The rows one may see here."""
        state = get_scope()  # type: ignore[no-untyped-call]
        rows = super().get_queryset()
        if not state.get("_enabled", True):
            return rows
        if "company" not in state:
            raise ScopeError(
                f"{self.model.__name__} read outside a company's scope: use company_scope or all_companies"
            )
        return rows.filter(company=state["company"])
