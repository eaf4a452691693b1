"""Tones are told from other tones, from silence and from noise, with a clear margin."""

import math
import random
from array import array
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cordboard.processes.softphones.tones import (
    FRAME,
    Recording,
    ToneWatch,
    heard,
    longest_run,
    recording_read,
    samples_write,
    sound_heard,
    speech_heard,
    tone_share,
    tone_write,
)

pytestmark = pytest.mark.pure

SECOND = timedelta(seconds=1)
RATES = (8000, 16000, 48000)


def sine(frequency: float, *, rate: int = 16000, seconds: float = 1, level: float = 0.4) -> array:  # type: ignore[type-arg]
    return array(
        "h",
        (
            int(32767 * level * math.sin(2 * math.pi * frequency * one / rate))
            for one in range(int(rate * seconds))
        ),
    )


def noise(*, rate: int = 16000, seconds: float = 1, level: float = 0.3) -> array:  # type: ignore[type-arg]
    dice = random.Random(7)
    return array("h", (int(32767 * level * dice.uniform(-1, 1)) for _ in range(int(rate * seconds))))


@pytest.mark.parametrize("rate", RATES)
def test_a_written_tone_is_heard_and_its_neighbours_are_not(tmp_path: Path, rate: int) -> None:
    path = tone_write(tmp_path / "tone.wav", frequency=440, duration=SECOND, rate=rate)
    assert heard(path, 440, at_least=timedelta(seconds=0.9))
    assert not heard(path, 380, at_least=FRAME)
    assert not heard(path, 500, at_least=FRAME)
    assert sound_heard(path)


@settings(deadline=None)
@given(frequency=st.integers(300, 3000), other=st.integers(300, 3000), rate=st.sampled_from(RATES[:2]))
def test_the_margin_is_clear(frequency: int, other: int, rate: int) -> None:
    frame = sine(frequency, rate=rate, seconds=FRAME.total_seconds())
    assert tone_share(frame, rate, frequency) > 0.9
    if abs(frequency - other) >= 60:
        assert tone_share(frame, rate, other) < 0.1


def test_silence_and_noise_hold_no_tone(tmp_path: Path) -> None:
    silent = samples_write(tmp_path / "silent.wav", Recording(16000, array("h", [0] * 16000)))
    rustling = samples_write(tmp_path / "noise.wav", Recording(16000, noise()))
    assert not heard(silent, 440)
    assert not sound_heard(silent)
    assert not heard(rustling, 440)
    assert sound_heard(rustling)


def test_a_tone_under_another_half_as_loud_is_still_heard() -> None:
    both = array("h", (one + other // 2 for one, other in zip(sine(440), sine(850), strict=True)))
    assert longest_run(Recording(16000, both), 440) >= timedelta(seconds=0.9)
    assert longest_run(Recording(16000, both), 850) == timedelta(0)


def test_a_tone_with_a_gap_counts_by_its_longest_part() -> None:
    pieces = sine(440, seconds=0.4) + array("h", [0] * 3200) + sine(440, seconds=0.6)
    assert longest_run(Recording(16000, pieces), 440) == timedelta(seconds=0.6)


def test_speech_changes_and_tones_do_not(tmp_path: Path) -> None:
    babble = array("h")
    for index in range(40):  # syllables of other pitch and loudness, as a voice has them
        babble += sine(180 + 37 * (index * 7 % 11), seconds=0.05, level=0.1 + 0.05 * (index * 5 % 7))
    speech = samples_write(tmp_path / "speech.wav", Recording(16000, babble))
    tone = tone_write(tmp_path / "tone.wav", frequency=620, duration=2 * SECOND)
    assert speech_heard(speech)
    assert not speech_heard(tone)


def test_a_recording_still_being_written_is_read_as_far_as_it_is(tmp_path: Path) -> None:
    path = tone_write(tmp_path / "tone.wav", frequency=440, duration=SECOND)
    content = bytearray(path.read_bytes()[:-16001])  # cut in the middle of a sample
    content[40:44] = bytes(4)  # its header knows no length yet
    path.write_bytes(content)
    assert len(recording_read(path).samples) == 7999
    assert heard(path, 440)


@settings(deadline=None)
@given(cuts=st.lists(st.integers(1, 31999), max_size=10))
def test_a_watch_hears_the_same_however_the_stream_is_cut(cuts: list[int]) -> None:
    stream = sine(440).tobytes()
    edges = [0, *sorted(cuts), len(stream)]
    watch, deaf = ToneWatch(rate=16000, frequency=440), ToneWatch(rate=16000, frequency=620)
    for start, end in zip(edges, edges[1:], strict=False):  # noqa: RUF007  # reads as what it is
        watch.feed(stream[start:end])
        deaf.feed(stream[start:end])
    assert watch.heard
    assert not deaf.heard
