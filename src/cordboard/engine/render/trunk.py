"""A trunk as rows of the projection, and its registration and addresses as `companies/<key>/pjsip.conf`.

Endpoints, secrets and addresses of record take effect by name, as a phone's do; registrations and `identify` objects
by a reload of their own modules, which touches no endpoint (ADR 59).
Source: Asterisk 22, res_pjsip, res_pjsip_outbound_registration, res_pjsip_endpoint_identifier_ip.
"""

from collections.abc import Iterable

from cordboard.engine.names import OUTSIDE, REALM, company_folder
from cordboard.engine.render.endpoint import SEAL, EndpointRows, Row, row_marked
from cordboard.engine.render.file import ConfigFile
from cordboard.engine.render.node.sip import ALGORITHMS
from cordboard.engine.render.writer import ConfigWriter
from cordboard.engine.specs import CompanySpec, DtmfMode, MediaEncryption, Transport, TrunkSide, TrunkSpec

_DTMF = {DtmfMode.RFC4733: "rfc4733", DtmfMode.INFO: "info", DtmfMode.INBAND: "inband", DtmfMode.AUTO: "auto"}


def trunks_render(specs: Iterable[TrunkSpec]) -> dict[str, EndpointRows]:
    """The rows of these trunks by name."""
    return {spec.key: trunk_render(spec) for spec in specs}


def trunk_render(spec: TrunkSpec) -> EndpointRows:
    """The trunk's rows, all of them named by its key."""
    row = {**_identity(spec), **_rights(spec), **_media(spec), **_path(spec)}
    return EndpointRows(endpoint=row_marked(row), auth=_auth(spec), aor=_aor(spec))


def lines_render(spec: CompanySpec) -> ConfigFile:
    """Registrations that the company's trunks keep, and the addresses that they call from."""
    writer = ConfigWriter()
    for trunk in spec.trunks:
        if trunk.side is TrunkSide.REGISTERS:
            _registration(writer, trunk)
        if trunk.addresses:
            writer.section(trunk.key).options(
                type="identify", endpoint=trunk.key, match=",".join(trunk.addresses)
            )
    return ConfigFile(path=company_folder(spec.key) / "pjsip.conf", text=writer.text)


def _registration(writer: ConfigWriter, spec: TrunkSpec) -> None:
    """Refusals are tried again: a carrier that was wrong for an hour must not cost a restart."""
    domain = spec.from_domain or spec.host
    writer.section(spec.key).options(
        type="registration",
        transport=spec.transport.value,
        outbound_auth=spec.key,
        server_uri=_uri(spec, spec.host),
        client_uri=f"sip:{spec.from_user or spec.user}@{domain}",
        contact_user=spec.key,
        line=True,
        endpoint=spec.key,
        expiration=600,
        retry_interval=30,
        forbidden_retry_interval=300,
        fatal_retry_interval=300,
        auth_rejection_permanent=False,
        max_retries=1000000,
    )
    if spec.outbound_proxy:
        writer.option("outbound_proxy", f"sip:{spec.outbound_proxy};lr")


def _identity(spec: TrunkSpec) -> Row:
    return {
        "id": spec.key,
        "accountcode": spec.company,
        "aors": spec.key,
        "auth": spec.key if spec.side is TrunkSide.REGISTERED else "",
        "outbound_auth": spec.key if spec.user else "",
        "from_user": spec.from_user,
        "from_domain": spec.from_domain,
        "trust_id_inbound": "yes" if spec.trusts_identity else "no",
        "callerid": "",
        "language": "en",  # until the call's company is known
        "send_pai": "yes",  # where the From is a login, the number that is presented is here (RFC 3325)
        "mailboxes": "",
        "voicemail_extension": "",
    }


def _rights(spec: TrunkSpec) -> Row:
    """It calls direct numbers, and subscribes to and picks up nothing."""
    return {
        "context": OUTSIDE,
        "subscribe_context": "",
        "named_call_group": "",
        "named_pickup_group": "",
        "identify_by": "username" if spec.side is TrunkSide.REGISTERED else "ip",
        "allow_overlap": "no",
    }


def _media(spec: TrunkSpec) -> Row:
    return {
        "allow": ",".join(["!all", *spec.codecs]),
        "webrtc": "no",
        "media_encryption": "no" if spec.encryption is MediaEncryption.OFF else "sdes",
        "media_encryption_optimistic": "yes" if spec.encryption is MediaEncryption.OFFERED else "no",
        "dtmf_mode": _DTMF[spec.dtmf],
        "direct_media": "no",
        "rtp_symmetric": "yes",
        "rtp_keepalive": "15",
    }


def _path(spec: TrunkSpec) -> Row:
    return {
        "transport": spec.transport.value if spec.host else "",
        "set_var": f"CONNECTED_LINE_SEND_SUB={SEAL},s,1({spec.company})",
        "force_rport": "yes",
        "rewrite_contact": "yes" if spec.side is TrunkSide.REGISTERED else "no",
        "outbound_proxy": f"sip:{spec.outbound_proxy};lr" if spec.outbound_proxy else "",
    }


def _auth(spec: TrunkSpec) -> Row:
    """What the other side must prove, or what we prove to it: then in any realm it asks for."""
    own = spec.side is not TrunkSide.REGISTERED
    return {
        "id": spec.key,
        "auth_type": "digest",
        "username": spec.user if own else spec.key,
        "realm": "" if own else REALM,
        "password": spec.password,
        "password_digest": "",
        "supported_algorithms_uas": ALGORITHMS,
    }


def _aor(spec: TrunkSpec) -> Row:
    return {
        "id": spec.key,
        "contact": _uri(spec, spec.host) if spec.host else "",
        "max_contacts": "0" if spec.host else "1",
        "remove_existing": "yes",
        "remove_unavailable": "yes",
        "minimum_expiration": "60",
        "default_expiration": "600",
        "maximum_expiration": "3600",
        "qualify_frequency": f"{spec.keep_alive.total_seconds():.0f}",
    }


def _uri(spec: TrunkSpec, host: str) -> str:
    parameter = "" if spec.transport is Transport.UDP else f";transport={spec.transport}"
    return f"sip:{host}:{spec.port}{parameter}"
