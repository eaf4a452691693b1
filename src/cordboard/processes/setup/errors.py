"""What can stop an installation from standing up. Each error names its cure."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class SetupError(CordboardError):
    """A reason why Cordboard can't stand up, and what to do about it."""

    code: ClassVar[str] = "setup.failed"
    cure: ClassVar[str] = mark("Run `./cordboard doctor`, which checks each part by itself.")

    def advice(self) -> str:
        """The cure with its places filled."""
        return self.cure % self.values()


@dataclass(kw_only=True, eq=False)
class CommandFailed(SetupError):
    """A program that setup needs ended with a fault; `said` holds its last lines."""

    code: ClassVar[str] = "setup.command_failed"
    text: ClassVar[str] = mark("`%(program)s` failed (%(outcome)s). Its last words:\n%(said)s")
    cure: ClassVar[str] = mark(
        "Mend what it complains about, then run the same command again: nothing half-made was kept."
    )

    program: str
    outcome: str
    said: str


@dataclass(kw_only=True, eq=False)
class ProgramMissing(SetupError):
    """A program that a system package brings is not installed."""

    code: ClassVar[str] = "setup.program_missing"
    text: ClassVar[str] = mark("%(program)s is not installed.")
    cure: ClassVar[str] = mark("As root: apt-get install %(package)s")

    program: str
    package: str


@dataclass(kw_only=True, eq=False)
class FolderUnusable(SetupError):
    """A folder can't hold what it has to hold."""

    code: ClassVar[str] = "setup.folder_unusable"
    text: ClassVar[str] = mark("%(folder)s can't be used: %(reason)s.")
    cure: ClassVar[str] = mark("Choose another folder with --data, or put this right.")

    folder: str
    reason: str


@dataclass(kw_only=True, eq=False)
class PathUnusable(SetupError):
    """The data folder's name can't be written into other programs' settings."""

    code: ClassVar[str] = "setup.path_unusable"
    text: ClassVar[str] = mark("The data folder %(folder)r holds signs that other programs' settings can't.")
    cure: ClassVar[str] = mark("Use letters, digits and . _ - + @ only.")

    folder: str


@dataclass(kw_only=True, eq=False)
class PortTaken(SetupError):
    """Another program listens where Cordboard must."""

    code: ClassVar[str] = "setup.port_taken"
    text: ClassVar[str] = mark("Port %(port)s (%(setting)s) is taken by %(holder)s.")
    cure: ClassVar[str] = mark(
        "Stop that program, or choose another port with --%(option)s, or move all ports with --port-base 20000."
    )

    port: int
    setting: str
    option: str
    holder: str


@dataclass(kw_only=True, eq=False)
class PortForbidden(SetupError):
    """A port that only root may open, while no process of Cordboard runs as root."""

    code: ClassVar[str] = "setup.port_forbidden"
    text: ClassVar[str] = mark(
        "Port %(port)s (%(setting)s) is open to root only, and Cordboard runs as %(account)s."
    )
    cure: ClassVar[str] = mark(
        "Choose a port from 1024 up and put a reverse proxy in front (docs/operate/production.md), "
        "or run `sysctl net.ipv4.ip_unprivileged_port_start=%(port)s`."
    )

    port: int
    setting: str
    account: str


@dataclass(kw_only=True, eq=False)
class AddressForeign(SetupError):
    """The address to listen on is not this machine's."""

    code: ClassVar[str] = "setup.address_foreign"
    text: ClassVar[str] = mark("%(address)s is not an address of this machine.")
    cure: ClassVar[str] = mark(
        "Give one of this machine's addresses (`ip address` lists them) with --bind, or 0.0.0.0."
    )

    address: str


@dataclass(kw_only=True, eq=False)
class DiskFull(SetupError):
    """Too little room."""

    code: ClassVar[str] = "setup.disk_full"
    text: ClassVar[str] = mark(
        "The disk of %(folder)s has %(free_mb)s MB left; Cordboard needs %(needed_mb)s MB there."
    )
    cure: ClassVar[str] = mark("Make room there, or choose another disk with --data (or CORDBOARD_CACHE).")

    folder: str
    free_mb: int
    needed_mb: int


@dataclass(kw_only=True, eq=False)
class DatabaseUnreachable(SetupError):
    """The database that the DSN names can't be used. Never holds the password."""

    code: ClassVar[str] = "setup.database_unreachable"
    text: ClassVar[str] = mark("The database %(database)s on %(host)s can't be used: %(reason)s.")
    cure: ClassVar[str] = mark(
        "Check --dsn (postgresql://user:password@host:port/database) and that the server lets you in."
    )

    database: str
    host: str
    reason: str


@dataclass(kw_only=True, eq=False)
class InstallationBusy(SetupError):
    """Another command changes this installation at the moment."""

    code: ClassVar[str] = "setup.busy"
    text: ClassVar[str] = mark("Another command is at work on %(folder)s (process %(pid)s).")
    cure: ClassVar[str] = mark("Wait until it has ended, or end it with `kill %(pid)s`.")

    folder: str
    pid: str


@dataclass(kw_only=True, eq=False)
class NotRunning(SetupError):
    """The command needs a running installation."""

    code: ClassVar[str] = "setup.not_running"
    text: ClassVar[str] = mark("Cordboard in %(folder)s is not running.")
    cure: ClassVar[str] = mark("./cordboard up --data %(folder)s")

    folder: str


@dataclass(kw_only=True, eq=False)
class ProcessUnwell(SetupError):
    """A process did not come up in time; `said` holds the end of its log."""

    code: ClassVar[str] = "setup.process_unwell"
    text: ClassVar[str] = mark(
        "`%(process)s` did not come up within %(seconds)s s: %(detail)s. The end of %(log)s:\n%(said)s"
    )
    cure: ClassVar[str] = mark("Mend what its log complains about, then run `./cordboard up` again.")

    process: str
    seconds: int
    detail: str
    log: str
    said: str


@dataclass(kw_only=True, eq=False)
class SupervisionLost(SetupError):
    """The supervisor ended although nobody asked it to."""

    code: ClassVar[str] = "setup.supervision_lost"
    text: ClassVar[str] = mark("Supervision ended unexpectedly (%(outcome)s).")
    cure: ClassVar[str] = mark(
        "Read %(log)s, then run `./cordboard up` again: it takes care of what was left behind."
    )

    outcome: str
    log: str


@dataclass(kw_only=True, eq=False)
class NetworkNeeded(SetupError):
    """Something has to be fetched and could not be."""

    code: ClassVar[str] = "setup.network_needed"
    text: ClassVar[str] = mark("%(what)s could not be fetched. What was said:\n%(said)s")
    cure: ClassVar[str] = mark("%(to_do)s")

    what: str
    said: str
    to_do: str


@dataclass(kw_only=True, eq=False)
class SupervisedElsewhere(SetupError):
    """The processes run, but not under this command's supervisor."""

    code: ClassVar[str] = "setup.supervised_elsewhere"
    text: ClassVar[str] = mark("Cordboard runs, but it was not started by `./cordboard up`.")
    cure: ClassVar[str] = mark("systemctl stop cordboard.target")
