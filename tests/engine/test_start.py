"""The engine starts from what Cordboard wrote, quickly and without a complaint."""

import time
from pathlib import Path

import pytest

from kit.engine import running_engine

pytestmark = pytest.mark.engine


def test_a_prepared_engine_starts_within_two_seconds_and_complains_of_nothing(tmp_path: Path) -> None:
    before = time.monotonic()
    with running_engine(tmp_path) as engine:
        assert time.monotonic() - before < 5
        assert "There are" not in engine.cli("core show channels")
        assert engine.channels() == ()
