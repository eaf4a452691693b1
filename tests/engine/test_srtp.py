"""Encrypted audio in both suites of SCO-182: the answer names the suite, and the packets bear its seal.

Source: RFC 4568 (keys in the session description), RFC 3711 (key derivation 4.3, authentication 4.2).
"""

import asyncio
import base64
import hmac
import re
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from cordboard.engine.specs import EndpointSpec, MediaEncryption, Transport
from kit.engine import RunningEngine, running_engine
from kit.raw_stream import StreamPhone
from kit.served import serve
from kit.specs import ACME, company, endpoint, password_of

pytestmark = pytest.mark.engine

SEALS = {"AES_CM_128_HMAC_SHA1_80": 10, "AES_CM_128_HMAC_SHA1_32": 4}  # bytes of the tag on each packet
KEY_SIZE, SALT_SIZE, AUTHENTICATION = 16, 14, 0x01
PATIENT_S = 10.0
OFFER = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio {port} RTP/{profile} 8\r\n{crypto}a=sendrecv\r\n"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    folder = Path(tmp_path_factory.mktemp("engine"))
    with running_engine(folder, allowed=("negotiate stream",)) as running:
        yield running


@pytest.fixture(scope="module")
def secret(engine: RunningEngine) -> EndpointSpec:
    """An account whose audio must be encrypted."""
    account = endpoint(
        ACME, "s", "103", encryption=MediaEncryption.REQUIRED, transports=frozenset({Transport.TLS})
    )
    asyncio.run(serve(engine, company(ACME, [account], {})))
    return account


@pytest.fixture
def phone(engine: RunningEngine, secret: EndpointSpec) -> Iterator[StreamPhone]:
    account = {"user": secret.key, "password": password_of(secret.key)}
    with StreamPhone(server=engine.configuration.sips_port, secure=True, **account) as phone:
        assert phone.register().status == 200
        yield phone


@pytest.fixture
def ear() -> Iterator[socket.socket]:
    """Where the audio is to come."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as heard:
        heard.bind(("127.0.0.1", 0))
        heard.settimeout(PATIENT_S)
        yield heard


@pytest.mark.parametrize("suite", SEALS)
def test_each_suite_is_answered_and_seals_the_audio(
    engine: RunningEngine, phone: StreamPhone, ear: socket.socket, suite: str
) -> None:
    own = base64.b64encode(secrets.token_bytes(KEY_SIZE + SALT_SIZE)).decode()
    crypto = f"a=crypto:1 {suite} inline:{own}\r\n"
    answer = phone.asked("INVITE", "sip:76@127.0.0.1", body=offer(ear, "SAVP", crypto))
    assert answer.status == 200
    assert "RTP/SAVP" in answer.text
    [(answered, theirs)] = re.findall(r"^a=crypto:1 (\S+) inline:([\w+/=]+)", answer.text, re.MULTILINE)
    assert answered == suite
    packet, size = ear.recv(2048), SEALS[suite]
    assert packet[-size:] == seal(packet[:-size], base64.b64decode(theirs))[:size]
    phone.hang_up(answer)
    engine.wait_until_quiet()


def test_audio_in_the_clear_is_refused(phone: StreamPhone, ear: socket.socket) -> None:
    assert phone.asked("INVITE", "sip:76@127.0.0.1", body=offer(ear, "AVP", "")).status == 488


def offer(ear: socket.socket, profile: str, crypto: str) -> str:
    """A session in this profile, to be heard there."""
    return OFFER.format(port=ear.getsockname()[1], profile=profile, crypto=crypto)


def seal(packet: bytes, master: bytes) -> bytes:
    """The whole tag of one of a stream's first packets."""
    key, salt = master[:KEY_SIZE], bytearray(master[KEY_SIZE:])
    salt[7] ^= AUTHENTICATION
    stream = Cipher(AES(key), CTR(bytes(salt) + bytes(2))).encryptor()
    return hmac.digest(stream.update(bytes(20)), packet + bytes(4), "sha1")
