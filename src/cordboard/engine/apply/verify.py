"""Asks the running engine whether it runs what lies on the node."""

import re
from collections.abc import AsyncIterator

from cordboard.engine.apply.cache import cache_settle
from cordboard.engine.apply.endpoints import ProjectionChange
from cordboard.engine.apply.manager import Manager, value_of
from cordboard.engine.names import mailbox_address
from cordboard.engine.render.company import CompanyState
from cordboard.engine.render.dialplan import plan_marks, plan_read

_BOX = re.compile(r"^([0-9]+) => ", re.MULTILINE)


async def faults_find(
    *, manager: Manager, state: CompanyState, files: tuple[str, ...], endpoints: ProjectionChange
) -> AsyncIterator[str]:
    """Sentences about what the engine does not run of the changed files and endpoints, one by one."""
    for key in await cache_settle(manager=manager, change=endpoints, wanted=state.endpoints):
        yield f"it does not go by endpoint {key}"
    for key in endpoints.added + endpoints.changed:
        if not await value_of(manager, f"PJSIP_AOR({key},max_contacts)"):
            yield f"it could not load the address of record of endpoint {key}"
    if "extensions.conf" in files:
        async for fault in _dialplan_faults(manager, state):
            yield fault
    if "voicemail.conf" in files:
        async for fault in _mailbox_faults(manager, state):
            yield fault


async def _dialplan_faults(manager: Manager, state: CompanyState) -> AsyncIterator[str]:
    """The plan that the file holds is the one the engine runs."""
    for place in plan_marks(plan_read(state.files.get("extensions.conf", ""))):
        if await value_of(manager, f"DIALPLAN_EXISTS({place.context},{place.extension},1)") != "1":
            yield f"it runs another dialplan than {place.extension}"


async def _mailbox_faults(manager: Manager, state: CompanyState) -> AsyncIterator[str]:
    """Every box of the file is one the engine knows."""
    for box in _BOX.findall(state.files.get("voicemail.conf", "")):
        if await value_of(manager, f"VM_INFO({mailbox_address(box, state.company)},exists)") != "1":
            yield f"it does not know mailbox {box}"
