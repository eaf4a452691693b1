"""Reads of devices."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from cordboard.devices.errors import DeviceUnknown
from cordboard.devices.models import Device
from cordboard.devices.rules import issue_of
from cordboard.devices.types import Codec, DeviceSummary, Encryption, Transport
from cordboard.tenancy.scope import company_scope

_ORDERS = {"name": "name", "person": "person__last_name", "created": "created", "transport": "transport"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePage:
    """One page of devices and how many there are in all."""

    rows: tuple[DeviceSummary, ...]
    total: int


def devices_page(
    *, company: UUID, text: str = "", order: str = "name", offset: int = 0, size: int = 25
) -> DevicePage:
    """Devices whose name, key or person's name holds `text`; `order` may start with `-`. Two queries."""
    with company_scope(company):
        rows = Device.objects.filter(company=company).select_related("person")
        for word in text.split():
            rows = rows.filter(
                Q(name__icontains=word)
                | Q(key=word)
                | Q(person__first_name__icontains=word)
                | Q(person__last_name__icontains=word)
            )
        column = _ORDERS.get(order.lstrip("-"), "name")
        rows = rows.order_by(f"-{column}" if order.startswith("-") else column, "pk")
        return DevicePage(
            rows=tuple(device_value(row) for row in rows[offset : offset + size]), total=rows.count()
        )


def devices_for_company(*, company: UUID) -> tuple[DeviceSummary, ...]:
    """All devices of a company by key. One query."""
    with company_scope(company):
        rows = Device.objects.filter(company=company).select_related("person").order_by("key")
        return tuple(device_value(row) for row in rows)


def devices_for_people(*, company: UUID, people: Iterable[UUID]) -> tuple[DeviceSummary, ...]:
    """The devices of these people, by name. One query."""
    with company_scope(company):
        rows = Device.objects.filter(company=company, person__in=list(people)).select_related("person")
        return tuple(device_value(row) for row in rows.order_by("name", "pk"))


def devices_for_keys(*, company: UUID, keys: Iterable[str]) -> dict[str, DeviceSummary]:
    """The company's devices with these keys. One query."""
    with company_scope(company):
        rows = Device.objects.filter(company=company, key__in=set(keys)).select_related("person")
        return {row.key: device_value(row) for row in rows}


def device_get(*, company: UUID, device: UUID) -> DeviceSummary:
    """The device. Raises DeviceUnknown, also for another company's. One query."""
    with company_scope(company):
        row = Device.objects.filter(company=company, pk=device).select_related("person").first()
    if row is None:
        raise DeviceUnknown
    return device_value(row)


def device_value(row: Device) -> DeviceSummary:
    """A row as the value other rooms see."""
    return DeviceSummary(
        id=row.pk,
        company=row.company_id,
        key=row.key,
        name=row.name,
        person=row.person_id,
        person_name=row.person.name if row.person else "",
        transport=Transport(row.transport),
        encryption=Encryption(row.encryption),
        codecs=tuple(Codec(codec) for codec in row.codecs),
        issue=issue_of(row.password_sealed),
        confirmed=row.confirmed,
        created=row.created,
    )
