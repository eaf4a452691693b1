"""WAV files that people might hand in."""

import io
import math
import struct
import wave


def wav(
    *, rate: int = 8000, seconds: float = 1, channels: int = 1, width: int = 2, tone: float = 440
) -> bytes:
    """A file with a tone."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        if width == 2:
            samples = (
                round(10_000 * math.sin(2 * math.pi * tone * at / rate)) for at in range(int(rate * seconds))
            )
            file.writeframes(b"".join(struct.pack("<h", sample) * channels for sample in samples))
        else:
            file.writeframes(bytes(int(rate * seconds) * channels * width))
    return made.getvalue()
