"""The engine starts from what Cordboard wrote: quickly, completely, without a complaint; and again after any end."""

import json
import os
import signal
import socket
import ssl
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from cordboard.engine.render.node.modules import MODULES
from kit.engine import RunningEngine, running_engine, wait_until
from kit.served import registered, serve
from kit.specs import ACME, company, endpoint

pytestmark = pytest.mark.engine

EVERYWHERE = "0.0.0.0"  # noqa: S104  # to see who is let in
ALICE = endpoint(ACME, "a", "101")


def test_a_prepared_engine_starts_quickly_and_has_every_module(tmp_path: Path) -> None:
    before = time.monotonic()
    with running_engine(tmp_path) as engine:
        assert time.monotonic() - before < 10  # 0.4 s on a quiet machine
        listed = [line.split() for line in engine.cli("module show").splitlines() if ".so" in line]
        assert {words[0].removesuffix(".so") for words in listed if "Running" in words} == set(MODULES)
        assert engine.channels() == ()


def test_only_sip_is_open_to_others(tmp_path: Path) -> None:
    """Bound to every address, the manager and the call server still listen on loopback, and REST refuses strangers."""
    with running_engine(tmp_path, bind=EVERYWHERE) as engine:
        stranger = _other_address()
        ports = engine.configuration
        assert not _accepts(stranger, ports.ami_port)
        assert not _accepts(stranger, ports.ari_port)
        assert _accepts(stranger, ports.sips_port)
        assert _rest_status(engine, f"http://127.0.0.1:{ports.ari_port}") == 200
        assert _rest_status(engine, f"https://127.0.0.1:{ports.wss_port}") == 200
        assert _rest_status(engine, f"https://{stranger}:{ports.wss_port}") == 403


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_refused(tmp_path: Path, version: ssl.TLSVersion) -> None:
    with running_engine(tmp_path, allowed=("iostream.c", "tcptls.c")) as engine:
        for port in (engine.configuration.sips_port, engine.configuration.wss_port):
            assert _tls_version(port, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
            with pytest.raises(ssl.SSLError):
                _tls_version(port, version)


async def test_registrations_and_companies_outlive_the_engine(tmp_path: Path) -> None:
    with running_engine(tmp_path) as engine:
        await serve(engine, company(ACME, [ALICE], {"101": "5501"}))
        registered(engine, ALICE)
        wait_until(lambda: ALICE.key in engine.cli("database show registrar/contact"), 5)
    with running_engine(tmp_path) as again:
        assert ALICE.key in again.cli("pjsip show contacts")
        assert "Not in use" in again.cli(f"pjsip show endpoint {ALICE.key}")
        assert "5501" in again.cli("voicemail show users")
        assert "revision-" in again.cli(f"dialplan show fallback-{ACME}")


async def test_a_killed_engine_starts_again_as_it_was(tmp_path: Path) -> None:
    with running_engine(tmp_path) as engine:
        await serve(engine, company(ACME, [ALICE]))
        os.kill(engine.process.pid, signal.SIGKILL)
        engine.process.wait()
        engine.wait_until_quiet()
    with running_engine(tmp_path) as again:
        registered(again, ALICE)


def test_the_log_holds_no_person_and_no_notice(tmp_path: Path) -> None:
    with running_engine(tmp_path) as engine:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as scanner:
            for text in (
                "garbage",
                "INVITE sip:${x}@y SIP/2.0\r\n\r\n",
                "REGISTER sip:1 SIP/2.0\r\nFrom: secret person\r\n\r\n",
            ):
                scanner.sendto(text.encode(), ("127.0.0.1", engine.sip_port))
        assert engine.channels() == ()
        log = (engine.home / "log" / "messages.log").read_text()
        assert [
            line for line in log.splitlines() if "Asterisk 22" not in line and "Asterisk 2" not in line
        ] == []


def _other_address() -> str:
    """An address of this machine that is not loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no network but loopback")
        return str(probe.getsockname()[0])


def _accepts(address: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((address, port)) == 0


def _rest_status(engine: RunningEngine, base: str) -> int:
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, base, "cordboard", engine.secrets.ari_password)
    trusting = ssl._create_unverified_context()  # noqa: S323  # the certificate is this test's own
    opener = urllib.request.build_opener(
        urllib.request.HTTPBasicAuthHandler(passwords), urllib.request.HTTPSHandler(context=trusting)
    )
    try:
        with opener.open(f"{base}/ari/asterisk/info?only=system", timeout=5) as answer:
            assert "system" in json.load(answer)
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def _tls_version(port: int, version: ssl.TLSVersion) -> str:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", port), 5) as wire, context.wrap_socket(wire) as secure:
        return secure.version() or ""
