"""One private PostgreSQL cluster for everyone who tests from this checkout: started when first needed, ended by the last."""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from cordboard.processes.setup.account import account_ensure
from cordboard.processes.setup.cluster import (
    Cluster,
    cluster_answers,
    cluster_prepare,
    cluster_start,
    cluster_stop,
)

ACCOUNT = "cordboard"
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


def tests_folder() -> Path:
    """The data folder of test runs from this checkout: short, for the sake of unix sockets, and never a real one."""
    checkout = hashlib.sha256(bytes(Path(__file__).parents[2])).hexdigest()[:8]
    return Path(f"/tmp/cordboard-tests-{os.geteuid()}-{checkout}")


@contextlib.contextmanager
def cluster_shared() -> Iterator[Cluster]:
    """The cluster answers for as long as this lasts, in every process that asks for it."""
    folder = tests_folder()
    with _lock(folder / "users.lock", fcntl.LOCK_SH) as users:
        cluster = Cluster(
            data=folder, account=account_ensure(ACCOUNT), settings=FORGETFUL, may="LOGIN CREATEDB"
        )
        with _lock(folder / "start.lock", fcntl.LOCK_EX):
            _ensure(cluster)
        try:
            yield cluster
        finally:
            with _lock(folder / "start.lock", fcntl.LOCK_EX):
                _leave(cluster, users)


def _ensure(cluster: Cluster) -> None:
    if not cluster_answers(cluster):
        cluster_prepare(cluster)
        cluster_start(cluster)


def _leave(cluster: Cluster, users: int) -> None:
    """The last one to leave ends the server."""
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        cluster_stop(cluster)


@contextlib.contextmanager
def _lock(file: Path, kind: int) -> Iterator[int]:
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind)
        yield descriptor
    finally:
        os.close(descriptor)
