"""Names that the engine sees, built from opaque keys only: never from extension numbers, titles or people.

The two sides of every name are here: who writes a file and who asks the running engine use the same function.
"""

import re
from pathlib import PurePosixPath
from typing import NewType

CompanyKey = NewType("CompanyKey", str)
EndpointKey = NewType("EndpointKey", str)

MANAGER_USER = "cordboard"  # of the manager interface (AMI)
REST_USER = "cordboard"  # of the REST interface (ARI)
REALM = "cordboard"  # of SIP digest authentication
CALLS_BEAT = "CALLS_BEAT"  # global variable: epoch seconds of the call server's last sign of life
RECORDS_FILE = "calls.csv"  # call detail records, in <log>/cdr-custom/

NOWHERE = "nowhere"  # dialplan context that nothing lies in
PHONES = "phones"  # dialplan context that calls of all companies' phones enter
OUTSIDE = "outside"  # dialplan context that calls of trunks enter
PHONES_OVER_TLS = "phones-over-tls"  # the same for phones that may call over TLS only

_COMPANY = re.compile(r"t[a-z2-9]{16}")
_ENDPOINT = re.compile(r"e[a-z2-9]{16}")


def company_key(text: str) -> CompanyKey:
    """The text, known to be a company's key. Raises ValueError for anything else."""
    if not _COMPANY.fullmatch(text):
        raise ValueError(f"{text!r} is no company key: `t` and 16 of a-z, 2-9")
    return CompanyKey(text)


def endpoint_key(text: str) -> EndpointKey:
    """The text, known to be an endpoint's key. Raises ValueError for anything else."""
    if not _ENDPOINT.fullmatch(text):
        raise ValueError(f"{text!r} is no endpoint key: `e` and 16 of a-z, 2-9")
    return EndpointKey(text)


def company_folder(company: CompanyKey) -> PurePosixPath:
    """Where a company's rendered files lie, below the engine's configuration folder."""
    return PurePosixPath("companies", company_key(company))


def fallback_context(company: CompanyKey) -> str:
    """Dialplan context that rings a company's extensions when the call server is silent."""
    return f"fallback-{company}"


def hints_context(company: CompanyKey) -> str:
    """Dialplan context that holds a company's busy lamps, and nothing that can be called."""
    return f"hints-{company}"


def mailbox_address(box: str, context: str) -> str:
    """A mailbox as the engine writes it."""
    return f"{box}@{context}"


def device(endpoint: EndpointKey) -> str:
    """An endpoint as a thing to dial or to watch."""
    return f"PJSIP/{endpoint}"


def devices(endpoints: tuple[EndpointKey, ...]) -> str:
    """Endpoints as one thing to dial together, or to watch together."""
    return "&".join(device(endpoint) for endpoint in endpoints)
