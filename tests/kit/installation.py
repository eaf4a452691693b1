"""A database cluster and a worker of one's own, to be stopped and killed at will: the shared cluster is for everyone."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from cordboard.base.configuration import Configuration
from cordboard.processes.health import BEAT
from cordboard.processes.setup.account import account_ensure
from cordboard.processes.setup.cluster import (
    Cluster,
    cluster_answers,
    cluster_prepare,
    cluster_start,
    cluster_stop,
)
from kit.cluster import ACCOUNT, FORGETFUL

TESTS = Path(__file__).parents[1]
START_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A data folder with a migrated database."""

    data: Path
    cluster: Cluster

    @property
    def spool(self) -> Path:
        """Folder of the engine's call records."""
        return self.data / "asterisk" / "log" / "cdr-custom"

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are started with."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{TESTS.parent / 'src'}:{TESTS}",
            "DJANGO_SETTINGS_MODULE": "cordboard.processes.settings",
            "CORDBOARD_DATA": str(self.data),
        }

    def count(self, table: str) -> int:
        """Rows of a table."""
        with psycopg.connect(Configuration(data=self.data).database) as connection:
            row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608  # our own names
        return int(row[0]) if row else 0

    def refuse_dialled(self, number: str) -> None:
        """No record of a call to this number can be stored, as if its table knew a rule that the program does not."""
        rule = f"CHECK (dialled <> '{number}')"
        with psycopg.connect(Configuration(data=self.data).database) as connection:
            connection.execute("ALTER TABLE calls_callleg DROP CONSTRAINT IF EXISTS refused")
            connection.execute(f"ALTER TABLE calls_callleg ADD CONSTRAINT refused {rule}")

    def python(self, *arguments: str) -> subprocess.Popen[bytes]:
        """A Python process of this installation, its output in `output.log`."""
        with (self.data / "output.log").open("ab") as output:
            return subprocess.Popen(
                [sys.executable, *arguments], env=self.environment, stdout=output, stderr=subprocess.STDOUT
            )

    @contextmanager
    def worker(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """A worker that is well; afterwards it is gone, at the latest by force."""
        (self.data / BEAT).unlink(missing_ok=True)
        process = self.python(*(arguments or ("-m", "cordboard.processes.worker")))
        try:
            assert until(lambda: (self.data / BEAT).exists(), START_S), self.output()
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def beat_age(self) -> float:
        """Seconds since the worker's last sign of life."""
        return time.time() - (self.data / BEAT).stat().st_mtime

    def output(self) -> str:
        """What its processes said."""
        return (self.data / "output.log").read_text()


@contextmanager
def installation() -> Iterator[Installation]:
    """A fresh installation, gone afterwards. Its folder has a short name for the sake of unix sockets."""
    data = Path(tempfile.mkdtemp(prefix="cordboard-worker-", dir="/tmp"))
    data.chmod(0o755)
    cluster = Cluster(data=data, account=account_ensure(ACCOUNT), settings=FORGETFUL)
    cluster_prepare(cluster)
    cluster_start(cluster)
    try:
        fresh = Installation(data=data, cluster=cluster)
        fresh.spool.mkdir(parents=True)
        migrated = fresh.python("-m", "django", "migrate").wait()
        assert migrated == 0, fresh.output()
        yield fresh
    finally:
        if cluster_answers(cluster):
            cluster_stop(cluster)
        shutil.rmtree(data)


def until(condition: Callable[[], bool], seconds: float) -> bool:
    """Whether the condition became true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        threading.Event().wait(0.02)
    return False
