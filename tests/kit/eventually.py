"""Waiting for what comes true by itself, without an event of ours that would tell."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable

LOOK_AGAIN_S = 0.03


async def eventually(
    condition: Callable[[], object | Awaitable[object]],
    seconds: float = 5,
    complaint: str = "it did not come true",
) -> None:
    """The condition (may be a coroutine) is true. Raises AssertionError with the complaint after that many seconds."""
    try:
        async with asyncio.timeout(seconds):
            while not await _now(condition):  # noqa: ASYNC110  # the engine tells nobody when this comes true
                await asyncio.sleep(LOOK_AGAIN_S)
    except TimeoutError:
        raise AssertionError(complaint) from None


async def _now(condition: Callable[[], object | Awaitable[object]]) -> object:
    answer = condition()
    return await answer if inspect.isawaitable(answer) else answer
