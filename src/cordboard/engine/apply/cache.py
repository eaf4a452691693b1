"""What the running engine remembers of endpoints, brought up to date.

New endpoints need nothing: what is not remembered is read. Secrets and addresses are forgotten one by one, so a new
password counts, and a removed phone is locked out, at once. Endpoints are remembered as a whole (see
`engine.render.node.sip`): told that one of them is stale, the engine reads all of them anew beside its work, in about
0.3 s per thousand. It reports no end of that, so it is asked until each endpoint is as it should be.

Source: Asterisk 22, res_sorcery_memory_cache.
"""

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress

from cordboard.engine.apply.endpoints import ProjectionChange
from cordboard.engine.apply.manager import Manager, value_of
from cordboard.engine.errors import EngineRefused
from cordboard.engine.render.endpoint import MARK, EndpointRows

FIRST_PAUSE_S = 0.01
SLOWING = 1.3  # each pause to the one before
LONGEST_PAUSE_S = 0.5
PATIENCE_S = 20.0  # five times what 10,000 endpoints take
REMIND_S = 4.0  # a reading that had begun before our change ends without it, so say it again


async def cache_forget(*, manager: Manager, change: ProjectionChange) -> None:
    """Secrets and addresses of changed and removed endpoints are read anew when they are next needed."""
    for key in change.changed + change.removed:
        for kind in ("auth", "aor"):
            with suppress(EngineRefused):  # it was not remembered
                await manager.action("SorceryMemoryCacheExpireObject", Cache=f"res_pjsip/{kind}", Object=key)


async def cache_settle(
    *, manager: Manager, change: ProjectionChange, wanted: Mapping[str, EndpointRows]
) -> tuple[str, ...]:
    """The engine goes by these endpoints as they lie in the projection. Returns those that it does not after 20 s."""
    pending = await _outdated(manager, change.all, wanted)
    began, pause, reminded = time.monotonic(), FIRST_PAUSE_S, -REMIND_S
    while pending and (waited := time.monotonic() - began) < PATIENCE_S:
        if waited - reminded >= REMIND_S:
            await _remind(manager, pending)
            reminded = waited
        await asyncio.sleep(pause)
        pause = min(pause * SLOWING, LONGEST_PAUSE_S)
        pending = await _outdated(manager, pending, wanted)
    return pending


async def _outdated(
    manager: Manager, keys: tuple[str, ...], wanted: Mapping[str, EndpointRows]
) -> tuple[str, ...]:
    return tuple([key for key in keys if not await _is_current(manager, key, wanted.get(key))])


async def _remind(manager: Manager, keys: tuple[str, ...]) -> None:
    """The engine reads all endpoints anew, if it remembers any of these: one that is stale is enough, once it is used."""
    for key in keys:
        if await _mark_stale(manager, key):
            await value_of(manager, f"PJSIP_ENDPOINT({key},{MARK})")
            return


async def _mark_stale(manager: Manager, key: str) -> bool:
    """Whether the engine remembers the endpoint; from now on it takes it for outdated."""
    with suppress(EngineRefused):
        await manager.action("SorceryMemoryCacheStaleObject", Cache="res_pjsip/endpoint", Object=key)
        return True
    return False


async def _is_current(manager: Manager, key: str, wanted: EndpointRows | None) -> bool:
    if wanted is None:
        return not await _mark_stale(manager, key)
    return await value_of(manager, f"PJSIP_ENDPOINT({key},{MARK})") == wanted.mark
