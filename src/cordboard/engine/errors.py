"""What can go wrong between Cordboard and the running engine, whichever interface is used."""

import os
from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class EngineUnreachable(CordboardError):
    """No answer from the engine: not running, not listening, or gone while it was asked. The outcome is unknown."""

    code: ClassVar[str] = "engine.unreachable"
    text: ClassVar[str] = mark(
        "The telephone engine at %(address)s does not answer: %(reason)s. "
        "Start it with `cordboard up`, or look at `cordboard logs engine`."
    )
    retryable: ClassVar[bool] = True

    address: str
    reason: str


@dataclass(kw_only=True, eq=False)
class EngineRefused(CordboardError):
    """The engine answered a request with an error; nothing was done."""

    code: ClassVar[str] = "engine.refused"
    text: ClassVar[str] = mark(
        "The telephone engine refused %(action)s: %(reason)s. Look at `cordboard logs engine` for what it saw."
    )

    action: str
    reason: str


def fault_reason(fault: Exception) -> str:
    """Why the network failed, in the operating system's own words where it has some."""
    if isinstance(fault, TimeoutError):
        return "no answer in time"
    number = getattr(fault, "errno", None)
    return os.strerror(number) if number else str(fault) or type(fault).__name__
