"""Whether each process does its work: asked of the process itself, not of its supervisor."""

import contextlib
import http.client
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import psycopg

from cordboard.base.configuration import Configuration
from cordboard.base.errors import mark
from cordboard.processes.worker.aside import KEPT, rejected_count, rejected_files, spool_folder

PATIENCE_S = 2.0
BEAT = "run/worker.beat"
BEAT_OLDEST_S = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a process answered, or why it did not: a text that pages translate, and what belongs into it."""

    process: str
    well: bool
    text: str  # marked for translation; may hold %(name)s of `values`
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        """The whole text in English, as the terminal shows it."""
        return self.text % self.values


def health_of(process: str, configuration: Configuration) -> Health:
    """Whether this process does its work now; takes two seconds at most."""
    try:
        said = PROBES[process](configuration)
    except _NotYet as fault:
        return Health(process=process, well=False, text=fault.said.text, values=fault.said.values)
    except (OSError, psycopg.Error, http.client.HTTPException) as fault:
        said = _reason(fault)
        return Health(process=process, well=False, text=said.text, values=said.values)
    return Health(process=process, well=True, text=said.text, values=said.values)


@dataclass(frozen=True, slots=True)
class _Said:
    """A marked text and what belongs into it."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


class _NotYet(Exception):  # an answer, not a fault
    """It answers, but does not do its work."""

    def __init__(self, said: _Said) -> None:
        super().__init__(said.text)
        self.said = said


def _db(configuration: Configuration) -> _Said:
    with psycopg.connect(configuration.database, connect_timeout=int(PATIENCE_S)) as connection:
        version = str(connection.info.server_version)
    number = f"{version[:-4]}.{int(version[-4:])}"
    return _Said(mark("PostgreSQL %(version)s"), {"version": number})


def _engine(configuration: Configuration) -> _Said:
    with socket.create_connection(("127.0.0.1", configuration.ami_port), PATIENCE_S) as manager:
        greeting = manager.recv(100).decode(errors="replace").strip()
    if not greeting.startswith("Asterisk Call Manager"):
        port = str(configuration.ami_port)
        raise _NotYet(_Said(mark("something else answers on port %(port)s"), {"port": port}))
    return _Said(mark("answers (AMI %(version)s)"), {"version": greeting.rpartition("/")[2]})


def _calls(configuration: Configuration) -> _Said:
    with socket.create_connection(("127.0.0.1", configuration.fastagi_port), PATIENCE_S):
        return _Said(mark("takes calls"))


def _live(configuration: Configuration) -> _Said:
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as listener:
        listener.settimeout(PATIENCE_S)
        listener.connect(str(configuration.data / "run" / "live.sock"))
        return _Said(mark("takes browsers"))


def _web(configuration: Configuration) -> _Said:
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
            status = str(answer.status)
            raise _NotYet(_Said(mark("/healthz answers %(status)s"), {"status": status}))
    return _Said(mark("serves pages"))


def _worker(configuration: Configuration) -> _Said:
    age = time.time() - (configuration.data / BEAT).stat().st_mtime
    if age > BEAT_OLDEST_S:
        raise _NotYet(_Said(mark("its last beat is %(seconds)s s old"), {"seconds": f"{age:.0f}"}))
    folder = spool_folder(configuration.data)
    if count := rejected_count(folder):
        return _said_aside(count, files=len(rejected_files(folder)))
    return _Said(mark("takes jobs"))


def _said_aside(count: int, *, files: int) -> _Said:
    if files == 1:
        return _Said(mark("takes jobs; %(count)s call records put aside"), {"count": str(count)})
    text = mark("takes jobs; %(count)s call records put aside in %(files)s files, of %(most)s that are kept")
    return _Said(text, {"count": str(count), "files": str(files), "most": str(KEPT + 1)})


def local_address(configuration: Configuration) -> str:
    """The address by which this machine reaches its own portal."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(configuration.bind, configuration.bind)  # noqa: S104  # compared


def _own_certificate(configuration: Configuration) -> ssl.SSLContext:
    """Trusts the very certificate that lies in the data folder, whoever made it and whatever name it bears."""
    context = ssl.create_default_context(cafile=str(configuration.data / "tls" / "server.crt"))
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.check_hostname = False
    return context


def _reason(fault: Exception) -> _Said:
    if isinstance(fault, ConnectionRefusedError | FileNotFoundError):
        return _Said(mark("not there yet"))
    if isinstance(fault, TimeoutError):
        return _Said(mark("no answer within %(seconds)s s"), {"seconds": f"{PATIENCE_S:.0f}"})
    said = " ".join(str(fault).split()) or type(fault).__name__
    return _Said(mark("fault: %(said)s"), {"said": said})


PROBES: dict[str, Callable[[Configuration], _Said]] = {
    "db": _db, "engine": _engine, "calls": _calls, "live": _live, "web": _web, "worker": _worker,
}  # fmt: skip
