"""A Cordboard of its own for the benchmark: started with two words, filled straight in its database, measured from outside."""

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import md5
from http.cookiejar import CookieJar
from pathlib import Path
from uuid import UUID, uuid4

from phones import Phone

CHECKOUT = Path(__file__).parent.parent
COMPANY_SIZE = 100  # people in each of the companies that fill the box


@contextmanager
def running_installation(*, folder: Path, port_base: int) -> Iterator["Installation"]:
    """An installation without demonstration runs in `folder` until the block ends."""
    options = ["--data", str(folder), "--port-base", str(port_base), "--bind", "127.0.0.1"]
    options += [
        "--rtp-start",
        "10000",
        "--rtp-end",
        "19999",
    ]  # as in production: a port base gives 200 calls only
    environment = {**os.environ, "CORDBOARD_DEMO": "false"}
    subprocess.run([str(CHECKOUT / "cordboard"), "up", "--detach", *options], env=environment, check=True)
    try:
        yield _opened(folder)
    finally:
        subprocess.run([str(CHECKOUT / "cordboard"), "down", "--data", str(folder)], check=False)


def _opened(folder: Path) -> "Installation":
    os.environ["CORDBOARD_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cordboard.processes.settings"
    sys.path.insert(0, str(CHECKOUT / "src"))
    import django

    django.setup()
    return Installation(folder=folder)


@dataclass(slots=True, kw_only=True)
class Installation:
    """The running installation."""

    folder: Path
    filled: int = 0

    @property
    def sip_port(self) -> int:
        """Its SIP port over UDP."""
        from django.conf import settings

        return int(settings.CORDBOARD.sip_port)

    @property
    def engine_root(self) -> Path:
        """The Asterisk it runs, for the bare engine to run too."""
        from django.conf import settings

        return Path(settings.CORDBOARD.engine_root or self.folder / "engine")

    @property
    def supervisor(self) -> int:
        """Process id of the supervisor, ancestor of all its processes."""
        return int((self.folder / "run" / "supervisord.pid").read_text())

    def company(self, *, name: str, people: int) -> tuple[Phone, ...]:
        """A company that the engine knows; its phones."""
        return self._populated(name, people)[1]

    def fill(self, *, endpoints: int) -> None:
        """At least so many endpoints are in place, in companies of a hundred."""
        while self.filled < endpoints:
            self._populated(f"Fill{self.filled}", COMPANY_SIZE)

    def save_to_registered(self) -> float:
        """Seconds from saving a new phone, as the portal does, until it registers."""
        from cordboard.devices.services import device_create
        from cordboard.journal.types import SYSTEM

        company, _, people = self._populated(f"Save{uuid4().hex[:8]}", 2)
        _, account = device_create(actor=SYSTEM, company=company, person=people[0], name="Fresh")
        saved = time.monotonic()
        phone = Phone(user=account.user, password=account.password, number="")
        while time.monotonic() - saved < 20:  # bounded: 20 s
            if registers(phone, self.sip_port):
                return time.monotonic() - saved
        raise SystemExit("a saved phone could not register within 20 s")

    def users_list_p95(self, *, users: int, requests: int) -> float:
        """Seconds below which 95 of 100 pages of a company's users list are answered over HTTPS."""
        from django.conf import settings

        _, _, people = self._populated("Users", users)
        fetch = signed_in(settings.CORDBOARD.address, administrator(people[0]))
        pages = [f"/company/users/?page={number % 400 + 1}" for number in range(requests)]
        times = sorted(timed(fetch, page) for page in pages)
        return times[int(len(times) * 0.95)]

    def _populated(self, name: str, people: int) -> tuple[UUID, tuple[Phone, ...], tuple[UUID, ...]]:
        from django.conf import settings
        from population import populate

        done = populate(name=name, people=people, sealing_key=settings.CORDBOARD_SECRETS.sealing_key)
        applied(done.company.id)
        self.filled += people
        return done.company.id, done.phones, done.people


def applied(company: UUID) -> None:
    """The worker has brought what the company's tables hold to the engine."""
    from django.db import transaction

    from cordboard.journal.services import journal_record
    from cordboard.journal.types import SYSTEM
    from cordboard.processes.awaiting import company_applied

    with (
        company_applied(company=company, within=timedelta(minutes=2)),
        transaction.atomic(),
    ):
        journal_record(kind="tenancy.company_changed", actor=SYSTEM, company=company, subject=company)


def registers(phone: Phone, port: int) -> bool:
    """Whether a REGISTER with the right digest answer is accepted. Source: RFC 3261 section 10, RFC 7616."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.settimeout(0.5)
        wire.connect(("127.0.0.1", port))
        challenge = _asked(wire, _register(phone, port, 1, ""))
        if "401" not in challenge.partition("\r\n")[0]:
            return False
        answer = _asked(wire, _register(phone, port, 2, _digest(phone, port, challenge)))
        return "200" in answer.partition("\r\n")[0]


def _asked(wire: socket.socket, request: str) -> str:
    try:
        wire.send(request.encode())
        return wire.recv(8192).decode()
    except OSError:
        return ""


def _register(phone: Phone, port: int, sequence: int, authorization: str) -> str:
    unique = uuid4().hex
    lines = [
        f"REGISTER sip:127.0.0.1:{port} SIP/2.0",
        f"Via: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK{unique}",
        f"From: <sip:{phone.user}@127.0.0.1>;tag={unique}",
        f"To: <sip:{phone.user}@127.0.0.1>",
        f"Call-ID: {unique}",
        f"CSeq: {sequence} REGISTER",
        f"Contact: <sip:{phone.user}@127.0.0.1:9>;expires=60",
        *([authorization] if authorization else []),
        "Content-Length: 0",
    ]
    return "\r\n".join([*lines, "", ""])


def _digest(phone: Phone, port: int, challenge: str) -> str:
    offered = next(
        line
        for line in challenge.split("\r\n")
        if line.startswith("WWW-Authenticate") and "SHA-256" not in line
    )
    values = dict(part.strip().split("=", 1) for part in offered.partition("Digest")[2].split(","))
    realm, nonce = values["realm"].strip('"'), values["nonce"].strip('"')
    uri = f"sip:127.0.0.1:{port}"
    first, second = _md5(f"{phone.user}:{realm}:{phone.password}"), _md5(f"REGISTER:{uri}")
    response = _md5(f"{first}:{nonce}:00000001:bench:auth:{second}")
    return (
        f'Authorization: Digest username="{phone.user}", realm="{realm}", nonce="{nonce}", uri="{uri}", '
        f'response="{response}", algorithm=MD5, qop=auth, nc=00000001, cnonce="bench"'
        + (f", opaque={values['opaque']}" if "opaque" in values else "")
    )


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def administrator(person: UUID) -> str:
    """The key of a signed-in session of this person, made an administrator of the company."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from cordboard.accounts.models import Person
    from cordboard.accounts.types import Role

    row = Person.objects.get(pk=person)
    row.role = Role.COMPANY_ADMIN
    row.save()
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(row.pk), row.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session.create()
    return str(session.session_key)


def signed_in(address: str, session: str) -> urllib.request.OpenerDirector:
    """Fetches pages with this session."""
    from django.conf import settings

    trusting = ssl.create_default_context(cafile=str(settings.CORDBOARD.data / "tls" / "ca.crt"))
    opener = urllib.request.build_opener(
        urllib.request.HTTPSHandler(context=trusting), urllib.request.HTTPCookieProcessor(CookieJar())
    )
    opener.addheaders = [("Cookie", f"{settings.SESSION_COOKIE_NAME}={session}")]
    _base[opener] = address
    return opener


_base: dict[urllib.request.OpenerDirector, str] = {}


def timed(fetch: urllib.request.OpenerDirector, page: str) -> float:
    """Seconds that a page takes, over a connection of its own."""
    started = time.monotonic()
    with fetch.open(_base[fetch] + page) as answer:
        text = answer.read()
    if answer.status != 200 or b"sign-in" in answer.url.encode() or not text:
        raise SystemExit(f"{page} answered {answer.status} at {answer.url}")
    return time.monotonic() - started
