"""The engine itself reads back what the writer wrote, whatever the text: the proof of our own reading of its syntax."""

import random
from pathlib import Path

import pytest

from cordboard.engine.escape import Unwritable
from cordboard.engine.render.writer import ConfigWriter
from kit.engine import RunningEngine, running_engine
from kit.engine_syntax import configuration_read
from kit.served import engine_manager

pytestmark = pytest.mark.engine

SIGNS = "ab1;;;\\\\=>[]#!{}()$,|'\"<>+-–é李🙂 \t\n\r\x00\x85\u2028%&*:/~^@?"
FIXED = (
    "a;b",
    "a\\;b",
    "\\;",
    "x\\",
    "> x",
    "=> x",
    "[phones]",
    ";--",
    "--;",
    "a;--b--;c",
    "x" * 1999,
    "(!)",
    "+= x",
)


def texts(seed: int, count: int) -> list[str]:
    """Hostile texts, the same in every run."""
    chance = random.Random(seed)
    return [*FIXED, *("".join(chance.choices(SIGNS, k=chance.randint(1, 40))) for _ in range(count))]


async def test_the_engine_reads_what_was_written(tmp_path: Path) -> None:
    writer, written = ConfigWriter().section("one"), []
    for text in texts(1, 3000):
        try:
            writer.option("name", text)
        except Unwritable:
            continue
        written.append(text)
    assert len(written) > 300
    with running_engine(tmp_path) as engine:
        (engine.home / "etc" / "hostile.conf").write_text(writer.text)
        read = await _read(engine, "hostile.conf")
    assert read == [f"name={text}" for text in written]
    assert configuration_read(writer.text) == [("one", [("name", text) for text in written])]


async def _read(engine: RunningEngine, name: str) -> list[str]:
    """Lines of the file's only section, as the engine understands it."""
    async with engine_manager(engine) as manager:
        answer = await manager.action("GetConfig", Filename=name)
    headers = answer.message.headers
    assert [value for key, value in headers if key.startswith("Category-")] == ["one"]
    return [value for key, value in headers if key.startswith("Line-")]
