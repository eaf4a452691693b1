"""Acts on devices."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import transaction

from cordboard.base.ids import new_secret, opaque_id
from cordboard.base.sealing import Seal
from cordboard.devices.errors import DeviceUnknown
from cordboard.devices.models import Device
from cordboard.devices.rules import codecs_check, digests_of, is_owner, issue_of
from cordboard.devices.selectors import device_value
from cordboard.devices.types import DEFAULT_CODECS, Codec, DeviceSummary, Encryption, SipAccount, Transport
from cordboard.journal.services import journal_record
from cordboard.journal.types import Actor
from cordboard.tenancy.rules import name_clean
from cordboard.tenancy.scope import company_scope
from cordboard.tenancy.selectors import company_get


@transaction.atomic
def device_create(
    *,
    actor: Actor,
    company: UUID,
    person: UUID | None,
    name: str,
    transport: Transport = Transport.ANY,
    encryption: Encryption = Encryption.OFFERED,
    codecs: Iterable[Codec] = DEFAULT_CODECS,
) -> tuple[DeviceSummary, SipAccount]:
    """A phone can register with the returned account, which is shown this once. Raises FieldInvalid, CodecsMissing."""
    row = Device(
        company_id=company,
        person_id=person,
        key=opaque_id("e"),
        name=name_clean(name, field="name", most=80),
        transport=transport,
        encryption=encryption,
        codecs=codecs_check(codecs),
    )
    account = _password_renew(row)
    row.confirmed = is_owner(actor, person)
    with company_scope(company):
        row.save(force_insert=True)
        fresh = Device.objects.select_related("person").get(pk=row.pk)
    journal_record(
        kind="devices.device_created", actor=actor, company=company, subject=row.pk, facts=_handed(row)
    )
    return device_value(fresh), account


@transaction.atomic
def device_change(
    *,
    actor: Actor,
    company: UUID,
    device: UUID,
    person: UUID | None,
    name: str,
    transport: Transport,
    encryption: Encryption,
    codecs: Iterable[Codec],
) -> DeviceSummary:
    """The device carries these values; calls in progress are not touched. Raises DeviceUnknown, FieldInvalid, CodecsMissing."""
    with company_scope(company):
        row = _device(company, device)
        moved = row.person_id != person
        if moved:
            row.person_id, row.confirmed = person, is_owner(actor, person)
        row.name = name_clean(name, field="name", most=80)
        row.transport, row.encryption, row.codecs = transport, encryption, codecs_check(codecs)
        row.save()
        fresh = Device.objects.select_related("person").get(pk=device)
    facts = _handed(row) if moved else {"name": row.name}
    journal_record(kind="devices.device_changed", actor=actor, company=company, subject=device, facts=facts)
    return device_value(fresh)


@transaction.atomic
def device_account_reissue(*, actor: Actor, company: UUID, device: UUID) -> SipAccount:
    """The device registers with this new password only; the old one is refused. Raises DeviceUnknown."""
    with company_scope(company):
        row = _device(company, device)
        account = _password_renew(row)
        row.confirmed = is_owner(actor, row.person_id)
        row.save()
    journal_record(
        kind="devices.account_reissued",
        actor=actor,
        company=company,
        subject=device,
        facts=_handed(row),
    )
    return account


@transaction.atomic
def device_confirm(*, actor: Actor, company: UUID, device: UUID, issue: str) -> None:
    """The actor, whose phone it is, is known to hold this issue of its account.

    Raises DeviceUnknown, also when it is somebody else's by now, or has another account.
    """
    with company_scope(company):
        row = _device(company, device)
        if not is_owner(actor, row.person_id) or issue_of(row.password_sealed) != issue:
            raise DeviceUnknown
        row.confirmed = True
        row.save(update_fields=["confirmed"])
    journal_record(
        kind="devices.device_confirmed",
        actor=actor,
        company=company,
        subject=device,
        facts={"name": row.name},
    )


@transaction.atomic
def device_delete(*, actor: Actor, company: UUID, device: UUID) -> None:
    """The phone can neither register nor call. Raises DeviceUnknown."""
    with company_scope(company):
        row = _device(company, device)
        row.delete()
    journal_record(
        kind="devices.device_deleted", actor=actor, company=company, subject=device, facts={"name": row.name}
    )


def _handed(row: Device) -> dict[str, object]:
    """What the journal says of a new account: `handed_to` is whoever has it from somebody else, and is to be told."""
    return {"name": row.name, "handed_to": "" if row.confirmed else row.person_id or ""}


def _password_renew(row: Device) -> SipAccount:
    password = new_secret(length=24)
    digests = digests_of(user=row.key, password=password)
    row.digest_md5, row.digest_sha256 = digests.md5, digests.sha256
    row.password_sealed = Seal(settings.CORDBOARD_SECRETS.sealing_key).close(password)
    domain = company_get(company=row.company_id).sip_domain
    return SipAccount(user=row.key, password=password, domain=domain, transport=Transport(row.transport))


def _device(company: UUID, device: UUID) -> Device:
    row = Device.objects.select_for_update().filter(company=company, pk=device).first()
    if row is None:
        raise DeviceUnknown
    return row
