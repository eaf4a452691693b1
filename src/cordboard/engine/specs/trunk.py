"""A line to the outside as the engine needs it."""

import ipaddress
import re
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from cordboard.engine.names import CompanyKey, EndpointKey, company_key, endpoint_key
from cordboard.engine.specs import checks
from cordboard.engine.specs.endpoint import Codec, MediaEncryption, Transport

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_USER = re.compile(r"[A-Za-z0-9+*_.-]{0,80}")
_SECRET = re.compile(r"[\x21-\x7e]{0,128}")


class TrunkSide(StrEnum):
    """Who proves to whom who he is. Source: catalogue WDX-145, WDX-146, EXC-35."""

    REGISTERS = "registers"  # we register with the carrier, who calls us over that registration
    REGISTERED = "registered"  # the other side registers with us, by its key and password
    TRUSTED = "trusted"  # known by its addresses


class DtmfMode(StrEnum):
    """How keys travel. Source: RFC 4733, RFC 6086."""

    RFC4733 = "rfc4733"
    INFO = "info"
    INBAND = "inband"
    AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkSpec:
    """One company's own line. `key` is its endpoint; where the other side registers, also its SIP user."""

    key: EndpointKey
    company: CompanyKey
    side: TrunkSide
    codecs: tuple[Codec, ...]
    host: str = ""  # of the other side; empty where it registers with us
    port: int = 5060
    user: str = ""  # as which we prove ourselves to the other side; empty: not at all
    password: str = field(default="", repr=False)
    from_user: str = ""
    from_domain: str = ""
    outbound_proxy: str = ""  # host
    addresses: tuple[str, ...] = ()  # it calls from, each an address or a network
    transport: Transport = Transport.UDP
    encryption: MediaEncryption = MediaEncryption.OFF
    dtmf: DtmfMode = DtmfMode.RFC4733
    trusts_identity: bool = False  # whom it asserts to call (RFC 3325) is shown rather than the From
    keep_alive: timedelta = timedelta(seconds=60)

    def __post_init__(self) -> None:
        endpoint_key(self.key)
        company_key(self.company)
        self._check_names()
        checks.within("port", self.port, 1, 65535)
        checks.within("keep_alive", self.keep_alive.total_seconds(), 0, 3600)
        checks.distinct("codecs", self.codecs)
        for address in self.addresses:
            ipaddress.ip_network(address)
        if not self.codecs or self.transport is Transport.WSS:
            raise ValueError("a trunk needs at least one codec, and UDP, TCP or TLS")
        self._check_side()

    def _check_names(self) -> None:
        for name in ("host", "from_domain", "outbound_proxy"):
            if text := getattr(self, name):
                checks.matches(name, text, _HOST, "a host name or an address")
        for name in ("user", "from_user"):
            checks.matches(name, getattr(self, name), _USER, "letters, digits and + * _ . -")
        checks.matches("password", self.password, _SECRET, "printable ASCII without spaces")

    def _check_side(self) -> None:
        missing = {
            TrunkSide.REGISTERS: not (self.host and self.user),
            TrunkSide.REGISTERED: not self.password,
            TrunkSide.TRUSTED: not (self.host and self.addresses),
        }
        if missing[self.side]:
            raise ValueError(f"trunk {self.key} lacks what a trunk of its side ({self.side}) is known by")
