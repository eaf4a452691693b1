"""The six processes: what each is started with, in which order, and how it is stopped."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from cordboard.base.configuration import Configuration
from cordboard.engine.apply.root import engine_command
from cordboard.processes.setup.account import Account
from cordboard.processes.setup.cluster import Cluster, cluster_command

OF_OURS = ("calls", "live", "web", "worker")
NAMES = ("db", "engine", *OF_OURS)
# Calls come first: what watches, shows and keeps them gives way (nice, 0-19) and catches up when the box is less busy.
GIVES_WAY = {"db": 5, "live": 10, "web": 5, "worker": 15}
MARK = "CORDBOARD_PROCESS"  # the supervisor puts it into each environment: by it, one left behind is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A process as the supervisor starts it. Lower priorities start first and stop last."""

    name: str
    command: tuple[str, ...]
    priority: int
    stop_signal: str = "TERM"
    stop_seconds: int = 10


def programs(configuration: Configuration, cluster: Cluster) -> tuple[Program, ...]:
    """The processes of this installation, in the order in which they start; no `db` where a DSN names another."""
    command = _giving_way("db", *cluster_command(cluster))
    database = Program(name="db", command=command, priority=10, stop_signal="INT", stop_seconds=60)
    engine = Program(name="engine", command=engine_command(configuration), priority=20)
    ours = tuple(_python(name, 30 + 10 * place) for place, name in enumerate(OF_OURS))
    return (*(() if configuration.dsn else (database,)), engine, *ours)


def names(configuration: Configuration) -> tuple[str, ...]:
    """The processes this installation has, in the order in which they start."""
    return NAMES[1:] if configuration.dsn else NAMES


def environment(configuration: Configuration) -> dict[str, str]:
    """Everything a process finds in its environment; nothing leaks in from whoever started Cordboard."""
    settings = (f"CORDBOARD_{setting.name.upper()}" for setting in fields(Configuration))
    return {
        **{name: os.environ[name] for name in settings if name in os.environ},
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": str(configuration.data),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": "cordboard.processes.settings",
        "CORDBOARD_DATA": str(configuration.data),
    }


def cluster_of(
    configuration: Configuration, account: Account, *, settings: Mapping[str, str] | None = None
) -> Cluster:
    """The private cluster of this installation."""
    return Cluster(data=configuration.data, account=account, settings=settings or {})


def _python(name: str, priority: int) -> Program:
    interpreter = str(Path(sys.prefix) / "bin" / "python")
    command = _giving_way(name, interpreter, "-m", f"cordboard.processes.{name}")
    return Program(name=name, command=command, priority=priority)


def _giving_way(name: str, *command: str) -> tuple[str, ...]:
    return ("/usr/bin/nice", "-n", str(GIVES_WAY[name]), *command) if name in GIVES_WAY else command
