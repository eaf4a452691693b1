"""Writes the supervisor's settings: a pure function of the programs. Source: supervisord.org/configuration.html."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from cordboard.processes.setup.programs import MARK, Program

LOG_BYTES = 10_000_000
LOGS_KEPT = 5
RETRIES = 100  # each waits a second longer than the one before: over an hour before the supervisor gives up
SOCKET = "supervisor.sock"
PID_FILE = "supervisord.pid"


def supervisor_file(data: Path, programs: Sequence[Program]) -> str:
    """The text of supervisord.conf. Programs wait to be started one after the other."""
    sections = [*_remote_control(data), _supervisor(data), *(_program(data, program) for program in programs)]
    return "\n".join(_section(heading, options) for heading, options in sections)


def _supervisor(data: Path) -> tuple[str, dict[str, object]]:
    return "supervisord", {
        "nodaemon": "true",
        "silent": "true",
        "pidfile": data / "run" / PID_FILE,
        "logfile": data / "log" / "supervisor.log",
        "logfile_maxbytes": LOG_BYTES,
        "logfile_backups": LOGS_KEPT,
        "childlogdir": data / "log",
        "minfds": 1024,
        "umask": "027",
    }


def _remote_control(data: Path) -> tuple[tuple[str, dict[str, object]], ...]:
    """How commands talk to the supervisor: over a socket that only its owner may use."""
    factory = {"supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"}
    return (
        ("unix_http_server", {"file": data / "run" / SOCKET, "chmod": "0700"}),
        ("rpcinterface:supervisor", dict(factory)),
    )


def _program(data: Path, program: Program) -> tuple[str, dict[str, object]]:
    return f"program:{program.name}", {
        "command": shlex.join(program.command),
        "directory": data,
        "environment": f'{MARK}="{program.name}"',
        "priority": program.priority,
        "autostart": "false",
        "autorestart": "true",
        "startsecs": 1,
        "startretries": RETRIES,
        "stopsignal": program.stop_signal,
        "stopwaitsecs": program.stop_seconds,
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": data / "log" / f"{program.name}.log",
        "stdout_logfile_maxbytes": LOG_BYTES,
        "stdout_logfile_backups": LOGS_KEPT,
    }


def _section(heading: str, options: Mapping[str, object]) -> str:
    lines = [f"{name} = {str(value).replace('%', '%%')}" for name, value in options.items()]
    return "\n".join([f"[{heading}]", *lines, ""])
