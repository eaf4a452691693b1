"""Raw phones over secure WebSockets: one message a frame. Source: RFC 7118."""

import ssl
from contextlib import ExitStack
from dataclasses import dataclass, field

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from kit.raw_sip import SILENCE_S, RawPhone, SipMessage


@dataclass
class WebPhone(RawPhone):
    """One account on one WebSocket of its own; `server` is the port of HTTPS."""

    web: ClientConnection = field(init=False)
    ending: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        address = f"wss://127.0.0.1:{self.server}/ws"
        opening = connect(address, ssl=context, subprotocols=[Subprotocol("sip")], proxy=None)
        self.web = self.ending.enter_context(opening)
        self.wire = self.web.socket

    def __exit__(self, *_: object) -> None:
        self.ending.close()

    def say(self, text: str) -> None:
        """Send a message as it is."""
        self.web.send(text)

    def hear(self) -> SipMessage:
        """The next message. Raises TimeoutError when there is none for five seconds."""
        received = self.web.recv(timeout=SILENCE_S)
        return SipMessage(
            received if isinstance(received, str) else received.decode("utf-8", "surrogateescape")
        )

    def _via(self) -> str:
        return super()._via().replace("/UDP", "/WSS")
