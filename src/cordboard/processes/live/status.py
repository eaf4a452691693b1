"""Asks the live process how things stand; for `cordboard status` and checks of health."""

import json
from pathlib import Path
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import unix_connect

WAIT_S = 3.0


class LiveSilent(OSError):
    """The live process does not answer."""


def socket_path(data: Path) -> Path:
    """Where the live process listens."""
    return data / "run" / "live.sock"


def live_status(data: Path) -> dict[str, Any]:
    """`engine` (connected or unreachable), `viewers`, `calls`, `registrations`, and the last two by `companies`.

    Raises LiveSilent when the live process does not run or hangs.
    """
    path = str(socket_path(data))
    try:
        with unix_connect(path, "ws://live/", open_timeout=WAIT_S, close_timeout=WAIT_S) as connection:
            connection.send('{"type": "status"}')
            told = json.loads(connection.recv(timeout=WAIT_S))
    except (OSError, TimeoutError, WebSocketException) as fault:
        raise LiveSilent(f"the live process does not answer at {path}: {fault}") from fault
    return dict(told)
