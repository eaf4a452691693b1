"""The installation's own certificate authority and server certificate, for SIP over TLS, WebSockets and the portal.

An operator's own `server.crt` and `server.key` in the same folder are used as they are and never replaced.
"""

import ipaddress
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from cordboard.processes.setup.account import Account, folder_own
from cordboard.processes.setup.files import file_write

CA_NAME = "Cordboard installation CA"
CA_LIFE = timedelta(days=3650)
SERVER_LIFE = timedelta(days=397)  # the most that browsers accept. Source: CA/Browser Forum ballot SC31
RENEW_BEFORE = timedelta(days=30)
BACKDATED = timedelta(hours=1)  # phones' clocks run slow


def certificate_ensure(
    folder: Path, *, names: tuple[str, ...], account: Account, now: datetime | None = None
) -> bool:
    """The folder holds a CA and a server certificate that covers these names for 30 days more; whether one was made."""
    now = now or datetime.now(UTC)
    names = tuple(_wire_name(name) for name in names)
    folder_own(folder, account=account, mode=0o750)
    if not needs_new(folder, names=names, now=now):
        return False
    authority, authority_key = _authority(folder, account=account, now=now)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _server_certificate(names, key, authority, authority_key, now)
    file_write(folder / "server.key", _pem_key(key), account=account)
    file_write(folder / "server.crt", _pem(certificate) + _pem(authority), account=account, mode=0o644)
    return True


def needs_new(folder: Path, *, names: tuple[str, ...], now: datetime) -> bool:
    """Whether a server certificate is missing or, being of our own making, too old or without one of the names."""
    file = folder / "server.crt"
    if not file.exists() or not (folder / "server.key").exists():
        return True
    certificate = certificate_read(file)
    if certificate.issuer != _name(CA_NAME):
        return False  # the operator's own
    covered = set(names) <= certificate_names(certificate)
    return not covered or certificate.not_valid_after_utc - now < RENEW_BEFORE


def certificate_read(file: Path) -> x509.Certificate:
    """The first certificate of a PEM file. Raises ValueError when there is none."""
    return x509.load_pem_x509_certificate(file.read_bytes())


def certificate_names(certificate: x509.Certificate) -> set[str]:
    """The host names and addresses that a certificate covers."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return set()
    return {str(name.value) for name in found}


def local_names(host: str) -> tuple[str, ...]:
    """Every name and address by which this machine may be reached."""
    own = {host, "localhost", "127.0.0.1", "::1", socket.gethostname(), *_addresses()}
    return tuple(sorted(name for name in own if name))


def _addresses() -> set[str]:
    """Addresses that this machine would send from, asked of the routing table: nothing is sent."""
    found = set()
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((elsewhere, 9))
                found.add(probe.getsockname()[0])
            except OSError:
                continue  # no route of this family
    return found


def _authority(
    folder: Path, *, account: Account, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    certificate_file, key_file = folder / "ca.crt", folder / "ca.key"
    if certificate_file.exists() and key_file.exists():
        key = serialization.load_pem_private_key(key_file.read_bytes(), password=None)
        certificate = certificate_read(certificate_file)
        if (
            isinstance(key, ec.EllipticCurvePrivateKey)
            and certificate.not_valid_after_utc - now > SERVER_LIFE
        ):
            return certificate, key
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _authority_certificate(key, now)
    file_write(key_file, _pem_key(key), account=account)
    file_write(certificate_file, _pem(certificate), account=account, mode=0o644)
    return certificate, key


def _authority_certificate(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    name = _name(CA_NAME)
    usage = _usage(sign_certificates=True)
    return (
        _builder(key, name, name, now, CA_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


def _server_certificate(
    names: tuple[str, ...],
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return (
        _builder(key, _name("Cordboard"), authority.subject, now, SERVER_LIFE)
        .add_extension(x509.SubjectAlternativeName([_alternative(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(sign_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _builder(
    key: ec.EllipticCurvePrivateKey, subject: x509.Name, issuer: x509.Name, now: datetime, life: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED)
        .not_valid_after(now + life)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, sign_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, key_cert_sign=sign_certificates, crl_sign=sign_certificates,
        content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _wire_name(name: str) -> str:
    """A host name as certificates hold it. Source: RFC 5890 section 2.3.2.1 (A-labels)."""
    return name if ":" in name else name.encode("idna").decode()


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _pem_key(key: ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
