"""Starts the supervisor, talks to it, and stops it: supervisord keeps the processes, commands come and go."""

import contextlib
import http.client
import resource
import subprocess
import sys
import xmlrpc.client
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from cordboard.base.configuration import Configuration
from cordboard.processes.setup.account import Account
from cordboard.processes.setup.deadline import Watched, wait_until
from cordboard.processes.setup.errors import SupervisionLost
from cordboard.processes.setup.files import file_write
from cordboard.processes.setup.programs import Program, environment
from cordboard.processes.setup.supervisor_file import SOCKET, supervisor_file

START_S = 10.0
STOP_S = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the supervisor says of a process."""

    name: str
    state: str  # RUNNING, STARTING, BACKOFF, STOPPED, FATAL...
    pid: int
    since: int  # seconds since the epoch


class Supervision:
    """The supervisor of one installation, running or not."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._socket = data / "run" / SOCKET

    @property
    def log(self) -> Path:
        """What the supervisor itself wrote."""
        return self._data / "log" / "supervisor.log"

    def pid(self) -> int:
        """The supervisor's process, or 0 when none answers."""
        with contextlib.suppress(OSError, http.client.HTTPException, xmlrpc.client.Error):
            return int(self._ask("getPID"))
        return 0

    def states(self) -> tuple[State, ...]:
        """Every process as the supervisor sees it; none when no supervisor answers."""
        try:
            rows = self._ask("getAllProcessInfo")
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return ()
        return tuple(
            State(name=row["name"], state=row["statename"], pid=row["pid"], since=row["start"])
            for row in rows
        )

    def process_start(self, name: str) -> None:
        """The process is being started, and kept alive from now on; nothing to do when it runs."""
        with contextlib.suppress(xmlrpc.client.Fault):  # ALREADY_STARTED
            self._ask("startProcess", name, False)

    def shutdown(self) -> bool:
        """Everything has ended, last started first. False when nothing ran."""
        pid = self.pid()
        if not pid:
            return False
        with Watched(pid) as supervisor:
            self._ask("shutdown")
            return supervisor.ended(STOP_S)

    def _ask(self, question: str, *values: Any) -> Any:
        transport: Any = SupervisorTransport(None, None, f"unix://{self._socket}")  # type: ignore[no-untyped-call]
        try:
            server = xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport)
            return getattr(server.supervisor, question)(*values)
        finally:
            transport.close()


def supervisor_start(
    configuration: Configuration, programs: Sequence[Program], *, account: Account
) -> "subprocess.Popen[bytes]":
    """The supervisor runs, in a session of its own (Ctrl-C doesn't reach it), and answers; no process runs yet."""
    data = configuration.data
    file = data / "run" / "supervisord.conf"
    file_write(file, supervisor_file(data, programs), account=account)
    _descriptors_raise()
    with (data / "log" / "supervisor.out").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "supervisor.supervisord", "-c", str(file)],
            cwd=data, env=environment(configuration), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    supervision = Supervision(data)
    if not wait_until(lambda: bool(supervision.pid()), seconds=START_S, ended=lambda s: ended(process, s)):
        process.kill()
        said = (data / "log" / "supervisor.out").read_text(errors="replace").strip()
        raise SupervisionLost(outcome=said or f"exit status {process.wait()}", log=str(supervision.log))
    return process


def ended(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Whether a child ended within this time."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _descriptors_raise() -> None:
    """As many open files as the system allows: every call takes several."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
