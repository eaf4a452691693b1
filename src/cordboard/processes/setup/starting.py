"""Starts the processes one after the other and waits until each does its work."""

import subprocess
import time
from collections import deque
from pathlib import Path

from cordboard.base.configuration import Configuration
from cordboard.processes.health import BEAT, Health, health_of
from cordboard.processes.setup.account import Account
from cordboard.processes.setup.commands import command_run
from cordboard.processes.setup.deadline import wait_until
from cordboard.processes.setup.errors import ProcessUnwell, SupervisionLost
from cordboard.processes.setup.places import python
from cordboard.processes.setup.programs import environment, names, programs
from cordboard.processes.setup.standing import Parts
from cordboard.processes.setup.supervision import Supervision, ended, supervisor_start
from cordboard.processes.setup.telling import Telling

WELL_WITHIN_S = {"db": 60, "engine": 60, "calls": 30, "live": 30, "web": 60, "worker": 30}
ENDING_S = 12.0  # a process that still ends by itself after so long will not come up
LAST_LINES = 12


def everything_start(
    configuration: Configuration, parts: Parts, telling: Telling
) -> "subprocess.Popen[bytes]":
    """Every process does its work; returns the supervisor. Whatever was started is stopped again when one does not.

    Raises ProcessUnwell with the end of the process's log, CommandFailed when a migration fails.
    """
    account = Account.own()
    (configuration.data / BEAT).unlink(missing_ok=True)  # the last start's
    supervisor = supervisor_start(configuration, programs(configuration, parts.cluster), account=account)
    try:
        first, *others = ("", *names(configuration)) if configuration.dsn else names(configuration)
        if first:
            _start(configuration, (first,), supervisor, telling)
        with telling.step("Bringing the database up to date"):
            migrate(configuration)
        _start(configuration, tuple(others), supervisor, telling)
    except BaseException:
        Supervision(configuration.data).shutdown()
        raise
    return supervisor


def migrate(configuration: Configuration) -> None:
    """The database holds the tables of this version."""
    for words in (("migrate", "--no-input", "--verbosity=0"), ("createcachetable",)):
        command_run(
            [python(), "-m", "django", *words],
            environment=environment(configuration), folder=configuration.data,
        )  # fmt: skip


def _start(
    configuration: Configuration,
    wanted: tuple[str, ...],
    supervisor: "subprocess.Popen[bytes]",
    telling: Telling,
) -> None:
    """All are started at once, then waited for in order."""
    supervision = Supervision(configuration.data)
    for name in wanted:
        supervision.process_start(name)
    for name in wanted:
        with telling.step(f"Starting {name}"):
            _await_well(name, configuration, supervisor)


def _await_well(name: str, configuration: Configuration, supervisor: "subprocess.Popen[bytes]") -> None:
    """Raises ProcessUnwell when it does not come up in time, or keeps ending; SupervisionLost without a supervisor."""
    last = [Health(process=name, well=False, text="")]
    began = time.monotonic()

    def well() -> bool:
        last[0] = health_of(name, configuration)
        return last[0].well

    def hopeless(seconds: float) -> bool:
        return ended(supervisor, seconds) or (
            time.monotonic() - began > ENDING_S and _keeps_ending(name, configuration)
        )

    if wait_until(well, seconds=WELL_WITHIN_S[name], ended=hopeless):
        return
    if supervisor.poll() is not None:
        raise SupervisionLost(
            outcome=f"exit status {supervisor.returncode}", log=str(Supervision(configuration.data).log)
        )
    log = configuration.data / "log" / f"{name}.log"
    seconds = round(time.monotonic() - began)
    raise ProcessUnwell(process=name, seconds=seconds, detail=last[0].detail, log=str(log), said=log_end(log))


def _keeps_ending(name: str, configuration: Configuration) -> bool:
    """Whether the supervisor waits before it starts the process once more."""
    states = Supervision(configuration.data).states()
    return any(state.name == name and state.state in {"BACKOFF", "FATAL"} for state in states)


def log_end(log: Path, lines: int = LAST_LINES) -> str:
    """The last lines of a log, indented."""
    if not log.exists():
        return "  (nothing was written)"
    with log.open(errors="replace") as file:
        return "".join(f"  {line}" for line in deque(file, maxlen=lines)).rstrip()
