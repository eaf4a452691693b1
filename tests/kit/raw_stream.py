"""Raw phones over connections: SIP over TCP and over TLS. Source: RFC 3261 section 18.3 (framing by Content-Length)."""

import re
import socket
import ssl
from dataclasses import dataclass

from kit.raw_sip import SILENCE_S, RawPhone, SipMessage

LENGTH = re.compile(rb"\r\nContent-Length\s*:\s*(\d+)", re.IGNORECASE)


@dataclass
class StreamPhone(RawPhone):
    """One account on one connection of its own."""

    secure: bool = False
    rest: bytes = b""

    def __post_init__(self) -> None:
        wire = socket.create_connection(("127.0.0.1", self.server), timeout=SILENCE_S)
        self.wire = _shielded(wire) if self.secure else wire

    def hear(self) -> SipMessage:
        """The next whole message. Raises TimeoutError when there is none for five seconds."""
        while (end := self._end()) is None:
            received = self.wire.recv(65535)
            assert received, "the engine closed the connection"
            self.rest = (self.rest + received).lstrip(b"\r\n")
        message, self.rest = self.rest[:end], self.rest[end:]
        return SipMessage(message.decode("utf-8", "surrogateescape"))

    def _end(self) -> int | None:
        head, blank, body = self.rest.partition(b"\r\n\r\n")
        if not blank:
            return None
        length = int(found[1]) if (found := LENGTH.search(head)) else 0
        return len(head) + 4 + length if len(body) >= length else None

    def _via(self) -> str:
        return super()._via().replace("/UDP", "/TLS" if self.secure else "/TCP")


def _shielded(wire: socket.socket) -> ssl.SSLSocket:
    """TLS with whoever answers: the engine's certificate in tests is its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(wire)
