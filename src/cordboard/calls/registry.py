"""Which flow serves which kind of destination. All are registered on one page: `cordboard.processes.wiring`."""

from collections.abc import Awaitable, Callable

from cordboard.calls.errors import DestinationUnknown
from cordboard.calls.types import CallContext
from cordboard.engine.call import Call

Flow = Callable[[Call, CallContext, str], Awaitable[None]]  # the text is the destination's id

_flows: dict[str, Flow] = {}
_with_entry: set[str] = set()


def register(kind: str, flow: Flow, *, takes_entry: bool = False) -> None:
    """From now on calls to destinations of this kind run `flow`; a later one takes its place.

    A feature that takes an entry is also reached by its code with digits behind it: `*98` as `*98101`.
    """
    _flows[kind] = flow
    (_with_entry.add if takes_entry else _with_entry.discard)(kind)


def flow_for(kind: str) -> Flow:
    """The flow of a kind. Raises DestinationUnknown."""
    try:
        return _flows[kind]
    except KeyError:
        raise DestinationUnknown(kind=kind) from None


def kinds_with_entry() -> frozenset[str]:
    """Kinds whose feature codes may be followed by digits."""
    return frozenset(_with_entry)
