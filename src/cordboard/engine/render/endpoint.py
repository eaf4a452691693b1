"""An endpoint as rows of the projection. Source: Asterisk 22, res_pjsip configuration (endpoint, auth, aor)."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cordboard.engine.escape import shown_name
from cordboard.engine.names import PHONES, PHONES_OVER_TLS, REALM, hints_context
from cordboard.engine.render.node.sip import ALGORITHMS
from cordboard.engine.specs import EndpointSpec, MediaEncryption, SipDigests

Row = dict[str, str]
SEAL = "seal"  # dialplan context that ends a call between companies
MARK = "callerid_tag"  # an option without effect on the wire


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointRows:
    """One row of each table; every row of a table has the same columns."""

    endpoint: Row
    auth: Row
    aor: Row

    @property
    def mark(self) -> str:
        """What the engine tells of itself once it has loaded exactly this endpoint."""
        return self.endpoint.get(MARK, "")

    @property
    def is_registrable(self) -> bool:
        """Whether phones may register on it."""
        return bool(self.endpoint.get("aors"))


def endpoints_render(specs: Iterable[EndpointSpec]) -> dict[str, EndpointRows]:
    """The rows of these endpoints by name."""
    return {spec.key: endpoint_render(spec) for spec in specs}


def endpoint_render(spec: EndpointSpec) -> EndpointRows:
    """The endpoint's rows, all of them named by its key."""
    row = {**_identity(spec), **_rights(spec), **_media(spec), **_path(spec)}
    return EndpointRows(endpoint=row_marked(row), auth=_auth(spec), aor=_aor(spec))


def row_marked(row: Row) -> Row:
    """The row with a mark of what it holds."""
    return {**row, MARK: sha256(repr(sorted(row.items())).encode()).hexdigest()[:12]}


def _identity(spec: EndpointSpec) -> Row:
    return {
        "id": spec.key,
        "accountcode": spec.company,
        "aors": spec.key,
        "auth": spec.key,
        "outbound_auth": "",
        "from_user": "",
        "from_domain": "",
        "trust_id_inbound": "no",
        "callerid": f'"{shown_name(spec.name)}" <{spec.extension}>',
        "language": spec.language,
        "send_pai": "yes",  # a caller's phone shows whom it reached (RFC 3325)
        "mailboxes": ",".join(spec.mailboxes),
        "voicemail_extension": spec.extension,  # an own extension opens the own mailbox (ADR 23)
    }


def _rights(spec: EndpointSpec) -> Row:
    """What its calls, subscriptions and pick-ups reach: its own company."""
    return {
        "context": PHONES_OVER_TLS if spec.is_secure_only else PHONES,
        "subscribe_context": hints_context(spec.company),
        "named_call_group": spec.company,
        "named_pickup_group": spec.company,
        "identify_by": "username",
        "allow_overlap": "no",
    }


def _media(spec: EndpointSpec) -> Row:
    return {
        "allow": ",".join(["!all", *spec.codecs]),
        "webrtc": "yes" if spec.is_webrtc else "no",
        "media_encryption": _encryption(spec),
        "media_encryption_optimistic": "yes" if _is_optimistic(spec) else "no",
        "dtmf_mode": "auto_info",
        "direct_media": "no",
        "rtp_symmetric": "yes",
        "rtp_keepalive": "15",
    }


def _path(spec: EndpointSpec) -> Row:
    """An account for TLS only is rung over nothing else; the engine ties no browser to a transport, as it cannot open one.

    Each of its channels remembers whom it was made for, and asks the skeleton whenever it is connected to someone new.
    """
    return {
        "transport": "tls" if spec.is_secure_only and not spec.is_webrtc else "",
        "set_var": f"CONNECTED_LINE_SEND_SUB={SEAL},s,1({spec.company})",
        "force_rport": "yes",
        "rewrite_contact": "yes",
        "outbound_proxy": "",
    }


def _encryption(spec: EndpointSpec) -> str:
    if spec.is_webrtc:
        return "dtls"
    return "no" if spec.encryption is MediaEncryption.OFF else "sdes"


def _is_optimistic(spec: EndpointSpec) -> bool:
    return spec.encryption is MediaEncryption.OFFERED and not spec.is_webrtc


def _auth(spec: EndpointSpec) -> Row:
    return {
        "id": spec.key,
        "auth_type": "digest",
        "username": spec.key,
        "realm": REALM,
        "password": "",
        "password_digest": _digests(spec.digests),
        "supported_algorithms_uas": ALGORITHMS,
    }


def _digests(digests: SipDigests) -> str:
    return f"MD5:{digests.md5},SHA-256:{digests.sha256}"


def _aor(spec: EndpointSpec) -> Row:
    """A phone that registers anew pushes out its own oldest contact, first one that answers no more.

    Mailboxes stay out: any account of the node may subscribe to those of any address of record (ADR 12).
    """
    return {
        "id": spec.key,
        "contact": "",
        "max_contacts": str(spec.most_contacts),
        "remove_existing": "yes",
        "remove_unavailable": "yes",
        "minimum_expiration": "60",
        "default_expiration": "600",
        "maximum_expiration": "3600",
        "qualify_frequency": f"{spec.keep_alive.total_seconds():.0f}",
    }
