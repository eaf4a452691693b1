"""No process of an installation can fill the disk with what it says."""

from configparser import RawConfigParser
from pathlib import Path

import pytest

from cordboard.base.configuration import Configuration
from cordboard.processes.setup.programs import Program
from cordboard.processes.setup.supervisor_file import supervisor_file

pytestmark = pytest.mark.pure

MOST = 100_000_000  # bytes a process may leave in all its logs


def test_every_log_is_bounded_in_size_and_number() -> None:
    programs = tuple(Program(name=name, command=("true",), priority=1) for name in ("db", "engine", "worker"))
    text = supervisor_file(Configuration(data=Path("/data")).data, programs)
    parser = RawConfigParser()
    parser.read_string(text)
    sections = {name: dict(parser[name]) for name in parser.sections()}
    assert len([name for name in sections if name.startswith("program:")]) == 3
    for name, options in sections.items():
        for log in [option for option in options if option in {"logfile", "stdout_logfile"}]:
            size, old = int(options[f"{log}_maxbytes"]), int(options[f"{log}_backups"])
            assert 0 < size * (old + 1) < MOST, name
        if name.startswith("program:"):
            assert options["redirect_stderr"] == "true"
