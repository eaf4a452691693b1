"""Conversations of raw phones: each speaks a sound of its own, and counts which sounds it hears, packet by packet.

Source: RFC 3550 (RTP), RFC 3515 and RFC 3891 (handing a call on to another one).
"""

import re
import secrets
import socket
import struct
import threading
from collections import Counter
from types import TracebackType
from typing import Self
from urllib.parse import quote

from kit.raw_sip import SDP, Callee, RawPhone, SipMessage

PACKET_S = 0.02
SAMPLES = 160  # in a packet, at 8 kHz
ALAW = 8


class Voice:
    """One end of the audio: says one sign over and over once it knows where to, and counts the signs it hears."""

    def __init__(self, sign: int) -> None:
        self._sign = sign
        self._wire = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._wire.bind(("127.0.0.1", 0))
        self._wire.setblocking(False)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="voice")
        self.to = 0  # port
        self.heard: Counter[int] = Counter()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._wire.close()

    @property
    def offer(self) -> str:
        """A session description that leads here."""
        return SDP.format(port=self._wire.getsockname()[1])

    def answered(self, message: SipMessage) -> None:
        """The other side has said where it listens."""
        self.to = int(re.findall(r"m=audio (\d+)", message.text)[0])

    def _run(self) -> None:
        packet = 0
        while not self._over.wait(PACKET_S):
            if self.to:
                self._say(packet)
                packet += 1
            self._listen()

    def _say(self, packet: int) -> None:
        header = struct.pack("!BBHII", 0x80, ALAW, packet % 0x10000, packet * SAMPLES, self._sign)
        self._wire.sendto(header + bytes([self._sign]) * SAMPLES, ("127.0.0.1", self.to))

    def _listen(self) -> None:
        try:
            while received := self._wire.recv(2048):
                if len(received) >= 12 + SAMPLES:  # shorter ones are RTCP and keep-alives
                    self.heard[received[12]] += 1
        except BlockingIOError:
            return


class RawTalk:
    """A call that a raw phone makes, with what its further requests must say."""

    def __init__(self, phone: RawPhone, voice: Voice, target: str) -> None:
        self._phone = phone
        self._call = secrets.token_hex(12)
        self._from = f"<sip:{phone.user}@127.0.0.1>;tag={secrets.token_hex(4)}"
        self._sequence = 2
        dialog = {"call": self._call, "from_": self._from}
        uri = f"sip:{target}@127.0.0.1"
        self.answer = phone.asked("INVITE", uri, body=voice.offer, **dialog)
        self._to = self.answer.header("To")
        if self.answer.status == 200:
            voice.answered(self.answer)

    @property
    def replaces(self) -> str:
        """How somebody else would name this very call. Source: RFC 3891 section 6.1."""
        local, remote = (re.findall(r";tag=([^;>]+)", header)[0] for header in (self._to, self._from))
        return f"{self._call};to-tag={local};from-tag={remote}"

    def ask(self, method: str, **headers: str) -> SipMessage:
        """The final answer to a request within the call, after the challenge was answered."""
        uri = re.findall(r"<(.*?)>", self.answer.header("Contact"))[0]
        said = {**headers, "call": self._call, "from_": self._from, "to": self._to}
        challenge = self._say(method, uri, said)
        if challenge.status != 401:
            return challenge
        return self._say(
            method, uri, said | {"authorization": self._phone.authorization(challenge, method, uri)}
        )

    def hand_on_to(self, replaces: str) -> SipMessage:
        """The answer to: connect the one I talk with to the far end of that call."""
        return self.ask("REFER", refer_to=f"<sip:102@127.0.0.1?Replaces={quote(replaces, safe='')}>")

    def _say(self, method: str, uri: str, said: dict[str, str]) -> SipMessage:
        self._sequence += 1
        self._phone.say(self._phone.request(method, uri, sequence=self._sequence, **said))
        return self._phone.hear_final(method)


class Talker(Callee):
    """A registered phone that answers every call and talks."""

    def __init__(self, phone: RawPhone, voice: Voice) -> None:
        super().__init__(phone)
        self._voice = voice

    def _treat(self, message: SipMessage) -> None:
        if message.status or message.method != "INVITE":
            return super()._treat(message)
        self.heard.append(message)
        if "m=audio" in message.text:
            self._voice.answered(message)
        self._phone.say(self._phone.response(message, "200 OK", body=self._voice.offer))
        return None
