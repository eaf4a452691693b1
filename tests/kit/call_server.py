"""The call server in a process of its own beside a running engine: told of one company, without any database.

`python -m kit.call_server DATA` is what runs. It decides calls from the snapshots that lie in the data folder.
"""

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cordboard.base.configuration import Configuration, configuration_load
from cordboard.base.secrets import secrets_load
from cordboard.calls.types import CompanySnapshot
from cordboard.engine.names import CALLS_BEAT
from cordboard.processes.calls import PARTS, calls_run
from cordboard.processes.snapshot_store import SnapshotStore
from kit.calling import KnownPins, flows_register
from kit.engine import RunningEngine, wait_until

HERE = Path(__file__).parents[1]


@dataclass(slots=True)
class CallServer:
    """A call server that can be killed and started again."""

    engine: RunningEngine
    process: subprocess.Popen[bytes] | None = None

    def know(self, *companies: CompanySnapshot) -> None:
        """What an earlier run would have left behind; a restart makes it known."""
        store = snapshot_store(self.engine.configuration)
        for company in companies:
            store.save(company)

    def start(self) -> None:
        """It runs, and the engine has heard its beat."""
        configuration = self.engine.configuration
        settings = {
            f"CORDBOARD_{name.upper()}": str(getattr(configuration, name))
            for name in ("fastagi_port", "ami_port", "bind")
        }
        paths = os.pathsep.join(filter(None, sys.path))
        environment = {**os.environ, **settings, "PYTHONPATH": paths, "CORDBOARD_DSN": "host=/nonexistent"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kit.call_server", str(configuration.data)],
            env=environment,
            cwd=HERE,
            stderr=(configuration.data / "calls.log").open("ab"),
        )
        begun = int(time.time())
        wait_until(lambda: self.beat > begun, 15, lambda: f"no beat:\n{self.log}")

    def kill(self) -> None:
        """It is gone without a word."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def stop(self) -> int:
        """It was told to stop, and did. Returns its exit code."""
        assert self.process
        self.process.terminate()
        code = self.process.wait(15)
        self.process = None
        return code

    @property
    def beat(self) -> int:
        """The last second of life that the engine heard of."""
        words = self.engine.cli("dialplan show globals").replace("=", " ").split()
        return int(words[words.index(CALLS_BEAT) + 1]) if CALLS_BEAT in words else 0

    @property
    def log(self) -> str:
        """What it complained about."""
        return (self.engine.configuration.data / "calls.log").read_text()

    @property
    def connections(self) -> int:
        """Calls it has in hand, by its open connections on the port that the engine asks."""
        assert self.process
        port = f":{self.engine.configuration.fastagi_port:04X}"
        lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
        return sum(line.split()[1].endswith(port) and line.split()[3] == "01" for line in lines)


def snapshot_store(configuration: Configuration) -> SnapshotStore:
    """Where the call server of this data folder keeps its snapshots."""
    return SnapshotStore(configuration.data / "run" / "snapshots", parts=PARTS)


@contextlib.contextmanager
def running_call_server(engine: RunningEngine, *companies: CompanySnapshot) -> Iterator[CallServer]:
    """A call server that knows these companies; afterwards it stopped cleanly and had no call left."""
    server = CallServer(engine)
    server.know(*companies)
    try:
        server.start()
        yield server
        engine.wait_until_quiet(8)
        wait_until(
            lambda: server.process is None or server.connections == 0, 5, lambda: "calls are left in hand"
        )
    finally:
        if server.process:
            assert server.stop() == 0


class AwayDatabase:
    """The database is away."""

    def companies(self) -> Sequence[str]:
        """It does not say."""
        raise ConnectionRefusedError

    def company(self, id: str) -> CompanySnapshot | None:  # noqa: A002
        """It does not say."""
        raise ConnectionRefusedError


async def _serve(data: Path) -> None:
    import signal

    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await calls_run(configuration_load(data=data), secrets_load(data), AwayDatabase(), stop=stop)


if __name__ == "__main__":
    flows_register(KnownPins())
    asyncio.run(_serve(Path(sys.argv[1])))
