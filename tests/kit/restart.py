"""Bad days of an engine: killed, and started again by somebody else."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from cordboard.engine.apply.root import engine_command
from kit.engine import STOP_S, RunningEngine, wait_until


def engine_killed(engine: RunningEngine) -> None:
    """The engine is gone without a word, as after `kill -9`."""
    engine.process.kill()
    engine.process.wait()


@contextmanager
def engine_started(engine: RunningEngine) -> Iterator[None]:
    """The killed engine runs again, as its supervisor would start it, until the end of the block."""
    with (engine.configuration.data / "engine.out").open("ab") as output:
        again = subprocess.Popen(
            engine_command(engine.configuration), stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            wait_until(lambda: "fully booted" in engine.cli("core waitfullybooted"), 20)
            yield
            engine.wait_until_quiet()
        finally:
            again.terminate()
            again.wait(STOP_S)
