"""Trunks as the engine needs them."""

from datetime import timedelta
from uuid import UUID

from cordboard.engine import specs
from cordboard.engine.names import CompanyKey, EndpointKey
from cordboard.tenancy.scope import company_scope
from cordboard.trunks.models import Trunk
from cordboard.trunks.selectors import password_of


def trunks_for_engine(*, company: UUID, key: str) -> tuple[specs.TrunkSpec, ...]:
    """The company's trunks with their passwords. One query."""
    with company_scope(company):
        return tuple(_spec(row, key) for row in Trunk.objects.filter(company=company).order_by("key"))


def _spec(row: Trunk, company: str) -> specs.TrunkSpec:
    return specs.TrunkSpec(
        key=EndpointKey(row.key),
        company=CompanyKey(company),
        side=specs.TrunkSide(row.side),
        host=row.host,
        port=row.port,
        user=row.user,
        password=password_of(row),
        from_user=row.from_user,
        from_domain=row.domain,
        outbound_proxy=row.outbound_proxy,
        addresses=tuple(row.addresses),
        transport=specs.Transport(row.transport),
        encryption=specs.MediaEncryption(row.encryption),
        codecs=tuple(specs.Codec(one) for one in row.codecs),
        dtmf=specs.DtmfMode(row.dtmf),
        trusts_identity=row.trusts_identity,
        keep_alive=timedelta(seconds=row.keep_alive),
    )
