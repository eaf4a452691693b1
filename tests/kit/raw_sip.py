"""SIP spelled out over a UDP socket: for requests that no well-behaved phone would send, and answers compared by bytes.

Source: RFC 3261 (messages), RFC 7616 and RFC 8760 (digest with MD5 and SHA-256).
"""

import contextlib
import hashlib
import re
import secrets
import socket
import threading
from dataclasses import dataclass, field

SILENCE_S = 5.0
SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"
)
HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


@dataclass(frozen=True, slots=True)
class SipMessage:
    """A message as it came."""

    text: str

    @property
    def first_line(self) -> str:
        """Request line or status line."""
        return self.text.partition("\r\n")[0]

    @property
    def status(self) -> int:
        """Status code; 0 for requests."""
        words = self.first_line.split()
        return int(words[1]) if words[0] == "SIP/2.0" else 0

    @property
    def method(self) -> str:
        """Method of a request; of the request that a response answers."""
        return self.header("CSeq").split()[-1]

    def header(self, name: str) -> str:
        """First value of a header; empty when there is none."""
        found = re.search(rf"^{name}\s*:\s*(.*?)\r$", self.text, re.IGNORECASE | re.MULTILINE)
        return found[1] if found else ""

    def headers(self, name: str) -> list[str]:
        """Every value of a header."""
        return re.findall(rf"^{name}\s*:\s*(.*?)\r$", self.text, re.IGNORECASE | re.MULTILINE)


@dataclass
class RawPhone:
    """One account on one socket. Everything it says of itself can be overridden by a test."""

    server: int  # port of the engine
    user: str
    password: str = ""
    algorithm: str = "MD5"
    name: str = ""
    wire: socket.socket = field(init=False)
    sequence: int = 0

    def __post_init__(self) -> None:
        self.wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.wire.bind(("127.0.0.1", 0))
        self.wire.settimeout(SILENCE_S)
        self.wire.connect(("127.0.0.1", self.server))

    @property
    def port(self) -> int:
        """Our own port."""
        return int(self.wire.getsockname()[1])

    def __enter__(self) -> "RawPhone":
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.close()

    def say(self, text: str) -> None:
        """Send a message as it is."""
        self.wire.send(text.encode("utf-8", "surrogateescape"))

    def hear(self) -> SipMessage:
        """The next message. Raises TimeoutError when there is none for five seconds."""
        return SipMessage(self.wire.recv(65535).decode("utf-8", "surrogateescape"))

    def hear_final(self, method: str) -> SipMessage:
        """The final answer to a request; what else comes meanwhile is answered with 200 or skipped."""
        while True:
            message = self.hear()
            if message.status >= 200 and message.method == method:
                return message
            if not message.status and message.method != "ACK":
                self.say(self.response(message, "200 OK"))

    def request(
        self, method: str, uri: str, *, call: str = "", body: str = "", sequence: int = 0, **other: str
    ) -> str:
        """A request; `other` replaces or adds headers (`from_`, `to`, `contact`, `authorization`, …)."""
        headers = {
            "Via": self._via(),
            "From": f"{self._shown()}<sip:{self.user}@127.0.0.1>;tag={secrets.token_hex(4)}",
            "To": f"<{uri}>",
            "Call-ID": call or secrets.token_hex(12),
            "CSeq": f"{sequence or 1} {method}",
            "Contact": f"<sip:{self.user}@127.0.0.1:{self.port}>",
            "Max-Forwards": "70",
        }
        headers.update({key.strip("_").replace("_", "-").title(): value for key, value in other.items()})
        if body:
            headers["Content-Type"] = "application/sdp"
        lines = [f"{method} {uri} SIP/2.0", *(f"{key}: {value}" for key, value in headers.items() if value)]
        return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body])

    def asked(self, method: str, uri: str, *, body: str = "", **other: str) -> SipMessage:
        """The final answer to a request, after the challenge was answered."""
        other.setdefault("from_", f"{self._shown()}<sip:{self.user}@127.0.0.1>;tag={secrets.token_hex(4)}")
        other.setdefault("call", secrets.token_hex(12))
        answer = self._attempt(method, uri, sequence=1, body=body, **other)
        if answer.status != 401:
            return answer
        proof = self.authorization(answer, method, uri)
        return self._attempt(method, uri, sequence=2, body=body, authorization=proof, **other)

    def register(self, *, expires: int = 300, **other: str) -> SipMessage:
        """The final answer to a registration."""
        return self.asked(
            "REGISTER", "sip:127.0.0.1", to=f"<sip:{self.user}@127.0.0.1>", expires=str(expires), **other
        )

    def invite(self, target: str, **other: str) -> SipMessage:
        """The final answer to a call."""
        return self.asked("INVITE", f"sip:{target}@127.0.0.1", body=SDP.format(port=self.port), **other)

    def call_begin(self, target: str) -> dict[str, str]:
        """A call that rings; returns what its further requests must say. Its answer is still to be heard."""
        uri = f"sip:{target}@127.0.0.1"
        said = {
            "call": secrets.token_hex(12),
            "from_": f"<sip:{self.user}@127.0.0.1>;tag={secrets.token_hex(4)}",
            "via": self._via(),
        }
        body = SDP.format(port=self.port)
        challenge = self._attempt("INVITE", uri, sequence=1, body=body, **(said | {"via": self._via()}))
        proof = self.authorization(challenge, "INVITE", uri)
        self.say(self.request("INVITE", uri, sequence=2, body=body, authorization=proof, **said))
        while self.hear().status != 180:
            pass
        return said

    def cancelled(self, target: str) -> SipMessage:
        """The final answer to a call that was given up as soon as it rang."""
        said = self.call_begin(target)
        self.say(self.request("CANCEL", f"sip:{target}@127.0.0.1", sequence=2, **said))
        answer = self.hear_final("INVITE")
        self.say(self.request("ACK", f"sip:{target}@127.0.0.1", sequence=2, to=answer.header("To"), **said))
        return answer

    def hang_up(self, answer: SipMessage) -> None:
        """End the call that an answer began."""
        headers = {
            "call": answer.header("Call-ID"),
            "from_": answer.header("From"),
            "to": answer.header("To"),
        }
        self.say(self.request("BYE", "sip:127.0.0.1", sequence=3, **headers))
        self.hear_final("BYE")

    def authorization(self, challenge: SipMessage, method: str, uri: str) -> str:
        """The proof that a challenge asks for, by the algorithm this phone speaks."""
        offered = {_word(text, "algorithm") or "MD5": text for text in challenge.headers("WWW-Authenticate")}
        wanted = offered[self.algorithm]
        digest = HASHES[self.algorithm]
        realm, nonce = _word(wanted, "realm"), _word(wanted, "nonce")
        first = digest(f"{self.user}:{realm}:{self.password}".encode()).hexdigest()
        second = digest(f"{method}:{uri}".encode()).hexdigest()
        proof = digest(f"{first}:{nonce}:00000001:abc:auth:{second}".encode()).hexdigest()
        opaque = _word(wanted, "opaque")
        return (
            f'Digest username="{self.user}", realm="{realm}", nonce="{nonce}", uri="{uri}", response="{proof}", '
            f'algorithm={self.algorithm}, qop=auth, nc=00000001, cnonce="abc", opaque="{opaque}"'
        )

    def response(
        self, request: SipMessage, status: str, *, tag: str = "phone", body: str = "", contact: str = ""
    ) -> str:
        """An answer to a request that came; `contact` is another address than our own."""
        lines = [f"SIP/2.0 {status}", *(f"Via: {via}" for via in request.headers("Via"))]
        to = request.header("To")
        lines += [
            f"From: {request.header('From')}",
            f"To: {to}" + ("" if "tag=" in to else f";tag={tag}"),
            f"Call-ID: {request.header('Call-ID')}",
            f"CSeq: {request.header('CSeq')}",
            f"Contact: <{contact or f'sip:{self.user}@127.0.0.1:{self.port}'}>",
        ]
        if body:
            lines.append("Content-Type: application/sdp")
        return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", body])

    def _attempt(self, method: str, uri: str, *, sequence: int, body: str, **other: str) -> SipMessage:
        """Send a request, hear its final answer; an INVITE is acknowledged, as every caller must."""
        via = other.pop("via", "") or self._via()
        self.say(self.request(method, uri, sequence=sequence, body=body, via=via, **other))
        answer = self.hear_final(method)
        if method == "INVITE":
            ended = {"from_": other["from_"], "call": other["call"], "to": answer.header("To")}
            again = self._via() if answer.status < 300 else via
            self.say(self.request("ACK", uri, sequence=sequence, via=again, **ended))
        return answer

    def _via(self) -> str:
        return f"SIP/2.0/UDP 127.0.0.1:{self.port};rport;branch=z9hG4bK{secrets.token_hex(8)}"

    def _shown(self) -> str:
        return f'"{self.name}" ' if self.name else ""


