"""Tones written to and found in recordings, in plain Python.

A tone counts as heard when at least half of a frame's energy lies at its frequency, frame after frame. Tones to tell
apart should differ by 60 Hz or more. **Source:** Goertzel's algorithm, Am. Math. Monthly 65 (1958).
"""

from __future__ import annotations  # array cannot be subscripted before Python 3.12

import math
import wave
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

FRAME = timedelta(milliseconds=40)  # one bin is 25 Hz wide
QUIET = 250  # root mean square of a 16-bit sample; below it a frame is silence (-42 dB of full scale)
PURE = 0.5  # share of the energy at one frequency that makes a tone
SHORTEST = timedelta(milliseconds=200)
WAV_HEADER = 44  # bytes, as written by every writer used here


@dataclass(frozen=True, slots=True)
class Recording:
    """Samples of one voice, 16 bit."""

    rate: int  # samples a second
    samples: array[int]

    def frames(self) -> Iterator[array[int]]:
        """Whole frames in order."""
        size = frame_size(self.rate)
        for start in range(0, len(self.samples) - size + 1, size):
            yield self.samples[start : start + size]


def frame_size(rate: int) -> int:
    """Samples in a frame."""
    return int(rate * FRAME.total_seconds())


def tone_write(
    path: Path, *, frequency: float, duration: timedelta, rate: int = 16000, level: float = 0.4
) -> Path:
    """A WAV file with one sine exists; `level` is the peak as a share of full scale."""
    step = 2 * math.pi * frequency / rate
    length = int(rate * duration.total_seconds())
    samples = array("h", (int(32767 * level * math.sin(step * index)) for index in range(length)))
    return samples_write(path, Recording(rate, samples))


def samples_write(path: Path, recording: Recording) -> Path:
    """A mono WAV file with these samples exists."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(recording.rate)
        file.writeframes(recording.samples.tobytes())
    return path


def recording_read(path: Path) -> Recording:
    """The samples of a mono 16-bit PCM WAV file, also of one still being written (its header tells no length yet)."""
    content = path.read_bytes()
    rate = int.from_bytes(content[24:28], "little") or 8000
    return Recording(rate, pcm_samples(content[WAV_HEADER:]))


def pcm_samples(content: bytes) -> array[int]:
    """16-bit little-endian samples; an odd last byte is left out."""
    samples = array("h")
    samples.frombytes(content[: len(content) // 2 * 2])
    return samples


def loudness(frame: array[int]) -> float:
    """Root mean square of the samples."""
    return math.sqrt(sum(sample * sample for sample in frame) / len(frame)) if frame else 0.0


def tone_share(frame: array[int], rate: int, frequency: float) -> float:
    """Share of the frame's energy at one frequency: near 1 for a pure tone, 0 for silence."""
    energy = sum(sample * sample for sample in frame)
    if not energy:
        return 0.0
    factor = 2 * math.cos(2 * math.pi * frequency / rate)
    before, last = 0.0, 0.0
    for sample in frame:
        before, last = last, sample + factor * last - before
    power = last * last + before * before - factor * last * before
    return 2 * power / (len(frame) * energy)


def sounds(frame: array[int], rate: int, frequency: float | None) -> bool:
    """Whether a frame holds the tone, or any sound at all when `frequency` is None."""
    if loudness(frame) < QUIET:
        return False
    return frequency is None or tone_share(frame, rate, frequency) >= PURE


def longest_run(recording: Recording, frequency: float | None) -> timedelta:
    """For how long, at most, the tone (or any sound) lasts without a break."""
    longest = run = 0
    for frame in recording.frames():
        run = run + 1 if sounds(frame, recording.rate, frequency) else 0
        longest = max(longest, run)
    return longest * FRAME


def heard(path: Path, frequency: float, *, at_least: timedelta = SHORTEST) -> bool:
    """Whether a recording holds the tone for long enough without a break."""
    return longest_run(recording_read(path), frequency) >= at_least


def sound_heard(path: Path, *, at_least: timedelta = SHORTEST) -> bool:
    """Whether a recording holds anything but silence: speech, music or a tone."""
    return longest_run(recording_read(path), None) >= at_least


def speech_heard(path: Path, *, at_least: timedelta = timedelta(milliseconds=500)) -> bool:
    """Whether a recording holds sound that changes as speech does: loud frames that no steady tone explains."""
    recording = recording_read(path)
    loud = [frame for frame in recording.frames() if loudness(frame) >= QUIET]
    changing = sum(1 for one, other in pairwise(loud) if _differ(one, other))
    return changing * FRAME >= at_least


def _differ(one: array[int], other: array[int]) -> bool:
    """Whether two neighbouring frames differ in loudness or pitch more than a steady tone does."""
    louder, softer = sorted((loudness(one), loudness(other)), reverse=True)
    pitch, next_pitch = _crossings(one), _crossings(other)
    return louder > 1.15 * softer or abs(pitch - next_pitch) > 3


def _crossings(frame: array[int]) -> int:
    return sum(1 for one, other in pairwise(frame) if (one < 0) != (other < 0))


class ToneWatch:
    """Listens to a stream for one tone (or any sound, for None) until it lasted long enough."""

    def __init__(self, *, rate: int, frequency: float | None, at_least: timedelta = SHORTEST) -> None:
        self._rate = rate
        self._frequency = frequency
        self._needed = math.ceil(at_least / FRAME)
        self._run = 0
        self._rest = b""
        self.heard = False

    def feed(self, pcm: bytes) -> bool:
        """Whether the tone has been heard by now, these samples included."""
        content = self._rest + pcm
        size = frame_size(self._rate) * 2
        whole = len(content) // size * size
        self._rest = content[whole:]
        for start in range(0, whole, size):
            self._take(pcm_samples(content[start : start + size]))
        return self.heard

    def _take(self, frame: array[int]) -> None:
        self._run = self._run + 1 if sounds(frame, self._rate, self._frequency) else 0
        self.heard = self.heard or self._run >= self._needed
