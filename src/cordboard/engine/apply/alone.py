"""One apply of a company at a time on a node: a lock that is the node's own, for the database may be restarted meanwhile."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from cordboard.base.configuration import Configuration
from cordboard.engine.names import CompanyKey, company_key


@contextmanager
def company_alone(*, configuration: Configuration, company: CompanyKey) -> Iterator[None]:
    """Nobody else applies this company meanwhile, in whatever thread or process; waits until that is so.

    The lock of a process that was killed goes with it. Source: flock(2).
    """
    folder = configuration.data / "asterisk" / "run"
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(
        folder / f"alone-{company_key(company)}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
    )
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
