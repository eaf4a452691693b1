"""What a phone is told before it starts."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self


class Stack(StrEnum):
    """The SIP library a phone runs on; two that share no code, so that one's misreading of an RFC shows."""

    PJSUA = "pjsua"
    BARESIP = "baresip"


def stack_at_hand() -> Stack:
    """PJSIP where it is installed (its wheels end at Python 3.12), else baresip."""
    return Stack.PJSUA if find_spec("pjsua2") else Stack.BARESIP


class Transport(StrEnum):
    """How SIP travels."""

    UDP = "udp"
    TCP = "tcp"
    TLS = "tls"


class Encryption(StrEnum):
    """Whether audio travels as SRTP. Source: RFC 4568 (keys in SDP)."""

    OFF = "off"
    OFFERED = "offered"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneAccount:
    """One SIP account and how a phone uses it."""

    user: str
    secret: str = field(repr=False)
    host: str = "127.0.0.1"  # of the server
    port: int
    domain: str = ""  # the company's SIP domain; empty: the server's address
    transport: Transport = Transport.UDP
    encryption: Encryption = Encryption.OFF
    codecs: tuple[str, ...] = ()  # SDP names in order, e.g. PCMA, G722; empty: all that the stack has
    certificate_authority: str = ""  # file that the server's certificate must descend from; needed for TLS
    name: str = ""  # what the phone claims as its owner's name
    address: str = "127.0.0.1"  # local address to use

    def __post_init__(self) -> None:
        if self.transport is Transport.TLS and not self.certificate_authority:
            raise ValueError(
                "a phone over TLS needs certificate_authority, the file it verifies the server by"
            )

    @property
    def server(self) -> str:
        """Domain and port as they stand in a URI; the port is left out behind a domain of its own."""
        return self.domain or f"{self.host}:{self.port}"

    def uri(self, target: str) -> str:
        """The address of an extension at this server; a whole URI stays as it is."""
        return target if target.startswith(("sip:", "sips:")) else f"sip:{target}@{self.server}"

    def plain(self) -> dict[str, Any]:
        """The account as JSON can carry it."""
        return asdict(self)

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Self:
        """The account that `plain` carried."""
        known = {
            **plain,
            "transport": Transport(plain["transport"]),
            "encryption": Encryption(plain["encryption"]),
            "codecs": tuple(plain["codecs"]),
        }
        return cls(**known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The first order to a phone's process."""

    account: PhoneAccount
    folder: Path  # recordings and the stack's own log

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Self:
        """The opening that an order carried."""
        return cls(account=PhoneAccount.read(plain["account"]), folder=Path(plain["folder"]))
