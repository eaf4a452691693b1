"""The ports by which a company's configuration reaches the engine, and leaves it. Filled in by `cordboard.processes.wiring`."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from cordboard.deployment.types import ApplyOutcome

Applier = Callable[[UUID], ApplyOutcome]

Remover = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeLook:
    """Looks at what lies on the node without asking the engine."""

    drift: Callable[
        [UUID], Sequence[str]
    ]  # what of a company is not as its data says, in words; nothing: all is well
    strangers: Callable[[Collection[str]], Sequence[str]]  # keys of companies that lie there beside these


_appliers: list[Applier] = []
_removers: list[Remover] = []
_looks: list[NodeLook] = []


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


def node_look_set(look: NodeLook) -> None:
    """From now on `look` tells what lies on the node."""
    _looks[:] = [look]


def node_look_get() -> NodeLook:
    """The look in force. Raises RuntimeError when nothing was wired."""
    if not _looks:
        raise RuntimeError("no look at the node is wired: processes.wiring.wire() has not run")
    return _looks[0]
