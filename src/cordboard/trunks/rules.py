"""What a trunk may be."""

import ipaddress
import re

from cordboard.base.errors import mark
from cordboard.tenancy.errors import FieldInvalid
from cordboard.trunks.types import Side, TrunkSettings

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_USER = re.compile(r"[A-Za-z0-9+*_.-]{1,80}")
_SECRET = re.compile(r"[\x21-\x7e]{1,128}")
_NUMBER = re.compile(r"\+?[0-9]{1,19}")
MOST_ADDRESSES = 50
BROADEST_IPV4, BROADEST_IPV6 = 16, 32  # bits of a network that a carrier may call from

_MISSING = mark("This is needed for a trunk of this kind.")
_NO_HOST = mark("Give a host name or an address, such as sip.example.com.")
_NO_USER = mark("Use letters, digits and + * _ . - only.")
_NO_SECRET = mark("Use up to 128 letters, digits and signs without spaces and accents.")
_NO_NUMBER = mark("Give numbers of digits only, with or without + in front.")
_NO_ADDRESS = mark("Give addresses such as 192.0.2.10 or networks such as 192.0.2.0/24.")
_TOO_BROAD = mark("This network is too broad to be trusted: give the carrier's own addresses.")
_NO_PORT = mark("Give a port from 1 to 65535.")
_NO_TIME = mark("Give 0 to 3600 seconds.")
_NO_CODEC = mark("Choose at least one codec.")


def trunk_check(wanted: TrunkSettings, *, has_password: bool) -> None:
    """The trunk can be what it is to be. Raises FieldInvalid for the first field that cannot."""
    _needed_check(wanted, has_password=has_password)
    for field in ("host", "domain", "outbound_proxy"):
        _form_check(field, getattr(wanted, field), _HOST, _NO_HOST)
    for field in ("user", "from_user"):
        _form_check(field, getattr(wanted, field), _USER, _NO_USER)
    _form_check("caller", wanted.caller, _NUMBER, _NO_NUMBER)
    for number in wanted.callers:
        _form_check("callers", number, _NUMBER, _NO_NUMBER)
    _check("port", 1 <= wanted.port <= 65535, _NO_PORT)
    _check("keep_alive", 0 <= wanted.keep_alive <= 3600, _NO_TIME)
    _check("codecs", bool(wanted.codecs), _NO_CODEC)


def password_check(password: str) -> str:
    """The password, known to reach the other side unchanged. Raises FieldInvalid."""
    _form_check("password", password, _SECRET, _NO_SECRET)
    return password


def addresses_clean(addresses: tuple[str, ...]) -> list[str]:
    """Addresses and networks in one spelling, each once. Raises FieldInvalid, also for networks that hold half the world."""
    _check("addresses", len(addresses) <= MOST_ADDRESSES, _NO_ADDRESS)
    return list(dict.fromkeys(_network(address) for address in addresses))


def _network(address: str) -> str:
    try:
        network = ipaddress.ip_network(address.strip(), strict=False)
    except ValueError:
        raise FieldInvalid(field="addresses", reason=_NO_ADDRESS) from None
    broadest = BROADEST_IPV4 if network.version == 4 else BROADEST_IPV6
    _check("addresses", network.prefixlen >= broadest, _TOO_BROAD)
    return str(network)


def _needed_check(wanted: TrunkSettings, *, has_password: bool) -> None:
    """A trunk is known by what its side needs. Source: catalogue WDX-145 (a login is mandatory), EXC-35."""
    calls_host = wanted.side is not Side.REGISTERED
    _check("host", bool(wanted.host) or not calls_host, _MISSING)
    _check("user", bool(wanted.user) or wanted.side is not Side.REGISTERS, _MISSING)
    _check("password", has_password or not (wanted.user or wanted.side is Side.REGISTERED), _MISSING)
    _check("addresses", bool(wanted.addresses) or wanted.side is not Side.TRUSTED, _MISSING)


def _form_check(field: str, text: str, pattern: re.Pattern[str], reason: str) -> None:
    _check(field, not text or bool(pattern.fullmatch(text)), reason)


def _check(field: str, holds: bool, reason: str) -> None:
    if not holds:
        raise FieldInvalid(field=field, reason=reason)
