"""What engine tests of calls stand on: one exchange, and phones of each test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from kit.engine import wait_until
from kit.exchange import Exchange, running_exchange
from kit.phones import PhoneShelf, phone_shelf


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exchange]:
    """One exchange for all tests of the folder."""
    with running_exchange(tmp_path_factory.mktemp("exchange")) as exchange:
        yield exchange


@pytest.fixture
def exchange(running: Exchange) -> Iterator[Exchange]:
    """The exchange with its call server at work; afterwards no channel, bridge or call in hand is left."""
    if running.server.process is None:
        running.server.start()
    yield running
    running.engine.wait_until_quiet(8)
    if running.server.process:
        wait_until(lambda: running.server.connections == 0, 5, lambda: "calls are left in hand")


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[PhoneShelf]:
    """Phones of one test."""
    async with phone_shelf(tmp_path) as phones:
        yield phones
