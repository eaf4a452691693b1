"""How a phone's process is steered: JSON lines, orders in on stdin, answers and reports out on stdout.

An order is `{"id": 1, "order": "call", …}`; its answer `{"id": 1, "done": …}` or `{"id": 1, "fault": "…"}`, at once
or once it came true. Reports have no id.
"""

import json
import os
import sys
import threading
from dataclasses import dataclass
from typing import Any, Self

from cordboard.processes.softphones.reports import Report, report_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order as it came."""

    id: int
    order: str
    values: dict[str, Any]

    @classmethod
    def read(cls, line: bytes) -> Self:
        """The order on a line."""
        values = json.loads(line)
        return cls(id=values.pop("id"), order=values.pop("order"), values=values)


class Wire:
    """The process's side. Takes stdout for itself, so that what C libraries print cannot get in between."""

    def __init__(self) -> None:
        self._out = os.dup(sys.stdout.fileno())
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        self._lock = threading.Lock()
        self._rest = b""

    def report(self, report: Report) -> None:
        """Tell something that happened."""
        self._send(report_plain(report))

    def done(self, order: Order, value: object = None) -> None:
        """Tell that an order is done."""
        self._send({"id": order.id, "done": value})

    def fault(self, order: Order, reason: str) -> None:
        """Tell why an order is not done."""
        self._send({"id": order.id, "fault": reason})

    def orders(self, received: bytes) -> list[Order]:
        """Orders completed by these bytes."""
        *lines, self._rest = (self._rest + received).split(b"\n")
        return [Order.read(line) for line in lines if line]

    def _send(self, plain: dict[str, Any]) -> None:
        line = json.dumps(plain).encode() + b"\n"
        with self._lock:
            while line:
                line = line[os.write(self._out, line) :]
