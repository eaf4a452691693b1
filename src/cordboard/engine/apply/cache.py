"""What the running engine remembers of endpoints, brought up to date.

Whatever is not remembered is read when it is needed, so what changed is forgotten by name: a new password or codec
counts, and a removed phone is locked out, at once (ADR 10).

Source: Asterisk 22, res_sorcery_memory_cache.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from cordboard.engine.apply.endpoints import ProjectionChange
from cordboard.engine.apply.manager import Manager, value_of
from cordboard.engine.errors import EngineRefused
from cordboard.engine.render.endpoint import MARK, EndpointRows
from cordboard.engine.render.node.sip import KINDS

TRIES = 3  # a reading that had begun before our change may be remembered after it, so look and forget again


async def cache_forget(*, manager: Manager, change: ProjectionChange) -> None:
    """Changed and removed endpoints are read anew when they are next needed."""
    await _forget(manager, change.changed + change.removed)


async def cache_settle(
    *, manager: Manager, change: ProjectionChange, wanted: Mapping[str, EndpointRows]
) -> tuple[str, ...]:
    """The engine goes by these endpoints as they lie in the projection. Returns those that it does not."""
    pending = await _outdated(manager, change.all, wanted)
    for _ in range(TRIES):
        if not pending:
            break
        await _forget(manager, pending)
        pending = await _outdated(manager, pending, wanted)
    return pending


async def _forget(manager: Manager, keys: Iterable[str]) -> None:
    for key in keys:
        for kind in KINDS:
            await _is_remembered(manager, kind, key)


async def _is_remembered(manager: Manager, kind: str, key: str) -> bool:
    """Whether the engine remembered it; it does not any more."""
    with suppress(EngineRefused):
        await manager.action("SorceryMemoryCacheExpireObject", Cache=f"res_pjsip/{kind}", Object=key)
        return True
    return False


async def _outdated(
    manager: Manager, keys: tuple[str, ...], wanted: Mapping[str, EndpointRows]
) -> tuple[str, ...]:
    return tuple([key for key in keys if not await _is_current(manager, key, wanted.get(key))])


async def _is_current(manager: Manager, key: str, wanted: EndpointRows | None) -> bool:
    if wanted is None:
        return not await _is_remembered(manager, "endpoint", key)
    return await value_of(manager, f"PJSIP_ENDPOINT({key},{MARK})") == wanted.mark
