"""Sound that people hand in, made what the engine plays: WAV, 8 kHz, 16 bit, one channel.

Nothing of the file that came is kept but its samples: the header is written anew. Source: Asterisk 22, format_wav.
"""

import array
import io
import struct
import sys
import wave
from enum import Enum

RATE = 8000  # samples a second that the engine plays
RATES = (RATE, 2 * RATE)  # understood
WIDTH = 2  # bytes of a sample
LEAST_S, MOST_S = 0.5, 180  # seconds
MOST_BYTES = (
    44 + MOST_S * max(RATES) * WIDTH + 4096
)  # a header, the samples, and room for what tools write beside them


class SoundFault(Enum):
    """Why a file is not taken."""

    NOT_WAV = "not wav"
    FORMAT = "format"
    TOO_SHORT = "too short"
    TOO_LONG = "too long"


class SoundRefused(ValueError):
    """The file is no sound that can be played."""

    def __init__(self, fault: SoundFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def sound_read(content: bytes) -> bytes:
    """The sound as the engine plays it. Raises SoundRefused. The first MOST_BYTES + 1 bytes of a file are all it needs."""
    rate, samples = _samples(content)
    if len(samples) < LEAST_S * rate:
        raise SoundRefused(SoundFault.TOO_SHORT)
    if len(samples) > MOST_S * rate or len(content) > MOST_BYTES:
        raise SoundRefused(SoundFault.TOO_LONG)
    return _written(samples if rate == RATE else _halved(samples))


def _samples(content: bytes) -> tuple[int, "array.array[int]"]:
    try:
        with wave.open(io.BytesIO(content)) as file:
            shape = file.getnchannels(), file.getsampwidth()
            rate, frames = file.getframerate(), file.readframes(MOST_BYTES)
    except (wave.Error, EOFError, struct.error, ValueError, OverflowError, RuntimeError) as fault:
        raise SoundRefused(SoundFault.NOT_WAV) from fault
    if shape != (1, WIDTH) or rate not in RATES:
        raise SoundRefused(SoundFault.FORMAT)
    samples = array.array("h", frames[: len(frames) // WIDTH * WIDTH])
    if sys.byteorder == "big":
        samples.byteswap()
    return rate, samples


def _halved(samples: "array.array[int]") -> "array.array[int]":
    """Every second sample of what lies below 4 kHz."""
    silence = array.array("h", bytes(3 * WIDTH))
    odd = silence[1:] + samples[1::2] + silence
    sums = (  # a low pass of -1, 0, 9, 16, 9, 0 and -1 32nds
        16 * here + 9 * (before + after) - (first + last)
        for here, first, before, after, last in zip(
            samples[::2], odd, odd[1:], odd[2:], odd[3:], strict=False
        )
    )
    return array.array("h", (max(-32768, min(32767, total >> 5)) for total in sums))


def _written(samples: "array.array[int]") -> bytes:
    if sys.byteorder == "big":
        samples.byteswap()
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(WIDTH)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return made.getvalue()
