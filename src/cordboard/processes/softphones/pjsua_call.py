"""One call on the PJSIP stack. Runs inside a phone's process only."""

import re
from pathlib import Path
from typing import Protocol

import pjsua2 as pj

from cordboard.processes.softphones.reports import (
    Answered,
    Digit,
    Ended,
    Incoming,
    Media,
    Report,
    Ringing,
    TransferProgress,
)

ENCRYPTED = re.compile(r"SRTP status: Active")
_ADDRESS = re.compile(r'^\s*(?:"(?P<name>(?:[^"\\]|\\.)*)"|(?P<bare>[^<"]*?))\s*<?sips?:(?P<number>[^@;>]*)')


class Owner(Protocol):
    """The phone a call belongs to."""

    account: pj.Account
    folder: Path

    def report(self, report: Report) -> None:
        """Tell something that happened."""

    def call_ended(self, call: "SoftCall") -> None:
        """Let go of a call, once outside the stack's callback."""


class SoftCall(pj.Call):  # type: ignore[misc]  # the binding has no types
    """A call that records what it hears and plays what it is given."""

    def __init__(self, owner: Owner, number: int, stack_id: int = pj.PJSUA_INVALID_ID) -> None:
        super().__init__(owner.account, stack_id)
        self.owner = owner
        self.number = number
        self.recording = owner.folder / f"call-{number}.wav"
        self._recorder: pj.AudioMediaRecorder | None = None
        self._player: pj.AudioMediaPlayer | None = None
        self._audio: pj.AudioMedia | None = None

    def incoming(self, message: str) -> None:
        """Ring, and tell who calls."""
        name, number = address_parts(self.getInfo().remoteUri)
        headers = message_headers(message)
        self.owner.report(Incoming(call=self.number, name=name, number=number, headers=headers))
        self.respond(180)

    def respond(self, status: int) -> None:
        """Answer the INVITE: 180 rings, 200 accepts, 300 and above refuse."""
        answer = pj.CallOpParam(status == 200)
        answer.statusCode = status
        self.answer(answer)

    def play(self, wav: str, *, again: bool) -> None:
        """Send a recording, once or over and over; a new one takes the place of the old."""
        self.silence()
        self._player = pj.AudioMediaPlayer()
        self._player.createPlayer(wav, 0 if again else pj.PJMEDIA_FILE_NO_LOOP)
        if self._audio:
            self._player.startTransmit(self._audio)

    def silence(self) -> None:
        """Send nothing any more."""
        if self._player and self._audio:
            self._player.stopTransmit(self._audio)
        self._player = None

    def let_go(self) -> None:
        """Finish the recording; call it outside the stack's callbacks."""
        self._recorder = self._player = self._audio = None

    def onCallState(self, prm: pj.OnCallStateParam) -> None:  # noqa: N802  # the library's name
        """Tell what became of the call."""
        facts = self.getInfo()
        if (
            facts.state == pj.PJSIP_INV_STATE_EARLY
            and facts.lastStatusCode == 180
            and facts.role == pj.PJSIP_ROLE_UAC
        ):
            self.owner.report(Ringing(call=self.number))
        elif facts.state == pj.PJSIP_INV_STATE_CONFIRMED:
            self.owner.report(Answered(call=self.number))
        elif facts.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            status, reason = int(facts.lastStatusCode), facts.lastReason
            self.owner.report(Ended(call=self.number, status=status, reason=reason))
            self.owner.call_ended(self)

    def onCallMediaState(self, prm: pj.OnCallMediaStateParam) -> None:  # noqa: N802
        """Connect ear and mouth whenever audio (again) flows."""
        facts = self.getInfo()  # must outlive the walk over its media
        active = [
            media.index
            for media in facts.media
            if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status == pj.PJSUA_CALL_MEDIA_ACTIVE
        ]
        if active:
            self._connect(active[0])

    def onDtmfDigit(self, prm: pj.OnDtmfDigitParam) -> None:  # noqa: N802
        """Tell a key the far end pressed."""
        self.owner.report(Digit(call=self.number, digit=prm.digit))

    def onCallTransferStatus(self, prm: pj.OnCallTransferStatusParam) -> None:  # noqa: N802
        """Tell how a transfer goes; the call is over for us once the others talk (RFC 5589 section 6.1)."""
        final = bool(prm.finalNotify)
        self.owner.report(TransferProgress(call=self.number, status=int(prm.statusCode), final=final))
        if final and int(prm.statusCode) == 200 and self.isActive():
            self.hangup(pj.CallOpParam())

    def _connect(self, index: int) -> None:
        self._audio = self.getAudioMedia(index)
        if self._recorder is None:
            self._recorder = pj.AudioMediaRecorder()
            self._recorder.createRecorder(str(self.recording))
        self._audio.startTransmit(self._recorder)
        if self._player:
            self._player.startTransmit(self._audio)
        encrypted = bool(ENCRYPTED.search(self.dump(True, "")))
        codec = self.getStreamInfo(index).codecName
        self.owner.report(
            Media(call=self.number, codec=codec, encrypted=encrypted, recording=str(self.recording))
        )


def address_parts(address: str) -> tuple[str, str]:
    """Shown name and user part of a From header. Source: RFC 3261 section 20.20."""
    found = _ADDRESS.match(address)
    if not found:
        return "", address
    name = re.sub(r"\\(.)", r"\1", found["name"]) if found["name"] is not None else found["bare"]
    return (name or "").strip(), found["number"]


def message_headers(message: str) -> dict[str, str]:
    """Headers of a SIP message, first value of each, names in lower case."""
    head = message.replace("\r\n", "\n").partition("\n\n")[0]
    found: dict[str, str] = {}
    for line in head.splitlines()[1:]:
        name, _, value = line.partition(":")
        found.setdefault(name.strip().lower(), value.strip())
    return found
