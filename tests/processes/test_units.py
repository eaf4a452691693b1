"""The systemd units start what exists, by commands that exist, and every process is among them."""

import re
import shlex
from pathlib import Path

import pytest

from cordboard.processes.cli.main import parse
from cordboard.processes.setup.programs import NAMES

pytestmark = pytest.mark.pure

UNITS = Path(__file__).parents[2] / "deploy" / "systemd"
HARDENED = (
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ReadWritePaths=/var/lib/cordboard",
    "User=cordboard",
)


def _commands(unit: Path) -> list[list[str]]:
    """What each ExecStart hands to our own commands."""
    lines = re.findall(r"^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)
    return [
        shlex.split(re.split(r"-m cordboard\.processes\.cli|/cordboard/cordboard", line)[1]) for line in lines
    ]


@pytest.mark.parametrize("unit", sorted(UNITS.glob("*.service")), ids=lambda unit: unit.name)
def test_every_unit_runs_a_command_that_exists(unit: Path) -> None:
    for words in _commands(unit):
        parsed = parse(words)
        assert str(parsed.data) == "/var/lib/cordboard"
        assert getattr(parsed, "process", "db") in {"db", "%i"}


def test_the_target_starts_every_process() -> None:
    wanted = re.findall(r"^Wants=(.*)$", (UNITS / "cordboard.target").read_text(), re.MULTILINE)[0].split()
    assert wanted == ["cordboard-db.service", *(f"cordboard@{name}.service" for name in NAMES[1:])]


@pytest.mark.parametrize("name", ["cordboard@.service", "cordboard-db.service", "cordboard-migrate.service"])
def test_nothing_that_listens_or_reads_rows_runs_as_root(name: str) -> None:
    text = (UNITS / name).read_text()
    assert all(line in text.splitlines() for line in HARDENED)
