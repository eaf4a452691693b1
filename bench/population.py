"""Many companies with people, extensions and phones, written straight to the tables of an installation."""

from dataclasses import dataclass
from uuid import UUID

from phones import Phone

from cordboard.accounts.models import Person
from cordboard.accounts.types import Role
from cordboard.base.ids import new_secret, opaque_id
from cordboard.base.sealing import Seal
from cordboard.devices.models import Device
from cordboard.devices.rules import digests_of
from cordboard.devices.types import Codec, Encryption, Transport
from cordboard.journal.types import SYSTEM
from cordboard.numbering.models import Extension
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.selectors import resellers_list
from cordboard.tenancy.services import company_create, reseller_create
from cordboard.tenancy.types import CompanySummary, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Populated:
    """A company and the phones of its people."""

    company: CompanySummary
    phones: tuple[Phone, ...]
    people: tuple[UUID, ...]


def populate(*, name: str, people: int, sealing_key: str) -> Populated:
    """A company whose people each have an extension from 1000 on and one phone. Four bulk inserts."""
    company = company_create(
        actor=SYSTEM,
        reseller=_reseller(),
        name=name,
        sip_domain=f"{name.lower()}.bench.example",
        language=Language.ENGLISH,
        country="GB",
        time_zone="Europe/London",
    )
    with company_scope(company.id):
        rows = Person.objects.bulk_create(_person(company, number) for number in range(people))
        Extension.objects.bulk_create(_extension(company, row, number) for number, row in enumerate(rows))
        passwords = [new_secret() for _ in rows]
        seal = Seal(sealing_key)
        devices = Device.objects.bulk_create(
            _device(company, row, password, seal) for row, password in zip(rows, passwords, strict=True)
        )
    phones = [
        Phone(user=device.key, password=password, number=str(1000 + number))
        for number, (device, password) in enumerate(zip(devices, passwords, strict=True))
    ]
    return Populated(company=company, phones=tuple(phones), people=tuple(row.pk for row in rows))


def _reseller() -> UUID:
    known = next((reseller for reseller in resellers_list() if reseller.name == "Bench"), None)
    return (known or reseller_create(actor=SYSTEM, name="Bench")).id


def _person(company: CompanySummary, number: int) -> Person:
    return Person(
        email=f"user{number}@{company.sip_domain}",
        first_name=f"First{number % 97}",
        last_name=f"Last{number % 211}",
        language="en",
        role=Role.USER,
        company_id=company.id,
        password="!",  # noqa: S106  # Django's mark of an unusable password
    )


def _extension(company: CompanySummary, person: Person, number: int) -> Extension:
    return Extension(
        company_id=company.id,
        number=str(1000 + number),
        person=person,
        destination_kind="person",
        destination_id=str(person.pk),
    )


def _device(company: CompanySummary, person: Person, password: str, seal: Seal) -> Device:
    key = opaque_id("e")
    digests = digests_of(user=key, password=password)
    return Device(
        company_id=company.id,
        person=person,
        key=key,
        name="Desk phone",
        password_sealed=seal.close(password),
        digest_md5=digests.md5,
        digest_sha256=digests.sha256,
        transport=Transport.ANY,
        encryption=Encryption.OFFERED,
        codecs=[Codec.ALAW],
    )
