"""How an installation is, at this moment: its processes, ports, registrations, calls and versions."""

import platform
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import django

from cordboard.base.configuration import Configuration
from cordboard.base.secrets import secrets_load
from cordboard.engine.ami.blocking import manager_session
from cordboard.engine.ami.login import ManagerAccount
from cordboard.engine.errors import EngineRefused, EngineUnreachable
from cordboard.engine.names import MANAGER_USER
from cordboard.processes.health import health_of
from cordboard.processes.setup.places import CHECKOUT
from cordboard.processes.setup.ports import ports_needed
from cordboard.processes.setup.programs import names
from cordboard.processes.setup.supervision import State, Supervision


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessView:
    """A process: what it says of itself, and what its supervisor says."""

    name: str
    well: bool
    detail: str
    state: str  # the supervisor's word; empty where something else supervises
    pid: int
    up_seconds: int
    ports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineView:
    """What the engine counts; -1 where it can't be asked."""

    version: str = ""
    registrations: int = -1
    calls: int = -1
    channels: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """An installation as a whole."""

    data: str
    address: str
    processes: tuple[ProcessView, ...]
    engine: EngineView
    versions: dict[str, str]

    @property
    def well(self) -> bool:
        """Whether every process does its work."""
        return all(process.well for process in self.processes)

    @property
    def running(self) -> bool:
        """Whether anything of it runs; a database may well be somebody else's."""
        return any(process.pid or (process.well and process.ports) for process in self.processes)


def overview(configuration: Configuration) -> Overview:
    """The installation as it is now; takes two seconds at most."""
    states = {state.name: state for state in Supervision(configuration.data).states()}
    wanted = ("db", *(name for name in names(configuration) if name != "db"))
    with ThreadPoolExecutor() as pool:
        views = tuple(pool.map(lambda name: _process(name, configuration, states.get(name)), wanted))
    engine = _engine(configuration)
    return Overview(
        data=str(configuration.data), address=configuration.address, processes=views, engine=engine,
        versions=_versions(views, engine),
    )  # fmt: skip


def _process(name: str, configuration: Configuration, state: State | None) -> ProcessView:
    health = health_of(name, configuration)
    ports = [f"{port.port}/{port.kind}" for port in ports_needed(configuration) if port.process == name]
    since = state.since if state and state.pid else 0
    return ProcessView(
        name=name,
        well=health.well,
        detail=health.detail,
        state=state.state if state else "",
        pid=state.pid if state else 0,
        up_seconds=int(time.time()) - since if since else 0,
        ports=tuple(ports),
    )


def manager_account(configuration: Configuration) -> ManagerAccount:
    """Who this installation's commands are to its engine."""
    secret = secrets_load(configuration.data).ami_password
    return ManagerAccount(port=configuration.ami_port, user=MANAGER_USER, secret=secret)


def _engine(configuration: Configuration) -> EngineView:
    if not (configuration.data / "secrets.json").exists():
        return EngineView()
    try:
        with manager_session(manager_account(configuration)) as manager:
            facts, counts = manager.action("CoreSettings"), manager.action("CoreStatus")
            contacts = manager.listing("PJSIPShowContacts")
            channels = manager.listing("CoreShowChannels")
    except (EngineUnreachable, EngineRefused):
        return EngineView()
    return EngineView(
        version=facts.get("AsteriskVersion"),
        registrations=len(contacts),
        calls=int(counts.get("CoreCurrentCalls") or 0),
        channels=len(channels),
    )


def _versions(views: tuple[ProcessView, ...], engine: EngineView) -> dict[str, str]:
    database = next((view.detail for view in views if view.name == "db" and view.well), "")
    return {
        "Cordboard": cordboard_version(),
        "Asterisk": engine.version or "unknown",
        "PostgreSQL": database.removeprefix("PostgreSQL ") or "unknown",
        "Python": platform.python_version(),
        "Django": django.get_version(),
    }


def cordboard_version() -> str:
    """The version in pyproject.toml."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    return str(project["version"])
