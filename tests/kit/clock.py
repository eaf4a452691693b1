"""Flow tests run on a clock that jumps: `await asyncio.sleep(60)` costs nothing, and takes exactly sixty seconds."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

from cordboard.engine.simulator import JumpingLoop


@pytest.hookimpl
def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Tests of the flow tier get a loop whose time jumps to the next timer, all others an ordinary one."""
    if item.get_closest_marker("flow"):
        return {"jumping": JumpingLoop}
    return {"real": asyncio.new_event_loop}


def seconds_passed() -> float:
    """Simulated seconds since the test began."""
    return asyncio.get_running_loop().time()
