"""What only one may do at a time on a node: locks that are the node's own, for the database may be restarted meanwhile."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from cordboard.base.configuration import Configuration
from cordboard.engine.names import CompanyKey, company_key


def company_alone(*, configuration: Configuration, company: CompanyKey) -> AbstractContextManager[None]:
    """Nobody else applies this company meanwhile."""
    return _alone(configuration, company_key(company))


def dialplan_alone(*, configuration: Configuration) -> AbstractContextManager[None]:
    """Nobody else changes the running dialplan meanwhile.

    Two that add busy lamps at the same moment lock each other, and the engine, for ever: seen on Asterisk 22.10 after
    some 1,900 additions, each thread holding what the other waits for.
    """
    return _alone(configuration, "dialplan")


def meeting_alone(*, configuration: Configuration) -> AbstractContextManager[None]:
    """Nobody else introduces endpoints to the engine meanwhile."""
    return _alone(configuration, "meeting")


@contextmanager
def _alone(configuration: Configuration, name: str) -> Iterator[None]:
    """Waits until nobody has that lock, in whatever thread or process. One that was killed loses it. Source: flock(2)."""
    folder = configuration.data / "asterisk" / "run"
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / f"alone-{name}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
