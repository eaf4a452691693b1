"""Reads of the trunks room."""

from uuid import UUID

from django.conf import settings

from cordboard.base.sealing import Seal
from cordboard.tenancy.scope import company_scope
from cordboard.trunks.errors import TrunkUnknown
from cordboard.trunks.models import Trunk
from cordboard.trunks.types import (
    Dtmf,
    Encryption,
    Side,
    Transport,
    TrunkEntry,
    TrunkSettings,
    TrunksPart,
    TrunkSummary,
)


def trunks_part(*, company: UUID) -> TrunksPart:
    """What the company's calls need to know of its trunks. One query."""
    entries = (_entry(trunk) for trunk in trunks_for_company(company=company))
    return TrunksPart(trunks={entry.id: entry for entry in entries})


def trunks_for_company(*, company: UUID) -> tuple[TrunkSummary, ...]:
    """The company's trunks by name. One query."""
    with company_scope(company):
        return tuple(trunk_value(row) for row in Trunk.objects.filter(company=company).order_by("name"))


def trunk_get(*, company: UUID, trunk: UUID) -> TrunkSummary:
    """The trunk. Raises TrunkUnknown, also for another company's. One query."""
    with company_scope(company):
        row = Trunk.objects.filter(company=company, pk=trunk).first()
    if row is None:
        raise TrunkUnknown
    return trunk_value(row)


def password_of(row: Trunk) -> str:
    """The password of the trunk, opened; empty where it has none."""
    seal = Seal(settings.CORDBOARD_SECRETS.sealing_key)
    return seal.open(row.password_sealed) if row.password_sealed else ""


def trunk_value(row: Trunk) -> TrunkSummary:
    """A row as the value others see."""
    return TrunkSummary(
        id=row.pk,
        key=row.key,
        settings=TrunkSettings(
            name=row.name,
            side=Side(row.side),
            host=row.host,
            port=row.port,
            user=row.user,
            from_user=row.from_user,
            domain=row.domain,
            outbound_proxy=row.outbound_proxy,
            addresses=tuple(row.addresses),
            transport=Transport(row.transport),
            encryption=Encryption(row.encryption),
            codecs=tuple(row.codecs),
            dtmf=Dtmf(row.dtmf),
            trusts_identity=row.trusts_identity,
            caller=row.caller,
            callers=tuple(row.callers),
            most_calls=row.most_calls,
            keep_alive=row.keep_alive,
        ),
    )


def _entry(trunk: TrunkSummary) -> TrunkEntry:
    return TrunkEntry(
        id=str(trunk.id),
        name=trunk.settings.name,
        key=trunk.key,
        caller=trunk.settings.caller,
        callers=trunk.settings.callers,
        most_calls=trunk.settings.most_calls,
    )
