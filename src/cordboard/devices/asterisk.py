"""Devices as the engine needs them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cordboard.devices.models import Device
from cordboard.devices.rules import encryption_in_force
from cordboard.devices.types import Encryption, Transport
from cordboard.engine import specs
from cordboard.engine.names import CompanyKey, EndpointKey
from cordboard.tenancy.scope import company_scope

_TRANSPORTS = {
    Transport.ANY: frozenset({specs.Transport.UDP, specs.Transport.TCP, specs.Transport.TLS}),
    Transport.TLS: frozenset({specs.Transport.TLS}),
    Transport.WSS: frozenset({specs.Transport.WSS}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a device takes from the person it belongs to."""

    name: str
    extension: str
    language: str
    mailboxes: tuple[str, ...] = ()  # `box@context` whose lamp the device shows


def endpoints_for_company(
    *, company: UUID, key: str, lines: Mapping[UUID, Line]
) -> tuple[specs.EndpointSpec, ...]:
    """Endpoints of the company's devices whose person has a line; a device without one cannot register. One query."""
    with company_scope(company):
        rows = Device.objects.filter(company=company).order_by("key")
        owned = [(row, lines.get(row.person_id)) for row in rows if row.person_id]
        return tuple(_endpoint(row, key, line) for row, line in owned if line)


def _endpoint(row: Device, company: str, line: Line) -> specs.EndpointSpec:
    transport = Transport(row.transport)
    encryption = encryption_in_force(chosen=Encryption(row.encryption), transport=transport)
    return specs.EndpointSpec(
        key=EndpointKey(row.key),
        company=CompanyKey(company),
        digests=specs.SipDigests(md5=row.digest_md5, sha256=row.digest_sha256),
        name=line.name,
        extension=line.extension,
        codecs=tuple(specs.Codec(codec) for codec in row.codecs),
        encryption=specs.MediaEncryption(encryption),
        transports=_TRANSPORTS[transport],
        language=line.language,
        mailboxes=line.mailboxes,
    )