class Callee:
    """A registered phone that treats every call the same; used as `with Callee(phone, "486 Busy Here")`.

    `reply` is a status; `180 Ringing` rings until the caller gives up, `200 OK` answers and waits for the end.
    With `302 Moved Temporarily` goes the address `moved_to`.
    """

    def __init__(self, phone: RawPhone, reply: str = "200 OK", *, moved_to: str = "") -> None:
        self._phone = phone
        self._reply = reply
        self._moved_to = moved_to
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="callee")
        self.heard: list[SipMessage] = []

    def __enter__(self) -> "Callee":
        self._phone.wire.settimeout(0.1)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._phone.wire.settimeout(SILENCE_S)

    def methods(self) -> list[str]:
        """Methods of the requests that came, in order."""
        return [message.first_line.split()[0] for message in self.heard if not message.status]

    def _listen(self) -> None:
        while not self._over.is_set():
            with contextlib.suppress(TimeoutError):
                self._treat(self._phone.hear())

    def _treat(self, message: SipMessage) -> None:
        self.heard.append(message)
        if message.status or message.method == "ACK":
            return
        if message.method == "INVITE":
            body = SDP.format(port=self._phone.port) if self._reply.startswith("200") else ""
            self._phone.say(self._phone.response(message, self._reply, body=body, contact=self._moved_to))
            return
        self._phone.say(self._phone.response(message, "200 OK"))
        if message.method == "CANCEL":
            ringing = next(one for one in reversed(self.heard) if one.method == "INVITE")
            self._phone.say(self._phone.response(ringing, "487 Request Terminated"))


def _word(challenge: str, name: str) -> str:
    found = re.search(rf'{name}="?([^",]+)"?', challenge)
    return found[1] if found else ""
