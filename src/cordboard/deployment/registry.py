"""The ports by which a company's configuration reaches the engine, and leaves it. Filled in by `cordboard.processes.wiring`."""

from collections.abc import Callable
from uuid import UUID

from cordboard.deployment.types import ApplyOutcome

Applier = Callable[[UUID], ApplyOutcome]

Remover = Callable[[str], None]

_appliers: list[Applier] = []
_removers: list[Remover] = []


def applier_set(applier: Applier) -> None:
    """From now on `applier` brings a company's configuration to the engine."""
    _appliers[:] = [applier]


def applier_get() -> Applier:
    """The applier in force. Raises RuntimeError when nothing was wired."""
    if not _appliers:
        raise RuntimeError("no applier is wired: processes.wiring.wire() has not run")
    return _appliers[0]


def remover_set(remover: Remover) -> None:
    """From now on `remover` takes a company, by its engine key, off the engine."""
    _removers[:] = [remover]


def remover_get() -> Remover:
    """The remover in force. Raises RuntimeError when nothing was wired."""
    if not _removers:
        raise RuntimeError("no remover is wired: processes.wiring.wire() has not run")
    return _removers[0]
