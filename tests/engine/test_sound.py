"""Sound that people hand in: what is played is 8 kHz, 16 bit, one channel, and nothing else gets through."""

import io
import struct
import wave

import pytest

from cordboard.engine.voicemail.sound import MOST_BYTES, SoundFault, SoundRefused, sound_read
from kit.sound_files import wav

pytestmark = pytest.mark.pure


def _shape(content: bytes) -> tuple[int, int, int, int]:
    with wave.open(io.BytesIO(content)) as file:
        return file.getnchannels(), file.getsampwidth(), file.getframerate(), file.getnframes()


def _loudest(content: bytes) -> int:
    with wave.open(io.BytesIO(content)) as file:
        frames = file.readframes(file.getnframes())
    return max(abs(sample) for (sample,) in struct.iter_unpack("<h", frames[200:-200]))


def _stuffed(content: bytes) -> bytes:
    """The same sound, with more beside it than is read."""
    return content + bytes(MOST_BYTES)


@pytest.mark.parametrize("rate", [8000, 16000])
def test_what_phones_play_is_made_of_it(rate: int) -> None:
    made = sound_read(wav(rate=rate))
    assert _shape(made) == (1, 2, 8000, 8000)
    assert 9_000 < _loudest(made) <= 10_100


def test_what_8_khz_cannot_carry_is_filtered_out() -> None:
    assert _loudest(sound_read(wav(rate=16000, tone=7000))) < 1_500


def test_nothing_but_samples_is_kept() -> None:
    plain = wav()
    size = struct.unpack("<I", plain[4:8])[0]
    spiked = b"RIFF" + struct.pack("<I", size + 12) + plain[8:] + b"LIST" + struct.pack("<I", 4) + b"evil"
    assert sound_read(spiked) == sound_read(plain)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", SoundFault.NOT_WAV),
        (b"RIFF", SoundFault.NOT_WAV),
        (b"\x7fELF" + bytes(100), SoundFault.NOT_WAV),
        (b"<svg onload=alert(1)>", SoundFault.NOT_WAV),
        (b"ID3\x04" + bytes(5000), SoundFault.NOT_WAV),
        (wav()[:20], SoundFault.NOT_WAV),
        (b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff" + bytes(64), SoundFault.NOT_WAV),
        (wav(channels=2), SoundFault.FORMAT),
        (wav(width=1), SoundFault.FORMAT),
        (wav(rate=44100), SoundFault.FORMAT),
        (wav(seconds=0.3), SoundFault.TOO_SHORT),
        (wav(seconds=0), SoundFault.TOO_SHORT),
        (bytes(MOST_BYTES + 1), SoundFault.NOT_WAV),
        (_stuffed(wav()), SoundFault.TOO_LONG),
        ((wav(channels=2) + bytes(MOST_BYTES))[: MOST_BYTES + 1], SoundFault.FORMAT),
        (wav(seconds=181, width=2, tone=0), SoundFault.TOO_LONG),
    ],
)
def test_everything_else_is_refused(content: bytes, fault: SoundFault) -> None:
    with pytest.raises(SoundRefused) as refused:
        sound_read(content)
    assert refused.value.fault is fault


def test_a_header_that_promises_more_than_there_is_costs_nothing() -> None:
    lying = bytearray(wav())
    lying[40:44] = b"\xff\xff\xff\x7f"
    assert _shape(sound_read(bytes(lying)))[3] == 8000
