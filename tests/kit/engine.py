"""A real Asterisk for tests: prepared by the code under test, in a folder of its own, on loopback.

Each engine takes a block of ports that no other test process holds, so tests may run side by side.
"""

import datetime
import fcntl
import ipaddress
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cordboard.base.configuration import Configuration, with_port_base
from cordboard.base.secrets import Secrets, secrets_load
from cordboard.engine.apply.base import engine_prepare
from cordboard.engine.apply.root import EngineMissing, engine_command, engine_console_command, engine_root
from cordboard.engine.names import RECORDS_FILE
from cordboard.processes.setup.engine_fetch import engine_in_cache
from cordboard.processes.setup.places import cache

PORT_BLOCKS = range(22000, 22900, 100)  # seven services and 92 audio ports each
START_S = 90.0  # 10,000 endpoints take 15 s on a quiet machine
STOP_S = 10.0
ROOTS = (str(engine_in_cache(cache())), "/var/lib/cordboard/engine", "host")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningEngine:
    """An engine that runs, and everything a test asks of it."""

    configuration: Configuration
    secrets: Secrets
    process: subprocess.Popen[bytes]

    @property
    def home(self) -> Path:
        """The engine's folder: `etc`, `log`, `spool`, `endpoints.sqlite3`…"""
        return self.configuration.data / "asterisk"

    @property
    def endpoints_file(self) -> Path:
        """The endpoint projection."""
        return self.home / "endpoints.sqlite3"

    @property
    def ami_port(self) -> int:
        """The manager interface on loopback; user `cordboard`, password `secrets.ami_password`."""
        return self.configuration.ami_port

    @property
    def sip_port(self) -> int:
        """SIP over UDP and TCP on loopback."""
        return self.configuration.sip_port

    def cli(self, command: str) -> str:
        """What the engine's console answers."""
        words = engine_console_command(self.configuration, command)
        done = subprocess.run(words, capture_output=True, text=True, timeout=START_S, check=False)
        return done.stdout

    def channels(self) -> tuple[str, ...]:
        """Names of channels that exist."""
        return tuple(
            line.split("!")[0] for line in self.cli("core show channels concise").splitlines() if "!" in line
        )

    def bridges(self) -> tuple[str, ...]:
        """Ids of bridges that exist."""
        return tuple(line.split()[0] for line in self.cli("bridge show all").splitlines()[1:] if line.strip())

    def records(self) -> list[str]:
        """Lines of call detail records so far."""
        spool = self.home / "log" / "cdr-custom" / RECORDS_FILE
        return spool.read_text().splitlines() if spool.exists() else []

    def complaints(self) -> list[str]:
        """Warnings and errors the engine logged."""
        log = self.home / "log" / "messages.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line for line in lines if " WARNING[" in line or " ERROR[" in line]

    def wait_until_quiet(self, seconds: float = 5.0) -> None:
        """No channel and no bridge exists any more. Raises AssertionError naming what is left."""
        wait_until(
            lambda: not self.channels() and not self.bridges(),
            seconds,
            lambda: f"left behind: {self.channels()} {self.bridges()}",
        )


@contextmanager
def running_engine(
    folder: Path, *, fastagi_port: int | None = None, allowed: tuple[str, ...] = (), **settings: object
) -> Iterator[RunningEngine]:
    """A clean engine in the folder; afterwards it stopped by itself, left no call, and logged no complaint.

    `allowed` are parts of complaints that the test means to provoke; `fastagi_port` is the test's own call server.
    """
    with _port_block() as base:
        ports: dict[str, object] = {**with_port_base(base), "rtp_start": base + 8, "rtp_end": base + 99}
        if fastagi_port:
            ports["fastagi_port"] = fastagi_port
        options = {"bind": "127.0.0.1", "engine_root": engine_root_for_tests(), **ports, **settings}
        configuration = Configuration(data=folder, **options)  # type: ignore[arg-type]
        certificate_make(folder / "tls")
        secrets = secrets_load(folder)
        engine_prepare(configuration=configuration, secrets=secrets)
        with _process(configuration) as process:
            engine = RunningEngine(configuration=configuration, secrets=secrets, process=process)
            _wait_until_booted(engine)
            yield engine
            engine.wait_until_quiet()
    unexpected = [line for line in engine.complaints() if not any(part in line for part in allowed)]
    assert not unexpected, "the engine complained:\n" + "\n".join(unexpected)


def engine_root_for_tests() -> str:
    """The first Asterisk there is: a cached one, an installation's, the machine's own."""
    for root in ROOTS:
        try:
            engine_root(Configuration(data=Path("/nonexistent"), engine_root=root))
        except EngineMissing:
            continue
        return root
    raise AssertionError("no Asterisk here: run `./cordboard test`, which fetches one")


def wait_until(
    condition: Callable[[], bool],
    seconds: float,
    complaint: Callable[[], str] = lambda: "it did not come true",
) -> None:
    """The condition is true. Raises AssertionError with the complaint after that many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, complaint()
        _pause()


def certificate_make(folder: Path) -> None:
    """A certificate of its own for localhost and its key lie in the folder."""
    if (folder / "server.crt").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = datetime.datetime.now(datetime.UTC)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - datetime.timedelta(days=1))
        .not_valid_after(start + datetime.timedelta(days=7))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "server.crt").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


@contextmanager
def _process(configuration: Configuration) -> Iterator[subprocess.Popen[bytes]]:
    with (configuration.data / "engine.out").open("wb") as output:
        process = subprocess.Popen(
            engine_command(configuration), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_booted(engine: RunningEngine) -> None:
    def booted() -> bool:
        assert engine.process.poll() is None, "the engine ended at its start:\n" + "\n".join(
            engine.complaints()
        )
        return "fully booted" in engine.cli("core waitfullybooted")

    wait_until(booted, START_S, lambda: "the engine did not boot:\n" + "\n".join(engine.complaints()))


@contextmanager
def _port_block() -> Iterator[int]:
    """A block of ports that is ours until the end: locked against other test processes, free of strangers."""
    for base in PORT_BLOCKS:
        with Path(f"/tmp/cordboard-ports-{base}.lock").open("w") as lock:
            if _locked(lock) and _is_free(base):
                yield base
                return
    raise AssertionError("no free ports for an engine: too many test processes at once")


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_free(base: int) -> bool:
    for port in range(base, base + 7):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def _pause() -> None:
    """Let others run for a moment; the caller looks again."""
    threading.Event().wait(0.02)
