"""A whole installation in a folder and on ports of its own, driven by the commands a person would type."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cordboard.base.configuration import Configuration, configuration_load
from cordboard.processes.health import health_of
from cordboard.processes.setup.deadline import Watched, wait_until
from cordboard.processes.setup.leftovers import Leftover, leftovers_find

COMMAND = (sys.executable, "-m", "cordboard.processes.cli")
PORT_BASES = range(21100, 22000, 10)
PATIENCE_S = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a command ended, and everything it said."""

    status: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """An installation that may run or not."""

    data: Path
    port_base: int
    options: tuple[str, ...] = field(default=("--no-demo", "--bind", "127.0.0.1"))

    def command(self, *words: str, **environment: str) -> Said:
        """The command ran to its end."""
        ran = subprocess.run(
            self.words(*words), env=self._environment(environment), timeout=PATIENCE_S, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        return Said(status=ran.returncode, text=ran.stdout)

    def up(self, *words: str, **environment: str) -> Said:
        """`up --detach` ran to its end."""
        return self.command(
            "up", "--detach", "--port-base", str(self.port_base), *self.options, *words, **environment
        )

    def started(self, *words: str) -> "subprocess.Popen[str]":
        """`up` runs in the foreground, in a process group of its own."""
        return subprocess.Popen(
            self.words("up", "--port-base", str(self.port_base), *self.options, *words), env=self._environment({}),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip

    @contextmanager
    def process(self, name: str) -> Iterator[None]:
        """One process runs by itself and does its work, as systemd would have it."""
        with subprocess.Popen(
            self.words("run", name), env=self._environment({}), stdin=subprocess.DEVNULL
        ) as process:
            with Watched(process.pid) as watched:
                well = wait_until(
                    lambda: health_of(name, self.configuration).well, seconds=30, ended=watched.ended
                )
            try:
                assert well, f"{name} does not come up"
                yield
            finally:
                process.send_signal(signal.SIGINT if name == "db" else signal.SIGTERM)

    def words(self, *words: str) -> list[str]:
        """The command line."""
        return [*COMMAND, "--data", str(self.data), *words]

    def status(self) -> dict[str, Any]:
        """What `status --json` says."""
        said: dict[str, Any] = json.loads(self.command("status", "--json").text)
        return said

    def pids(self) -> dict[str, int]:
        """The processes' numbers, 0 for one that does not run."""
        return {process["name"]: process["pid"] for process in self.status()["processes"]}

    def supervisor(self) -> int:
        """The supervisor's process."""
        return int((self.data / "run" / "supervisord.pid").read_text())

    def becomes_well(self, *, without: int = 0, seconds: float = 60) -> bool:
        """Whether every process comes to do its work, the one with the number `without` having been replaced."""
        with Watched(self.supervisor()) as supervisor:
            return wait_until(lambda: self._well(without), seconds=seconds, ended=supervisor.ended)

    def left(self) -> tuple[Leftover, ...]:
        """Every process of this installation that runs."""
        return leftovers_find(self.data)

    @property
    def configuration(self) -> Configuration:
        """The configuration in force."""
        return configuration_load(data=self.data, environment={})

    def _well(self, without: int) -> bool:
        status = self.status()
        return bool(status["well"]) and without not in {process["pid"] for process in status["processes"]}

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("CORDBOARD_", "DJANGO_"))
        }
        return {
            **kept,
            **{name: os.environ[name] for name in ("CORDBOARD_CACHE",) if name in os.environ},
            **more,
        }


@contextmanager
def installation_folder() -> Iterator[Installation]:
    """An installation that does not exist yet; afterwards nothing of it is left, running or lying about."""
    folder = Path(tempfile.mkdtemp(prefix="cb-", dir="/tmp"))
    folder.chmod(0o755)
    one = Installation(data=folder / "d", port_base=_free_base())
    try:
        yield one
    finally:
        one.command("down")
        for left in one.left():
            os.kill(left.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def _free_base() -> int:
    """A base whose seven ports nobody holds."""
    return next(base for base in PORT_BASES if all(_free(base + offset) for offset in range(7)))


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0
