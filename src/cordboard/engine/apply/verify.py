"""Asks the running engine whether it runs what lies on the node."""

import re
from collections.abc import AsyncIterator

from cordboard.engine.apply.endpoints import ProjectionChange
from cordboard.engine.apply.manager import Manager, value_of
from cordboard.engine.names import fallback_context, mailbox_address
from cordboard.engine.render.company import CompanyState

_MARK = re.compile(r"^exten => (revision-[0-9a-f]+),", re.MULTILINE)
_BOX = re.compile(r"^([0-9]+) => ", re.MULTILINE)


async def faults_find(
    *, manager: Manager, state: CompanyState, files: tuple[str, ...], endpoints: ProjectionChange
) -> AsyncIterator[str]:
    """Sentences about what the engine does not run of the changed files and endpoints, one by one."""
    for key in endpoints.added + endpoints.changed:
        if await value_of(manager, f"PJSIP_ENDPOINT({key},accountcode)") != state.company:
            yield f"it could not load endpoint {key}"
        elif not await value_of(manager, f"PJSIP_AOR({key},max_contacts)"):
            yield f"it could not load the address of record of endpoint {key}"
    if "extensions.conf" in files:
        async for fault in _dialplan_faults(manager, state):
            yield fault
    if "voicemail.conf" in files:
        async for fault in _mailbox_faults(manager, state):
            yield fault


async def _dialplan_faults(manager: Manager, state: CompanyState) -> AsyncIterator[str]:
    """The revision that the file names is the one the engine runs."""
    context = fallback_context(state.company)
    for mark in _MARK.findall(state.files.get("extensions.conf", "")):
        if await value_of(manager, f"DIALPLAN_EXISTS({context},{mark},1)") != "1":
            yield f"it runs another dialplan than {mark}"


async def _mailbox_faults(manager: Manager, state: CompanyState) -> AsyncIterator[str]:
    """Every box of the file is one the engine knows."""
    for box in _BOX.findall(state.files.get("voicemail.conf", "")):
        if await value_of(manager, f"VM_INFO({mailbox_address(box, state.company)},exists)") != "1":
            yield f"it does not know mailbox {box}"
