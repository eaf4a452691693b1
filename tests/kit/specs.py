"""Specs with everything set, for tests that change one thing."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cordboard.engine.names import CompanyKey, EndpointKey
from cordboard.engine.specs import (
    Codec,
    CompanySpec,
    EndpointSpec,
    ExtensionSpec,
    MailboxSpec,
    MediaEncryption,
    SipDigests,
)

ACME, GLOBEX = CompanyKey("t" + "a" * 16), CompanyKey("t" + "b" * 16)


def password_of(key: str) -> str:
    """The password of an endpoint made here."""
    return f"secret of {key}"


def endpoint(
    company: CompanyKey = ACME, sign: str = "a", extension: str = "101", **changes: Any
) -> EndpointSpec:
    """An endpoint whose key consists of one sign."""
    key = EndpointKey("e" + sign * 16)
    values: dict[str, Any] = {
        "key": key,
        "company": company,
        "digests": SipDigests.of(key, password_of(key)),
        "name": f"Person {extension}",
        "extension": extension,
        "codecs": (Codec.ALAW, Codec.ULAW),
        "encryption": MediaEncryption.OFF,
        "keep_alive": timedelta(0),
    }
    return EndpointSpec(**(values | changes))


def mailbox(company: CompanyKey = ACME, box: str = "5501", **changes: Any) -> MailboxSpec:
    """A mailbox."""
    return MailboxSpec(**({"box": box, "company": company, "name": "Someone"} | changes))


def company(
    key: CompanyKey = ACME,
    endpoints: Sequence[EndpointSpec] = (),
    boxes: dict[str, str] | None = None,
    **changes: Any,
) -> CompanySpec:
    """A company in which each endpoint has its extension; `boxes` maps extensions to boxes."""
    boxes = boxes or {}
    numbers = sorted({one.extension for one in endpoints} | boxes.keys())
    values: dict[str, Any] = {
        "key": key,
        "endpoints": tuple(endpoints),
        "mailboxes": tuple(mailbox(key, box) for box in boxes.values()),
        "extensions": tuple(
            ExtensionSpec(
                number=number,
                endpoints=tuple(one.key for one in endpoints if one.extension == number),
                mailbox=boxes.get(number),
            )
            for number in numbers
        ),
    }
    return CompanySpec(**(values | changes))
