"""What can be wrong with a call's destination."""

from dataclasses import dataclass
from typing import ClassVar

from cordboard.base.errors import CordboardError, mark


@dataclass(kw_only=True, eq=False)
class DestinationUnknown(CordboardError):
    """A destination of a kind that no room serves: older data, or a room left out of the wiring."""

    code: ClassVar[str] = "calls.destination_unknown"
    text: ClassVar[str] = mark(
        "Calls can not be sent to “%(kind)s”: nothing here serves that kind. Choose another destination."
    )

    kind: str


@dataclass(kw_only=True, eq=False)
class CallUnknown(CordboardError):
    """No such recorded call, or none that one may see."""

    code: ClassVar[str] = "calls.call_unknown"
    text: ClassVar[str] = mark(
        "This call is not on record here. It may belong to someone else: look for it in the list of calls."
    )
