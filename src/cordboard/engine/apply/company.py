"""Brings a company to the running engine: compare, place, reload what changed, verify; or all back as it was."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from cordboard.base.configuration import Configuration
from cordboard.base.errors import CordboardError, mark
from cordboard.engine.apply.alone import dialplan_alone, meeting_alone
from cordboard.engine.apply.cache import cache_forget, cache_settle
from cordboard.engine.apply.dialplan import dialplan_change
from cordboard.engine.apply.endpoints import ProjectionChange, change_between, rows_add
from cordboard.engine.apply.manager import Manager
from cordboard.engine.apply.newcomers import PORTION, newcomers_list, newcomers_meet, start_forget
from cordboard.engine.apply.place import company_place, company_read, endpoints_file
from cordboard.engine.apply.registrations import registrations_end, registrations_of
from cordboard.engine.apply.unfinished import unfinished_end, unfinished_find, unfinished_note
from cordboard.engine.apply.verify import faults_find
from cordboard.engine.render.company import CompanyState, company_render
from cordboard.engine.render.dialplan import plan_read
from cordboard.engine.specs import CompanySpec

DIALPLAN, MAILBOXES, LINES = "extensions.conf", "voicemail.conf", "pjsip.conf"
LINE_MODULES = ("res_pjsip_endpoint_identifier_ip", "res_pjsip_outbound_registration")


@dataclass(kw_only=True, eq=False)
class ApplyFailed(CordboardError):
    """The engine does not run what it was given; what it ran before lies there again."""

    code: ClassVar[str] = "engine.apply_failed"
    text: ClassVar[str] = mark(
        "The telephone engine did not take revision %(revision)s of company %(company)s: %(fault)s. "
        "Revision %(live)s stays live. Look at `cordboard logs engine` for what it saw."
    )

    company: str
    revision: str
    live: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyResult:
    """What is live now, and which files and endpoints had to change for it; none when all was so already."""

    revision: str
    changed: tuple[str, ...]


async def company_apply(*, configuration: Configuration, manager: Manager, spec: CompanySpec) -> ApplyResult:
    """The engine runs what the spec says. A spec without anything takes the company off the node.

    Calls in progress go on. Raises ApplyFailed, EngineUnreachable or EngineRefused; then what lay there before lies
    there again, and applying once more does the whole work, as it does after an apply that was killed half way.
    """
    wanted = company_render(spec)
    present = company_read(configuration=configuration, company=spec.key)
    files, endpoints = files_between(present, wanted), change_between(present.endpoints, wanted.endpoints)
    unfinished = unfinished_find(configuration=configuration, company=spec.key)
    if not files and not endpoints.all and unfinished is None:
        return ApplyResult(revision=wanted.revision, changed=())
    await manager.action("Ping")
    orphans = await registrations_of(manager=manager, endpoints=endpoints.removed)
    concerned = {*endpoints.all, *(unfinished or ())}
    unfinished_note(configuration=configuration, company=spec.key, endpoints=concerned)
    try:
        await _state_bring(configuration, manager, present, wanted)
        if unfinished is not None:
            await _engine_reread(configuration, manager, wanted, concerned)
        await _check(manager, wanted, present, files, endpoints)
    except CordboardError:
        await _state_restore(configuration, manager, present, concerned)
        raise
    unfinished_end(configuration=configuration, company=spec.key)
    await registrations_end(manager=manager, registrations=orphans)
    return ApplyResult(revision=wanted.revision, changed=files + endpoints.all)


def files_between(present: CompanyState, wanted: CompanyState) -> tuple[str, ...]:
    """Names of files whose text is not the same in both."""
    names = sorted(present.files.keys() | wanted.files.keys())
    return tuple(name for name in names if present.files.get(name) != wanted.files.get(name))


async def _state_bring(
    configuration: Configuration, manager: Manager, present: CompanyState, wanted: CompanyState
) -> None:
    """The wanted state lies there and the engine was told what changed."""
    added = change_between(present.endpoints, wanted.endpoints).added
    change = company_place(configuration=configuration, state=wanted, but=frozenset(added))
    await cache_forget(manager=manager, change=change)
    await _endpoints_add(configuration, manager, wanted, added)
    files = files_between(present, wanted)
    if DIALPLAN in files:
        plans = [plan_read(state.files.get(DIALPLAN, "")) for state in (present, wanted)]
        alone = partial(dialplan_alone, configuration=configuration)
        await dialplan_change(manager=manager, present=plans[0], wanted=plans[1], alone=alone)
    if MAILBOXES in files:
        await manager.action("Reload", Module="app_voicemail")
    if LINES in files:
        await _lines_reread(manager)


async def _lines_reread(manager: Manager) -> None:
    """The engine keeps the registrations, and knows the addresses, that the files name. Others' go on untouched."""
    for module in LINE_MODULES:
        await manager.action("Reload", Module=module)


async def _endpoints_add(
    configuration: Configuration, manager: Manager, wanted: CompanyState, added: Sequence[str]
) -> None:
    """New endpoints lie there and the engine has met them, a few at a time."""
    for place in range(0, len(added), PORTION):
        rows = {key: wanted.endpoints[key] for key in added[place : place + PORTION]}
        newcomers = [key for key, row in rows.items() if row.is_registrable]
        with meeting_alone(configuration=configuration):
            await start_forget(manager)
            await newcomers_list(manager, newcomers)
            rows_add(file=endpoints_file(configuration), company=wanted.company, rows=rows)
            await newcomers_meet(manager, newcomers)


async def _check(
    manager: Manager,
    wanted: CompanyState,
    present: CompanyState,
    files: tuple[str, ...],
    endpoints: ProjectionChange,
) -> None:
    """The engine runs it. Raises ApplyFailed with the first thing that it does not."""
    async for fault in faults_find(manager=manager, state=wanted, files=files, endpoints=endpoints):
        raise ApplyFailed(
            company=wanted.company, revision=wanted.revision, live=present.revision, fault=fault
        )


async def _state_restore(
    configuration: Configuration, manager: Manager, present: CompanyState, concerned: Iterable[str]
) -> None:
    """What lay there lies there again; an engine that can hear has read it, for any other the apply stays unfinished."""
    company_place(configuration=configuration, state=present)
    with suppress(CordboardError):
        await _engine_reread(configuration, manager, present, concerned)
        unfinished_end(configuration=configuration, company=present.company)


async def _engine_reread(
    configuration: Configuration, manager: Manager, state: CompanyState, concerned: Iterable[str]
) -> None:
    """The engine has read all that lies there, whatever it ran before."""
    keys = frozenset(concerned)
    change = ProjectionChange(
        changed=tuple(sorted(keys & state.endpoints.keys())),
        removed=tuple(sorted(keys - state.endpoints.keys())),
    )
    await cache_forget(manager=manager, change=change)
    with dialplan_alone(configuration=configuration):
        await manager.action("Reload", Module="pbx_config")
    await manager.action("Reload", Module="app_voicemail")
    await _lines_reread(manager)
    await cache_settle(manager=manager, change=change, wanted=state.endpoints)
