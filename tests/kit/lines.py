"""Whole companies on a running engine without a database.

tenant = company_place(engine, extensions=("101", "102"))
alice = await shelf.phone(tenant.account("101"))
"""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from cordboard.base.ids import opaque_id
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
from cordboard.processes.softphones import Encryption, PhoneAccount, Transport
from kit.engine import RunningEngine
from kit.served import serve

CODECS = (Codec.OPUS, Codec.G722, Codec.ALAW, Codec.ULAW)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedCompany:
    """A company that the engine serves, with the passwords of its phones."""

    engine: RunningEngine
    spec: CompanySpec
    passwords: Mapping[str, str]  # by extension

    @property
    def key(self) -> CompanyKey:
        """The company's key on the wire."""
        return self.spec.key

    def endpoint(self, extension: str) -> EndpointKey:
        """The endpoint that rings for an extension."""
        return next(one.key for one in self.spec.endpoints if one.extension == extension)

    def mailbox(self, extension: str) -> str:
        """Digits of the extension's box."""
        return next(one.mailbox or "" for one in self.spec.extensions if one.number == extension)

    def account(
        self,
        extension: str,
        *,
        transport: Transport = Transport.UDP,
        encryption: Encryption = Encryption.OFF,
        codecs: tuple[str, ...] = (),
    ) -> PhoneAccount:
        """What the extension's phone must know."""
        tls = transport is Transport.TLS
        configuration = self.engine.configuration
        return PhoneAccount(
            user=self.endpoint(extension),
            secret=self.passwords[extension],
            port=configuration.sips_port if tls else configuration.sip_port,
            transport=transport,
            encryption=encryption,
            codecs=codecs,
            certificate_authority=str(configuration.data / "tls" / "server.crt") if tls else "",
        )


def company_place(
    engine: RunningEngine,
    *,
    extensions: Sequence[str] = ("101", "102"),
    with_mailboxes: bool = False,
    encryption: MediaEncryption = MediaEncryption.OFFERED,
) -> PlacedCompany:
    """A new company with one phone per extension (and a box each) is served by the engine, also without a call server."""
    key = CompanyKey(opaque_id("t"))
    passwords = {extension: secrets.token_hex(16) for extension in extensions}
    boxes = {extension: str(secrets.randbelow(10**8)) for extension in extensions} if with_mailboxes else {}
    company = _spec(key, passwords, boxes, encryption)
    with ThreadPoolExecutor(1) as thread:  # a test's own loop may be running here
        thread.submit(asyncio.run, serve(engine, company)).result()
    return PlacedCompany(engine=engine, spec=company, passwords=passwords)


def _spec(
    key: CompanyKey, passwords: Mapping[str, str], boxes: Mapping[str, str], encryption: MediaEncryption
) -> CompanySpec:
    endpoints = {
        extension: EndpointSpec(
            key=(endpoint := EndpointKey(opaque_id("e"))),
            company=key,
            digests=SipDigests.of(endpoint, password),
            name=f"Person {extension}",
            extension=extension,
            codecs=CODECS,
            encryption=encryption,
            mailboxes=(f"{boxes[extension]}@{key}",) if extension in boxes else (),
        )
        for extension, password in passwords.items()
    }
    return CompanySpec(
        key=key,
        endpoints=tuple(endpoints.values()),
        mailboxes=tuple(
            MailboxSpec(box=box, company=key, name=extension) for extension, box in boxes.items()
        ),
        extensions=tuple(
            ExtensionSpec(number=extension, endpoints=(one.key,), mailbox=boxes.get(extension))
            for extension, one in endpoints.items()
        ),
    )
