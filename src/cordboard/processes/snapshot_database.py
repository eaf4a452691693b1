"""Snapshots straight from the rooms' selectors."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from cordboard.calls.types import CompanySnapshot
from cordboard.processes.projection import company_snapshot
from cordboard.tenancy.errors import CompanyUnknown
from cordboard.tenancy.selectors import companies_all_keys, companies_for_keys


class DatabaseSnapshots:
    """Reads in the thread that calls it, over a connection that is kept while it works and dropped when it fails."""

    def companies(self) -> Sequence[str]:
        """Ids of all companies."""
        with _one_moment():
            return [str(company) for company in companies_for_keys(keys=companies_all_keys()).values()]

    def company(self, id: str) -> CompanySnapshot | None:  # noqa: A002  # the field it names
        """The company as it is now, None when it is gone."""
        try:
            with _one_moment():
                return company_snapshot(UUID(id))
        except CompanyUnknown:
            return None


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything inside is read as of the same moment, however many queries it takes."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    except CompanyUnknown:
        raise
    except Exception:
        connection.close()
        raise
