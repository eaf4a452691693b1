"""The port by which a company's configuration reaches the engine. Filled in by `cordboard.processes.wiring`."""

from collections.abc import Callable
from uuid import UUID

from cordboard.deployment.types import ApplyOutcome

Applier = Callable[[UUID], ApplyOutcome]

_appliers: list[Applier] = []


def applier_set(applier: Applier) -> None:
    """From now on `applier` brings a company's configuration to the engine."""
    _appliers[:] = [applier]


def applier_get() -> Applier:
    """The applier in force. Raises RuntimeError when nothing was wired."""
    if not _appliers:
        raise RuntimeError("no applier is wired: processes.wiring.wire() has not run")
    return _appliers[0]
