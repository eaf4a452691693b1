"""Pure decisions about companies."""

import re
import unicodedata
from zoneinfo import available_timezones

from cordboard.base.errors import mark
from cordboard.tenancy.errors import FieldInvalid, LimitReached

_DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def limit_check(*, what: str, limit: int | None, used: int) -> None:
    """One more may be added. Raises LimitReached. Source: catalogue SCO-67, SCO-68."""
    if limit is not None and used >= limit:
        raise LimitReached(what=what, limit=limit)


def name_clean(text: str, *, field: str, most: int = 120) -> str:
    """A name people typed, in NFC, without control characters or doubled blanks. Raises FieldInvalid when empty or too long."""
    visible = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text)
    name = " ".join(unicodedata.normalize("NFC", visible).split())
    if not name:
        raise FieldInvalid(field=field, reason=mark("This field is required."))
    if len(name) > most:
        raise FieldInvalid(field=field, reason=mark("This is longer than %(most)s characters."), most=most)
    return name


def sip_domain_check(domain: str) -> str:
    """The domain in lower case. Raises FieldInvalid. Source: RFC 1035 section 2.3.1."""
    lower = domain.strip().lower()
    if not _DOMAIN.fullmatch(lower):
        raise FieldInvalid(field="sip_domain", reason=mark("Enter a domain such as pbx.example.com."))
    return lower


def time_zone_check(name: str) -> str:
    """The IANA zone name. Raises FieldInvalid."""
    if name not in available_timezones():
        raise FieldInvalid(field="time_zone", reason=mark("Choose a time zone from the list."))
    return name
