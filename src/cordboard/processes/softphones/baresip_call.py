"""One call on the baresip stack. Runs inside a phone's process only."""

from __future__ import annotations  # array cannot be subscripted before Python 3.12

import asyncio
import contextlib
import wave
from array import array
from collections.abc import Callable
from pathlib import Path

from baresip import (
    AudioInfo,
    AudioNotActive,
    AudioRestarted,
    BaresipError,
    Call,
    Event,
    StackEvent,
    StaleHandleError,
    TransferFailed,
)

from cordboard.processes.softphones.reports import (
    Answered,
    Digit,
    Ended,
    Media,
    Report,
    Ringing,
    TransferProgress,
)
from cordboard.processes.softphones.tones import Recording, ToneWatch, pcm_samples, recording_read

TICK = 0.02  # seconds between looks at the audio; one packet's worth
RECORDED_RATE = 16000  # samples a second, whatever codecs a call goes through
AHEAD = 0.2  # seconds of audio handed to the stack in advance


class SoftCall:
    """A call that records what it hears and plays what it is given."""

    def __init__(
        self,
        call: Call,
        number: int,
        *,
        folder: Path,
        report: Callable[[Report], None],
        codec: Callable[[], str],
    ) -> None:
        self.call = call
        self.number = number
        self._recording = folder / f"call-{number}.wav"
        self._report = report
        self._codec = codec
        self._encrypted = False
        self._answered = False
        self._refused = False
        self._file: wave.Wave_write | None = None
        self._voice: Recording | None = None
        self._voice_ready = b""
        self._again = False
        self._watches: list[tuple[ToneWatch, asyncio.Future[None]]] = []
        self._transfer: asyncio.Task[None] | None = None
        self._ended = False
        call.on(self._take)
        call.on_dtmf(lambda press: report(Digit(call=number, digit=press.digit)))
        self._pump = asyncio.create_task(self._move_audio())

    async def refuse(self) -> None:
        """Refuse the call with 486."""
        self._refused = True
        await self.call.reject()

    async def hangup_if_up(self) -> None:
        """The call is over, whether or not it was before."""
        if not self._ended:
            with contextlib.suppress(StaleHandleError):
                await self.call.hangup()

    def play(self, wav: str, *, again: bool) -> None:
        """Send a recording, once or over and over; a new one takes the place of the old."""
        self._voice, self._again, self._voice_ready = recording_read(Path(wav)), again, b""

    def silence(self) -> None:
        """Send nothing any more."""
        self._voice, self._voice_ready = None, b""

    async def hear(self, frequency: float | None) -> None:
        """Return once the tone (any sound for None) was heard from now on."""
        heard: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._watches.append((ToneWatch(rate=RECORDED_RATE, frequency=frequency), heard))
        await heard

    def transfer(self, target: str) -> None:
        """Ask the far end to call somebody else; the outcome is reported."""
        self._transfer = asyncio.create_task(self._transferring(self.call.transfer(target)))

    def transfer_to(self, other: SoftCall) -> None:
        """Ask the far end to take the place of `other`; the outcome is reported."""
        self._transfer = asyncio.create_task(self._transferring(self.call.attended_transfer(other.call)))

    async def _transferring(self, outcome: asyncio.Future[None]) -> None:
        try:
            await outcome
            status = 200
        except (TransferFailed, BaresipError) as fault:
            status = getattr(fault, "status", None) or 500
        self._report(TransferProgress(call=self.number, status=status, final=True))

    def _take(self, event: StackEvent) -> None:
        match event.event:
            case Event.CALL_RINGING:
                self._report(Ringing(call=self.number))
            case Event.CALL_ESTABLISHED:
                self._answered = True
                self._report(Answered(call=self.number))
            case Event.CALL_MENC:
                self._encrypted = True
            case Event.CALL_CLOSED:
                self._close(event.text or "")
            case _:
                pass

    def _close(self, text: str) -> None:
        self._ended = True
        if self._file:
            self._file.close()
        told, _, phrase = text.partition(" ")
        reason = (phrase if told.isdecimal() else text).partition(",")[0]
        self._report(Ended(call=self.number, status=self._status(told), reason=reason))

    def _status(self, told: str) -> int:
        """The SIP status of the end; the stack tells one only when the far end gave it before an answer."""
        if self._answered:
            return 200
        if told.isdecimal():
            return int(told)
        return 486 if self._refused else 487

    async def _move_audio(self) -> None:
        """Carry audio both ways until the call ends: the stack's own clock asks for no more than a look each tick."""
        while not self._ended:
            with contextlib.suppress(AudioNotActive, AudioRestarted):
                info = self.call.audio.info()
                self._listen(info)
                self._speak(info)
            await asyncio.sleep(TICK)

    def _listen(self, info: AudioInfo) -> None:
        heard = self.call.audio.read(info.rx_sample_rate * 2 * info.rx_channels)
        if not heard or not info.rx_ready:
            return
        if self._file is None:
            self._file = self._file_open()
        mono = evened(pcm_samples(heard)[:: info.rx_channels], info.rx_sample_rate).tobytes()
        self._file.writeframes(mono)
        self._watch(mono)

    def _file_open(self) -> wave.Wave_write:
        file = wave.open(str(self._recording), "wb")  # noqa: SIM115  # open for as long as the call
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RECORDED_RATE)
        path = str(self._recording)
        self._report(Media(call=self.number, codec=self._codec(), encrypted=self._encrypted, recording=path))
        return file

    def _watch(self, mono: bytes) -> None:
        for entry in list(self._watches):
            watch, heard = entry
            if watch.feed(mono):
                self._watches.remove(entry)
                heard.set_result(None)

    def _speak(self, info: AudioInfo) -> None:
        if self._voice is None or not info.tx_ready:
            return
        wanted = int(info.tx_sample_rate * AHEAD) * 2 * info.tx_channels - info.tx_buffered
        while len(self._voice_ready) < wanted and self._voice is not None:
            self._voice_ready += resampled(self._voice, info.tx_sample_rate, info.tx_channels)
            self._voice = self._voice if self._again else None
        if wanted > 0:
            taken = self.call.audio.write(self._voice_ready[:wanted])
            self._voice_ready = self._voice_ready[taken:]


def evened(samples: array[int], rate: int) -> array[int]:
    """Samples of a codec at the rate of recordings: means of neighbours, or each one repeated."""
    if rate >= RECORDED_RATE:
        step = rate // RECORDED_RATE
        whole = len(samples) // step * step
        return array("h", (sum(samples[one : one + step]) // step for one in range(0, whole, step)))
    return array("h", (sample for sample in samples for _ in range(RECORDED_RATE // rate)))


def resampled(voice: Recording, rate: int, channels: int) -> bytes:
    """The recording at another rate (straight lines between samples), the same on every channel."""
    samples, step = voice.samples, voice.rate / rate
    last = len(samples) - 1
    changed = array("h")
    for index in range(int(len(samples) / step)):
        position = index * step
        before = int(position)
        share = position - before
        value = int(samples[before] * (1 - share) + samples[min(before + 1, last)] * share)
        changed.extend([value] * channels)
    return changed.tobytes()
