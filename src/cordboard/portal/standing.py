"""For whom and where one works, as the first part of an address.

`/as/<person>/…` are another person's pages, opened by someone who may act for them (USR-27);
`/at/<account number>/…` are a company's pages, opened by its reseller or the platform. Being part of the
address, they hold for one window only: a second window keeps working as oneself. `reverse` and `{% url %}`
keep the prefix, because it is Django's script prefix while the request lasts.
"""

import re
from dataclasses import dataclass
from uuid import UUID

_PREFIX = re.compile(
    r"/(?:as/(?P<person>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|at/(?P<account>[0-9]{1,9}))(?=/)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an address says before its page: a person to act for, or a company by account number, or neither."""

    person: UUID | None = None
    account: int | None = None
    prefix: str = ""


def standing_of(path: str) -> tuple[Standing, str]:
    """The standing of an address and the page's own path, which starts with a slash."""
    found = _PREFIX.match(path)
    if found is None:
        return Standing(), path
    person, account = found["person"], found["account"]
    standing = Standing(
        person=UUID(person) if person else None,
        account=int(account) if account else None,
        prefix=found[0],
    )
    return standing, path[found.end() :]


def address_as(person: UUID, path: str = "/") -> str:
    """The address of a page of another person's."""
    return f"/as/{person}{path}"


def address_at(account: int, path: str = "/company/") -> str:
    """The address of a page of a company."""
    return f"/at/{account}{path}"
