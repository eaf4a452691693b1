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
    cure: ClassVar[str] = mark("apt-get install %(package)s")

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
