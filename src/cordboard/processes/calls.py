"""The call server: decides every call of its engine. `python -m cordboard.processes.calls` runs it.

A clean stop lets the engine know first, so that new calls are the engine's own at once; conversations go on.
"""

import asyncio
import contextlib
import logging
import signal
import time
from datetime import timedelta

import uvloop

from cordboard.base.configuration import Configuration
from cordboard.base.errors import CordboardError
from cordboard.base.secrets import Secrets
from cordboard.calls.flows import call_arrive, call_enter
from cordboard.engine.agi import AgiServer, Script
from cordboard.engine.ami import ManagerConnection
from cordboard.engine.call import Call
from cordboard.engine.names import CALLS_BEAT, MANAGER_USER
from cordboard.groups.types import GroupsPart
from cordboard.hours.types import HoursPart
from cordboard.menus.types import MenusPart
from cordboard.processes.snapshot_news import journal_heard
from cordboard.processes.snapshot_store import SnapshotStore
from cordboard.processes.snapshots import SnapshotKeeper, SnapshotSource
from cordboard.trunks.types import TrunksPart
from cordboard.voicemail.types import VoicemailPart

log = logging.getLogger(__name__)

BEAT_EVERY = timedelta(seconds=1)
BEAT_WITHIN = timedelta(seconds=1)
STOP_WITHIN = timedelta(seconds=5)  # for calls in hand that are no conversation
PARTS = (VoicemailPart, TrunksPart, HoursPart, GroupsPart, MenusPart)


async def calls_run(
    configuration: Configuration, secrets: Secrets, source: SnapshotSource, *, stop: asyncio.Event
) -> None:
    """Calls are decided until `stop` is set; engine and database may come and go."""
    keeper = SnapshotKeeper(source, SnapshotStore(configuration.data / "run" / "snapshots", parts=PARTS))
    await keeper.restore()
    manager = ManagerConnection(
        port=configuration.ami_port, user=MANAGER_USER, secret=secrets.ami_password, deadline=BEAT_WITHIN
    )
    async with AgiServer(scripts=_scripts(keeper), port=configuration.fastagi_port) as server, manager:
        log.info("calls: the engine is served on port %d", server.port)
        async with asyncio.TaskGroup() as group:
            work = [
                keeper.run(),
                journal_heard(configuration.database, keeper),
                _beat(manager, server, keeper),
            ]
            tasks = [group.create_task(one) for one in work]
            await stop.wait()
            for task in tasks:
                task.cancel()
        await _beat_tell(manager, 0)
        await server.drain(STOP_WITHIN)


def _scripts(keeper: SnapshotKeeper) -> dict[str, Script]:
    """Each call is decided from the directory as it is when the call comes."""

    async def call(call: Call) -> None:
        await call_enter(call, keeper.directory)

    async def incoming(call: Call) -> None:
        await call_arrive(call, keeper.directory)

    return {"call": call, "incoming": incoming}


async def _beat(manager: ManagerConnection, server: AgiServer, keeper: SnapshotKeeper) -> None:
    """The engine hears every second that calls are decided here; when it does not, it decides for itself."""
    await keeper.ready.wait()
    while True:
        if server.healthy:
            await _beat_tell(manager, int(time.time()))
        await asyncio.sleep(BEAT_EVERY.total_seconds())


async def _beat_tell(manager: ManagerConnection, second: int) -> None:
    with contextlib.suppress(CordboardError):  # an engine that is away asks nothing either
        await manager.action("Setvar", Variable=CALLS_BEAT, Value=str(second))


async def _until_told_to_stop() -> None:
    from django.conf import settings

    from cordboard.processes.snapshot_database import DatabaseSnapshots

    stop = asyncio.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(told, stop.set)
    await calls_run(settings.CORDBOARD, settings.CORDBOARD_SECRETS, DatabaseSnapshots(), stop=stop)


def main() -> None:
    """The call server of this installation runs until it is told to stop."""
    import django

    django.setup()
    uvloop.run(_until_told_to_stop())


if __name__ == "__main__":
    main()
