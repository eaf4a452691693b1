"""Whether each process does its work: asked of the process itself, not of its supervisor."""

import contextlib
import http.client
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass

import psycopg

from cordboard.base.configuration import Configuration

PATIENCE_S = 2.0
BEAT = "run/worker.beat"
BEAT_OLDEST_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a process answered, or why it did not."""

    process: str
    well: bool
    detail: str


def health_of(process: str, configuration: Configuration) -> Health:
    """Whether this process does its work now; takes two seconds at most."""
    try:
        detail = PROBES[process](configuration)
    except (OSError, psycopg.Error, http.client.HTTPException, _NotYet) as fault:
        return Health(process=process, well=False, detail=_reason(fault))
    return Health(process=process, well=True, detail=detail)


class _NotYet(Exception):  # an answer, not a fault
    """It answers, but does not do its work."""


def _db(configuration: Configuration) -> str:
    with psycopg.connect(configuration.database, connect_timeout=int(PATIENCE_S)) as connection:
        version = str(connection.info.server_version)
    return f"PostgreSQL {version[:-4]}.{int(version[-4:])}"


def _engine(configuration: Configuration) -> str:
    with socket.create_connection(("127.0.0.1", configuration.ami_port), PATIENCE_S) as manager:
        greeting = manager.recv(100).decode(errors="replace").strip()
    if not greeting.startswith("Asterisk Call Manager"):
        raise _NotYet(f"something else answers on port {configuration.ami_port}")
    return f"answers (AMI {greeting.rpartition('/')[2]})"


def _calls(configuration: Configuration) -> str:
    with socket.create_connection(("127.0.0.1", configuration.fastagi_port), PATIENCE_S):
        return "takes calls"


def _live(configuration: Configuration) -> str:
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.settimeout(PATIENCE_S)
        listener.connect(str(configuration.data / "run" / "live.sock"))
        return "takes browsers"


def _web(configuration: Configuration) -> str:
    connection = http.client.HTTPSConnection(
        local_address(configuration),
        configuration.web_port,
        timeout=PATIENCE_S,
        context=_own_certificate(configuration),
    )
    with contextlib.closing(connection):
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            raise _NotYet(f"/healthz answers {answer.status}")
    return "serves pages"


def _worker(configuration: Configuration) -> str:
    age = time.time() - (configuration.data / BEAT).stat().st_mtime
    if age > BEAT_OLDEST_S:
        raise _NotYet(f"its last beat is {age:.0f} s old")
    return "takes jobs"


def local_address(configuration: Configuration) -> str:
    """The address by which this machine reaches its own portal."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(configuration.bind, configuration.bind)  # noqa: S104  # compared


def _own_certificate(configuration: Configuration) -> ssl.SSLContext:
    """Trusts the very certificate that lies in the data folder, whoever made it and whatever name it bears."""
    context = ssl.create_default_context(cafile=str(configuration.data / "tls" / "server.crt"))
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.check_hostname = False
    return context


def _reason(fault: Exception) -> str:
    if isinstance(fault, ConnectionRefusedError | FileNotFoundError):
        return "not there yet"
    return " ".join(str(fault).split()) or type(fault).__name__


PROBES: dict[str, Callable[[Configuration], str]] = {
    "db": _db, "engine": _engine, "calls": _calls, "live": _live, "web": _web, "worker": _worker,
}  # fmt: skip
