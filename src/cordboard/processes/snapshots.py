"""Keeps the directory that calls are decided from true to the database, and useful without it."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Protocol, TypeVar

from cordboard.calls.types import CompanySnapshot, Directory
from cordboard.processes.snapshot_store import SnapshotStore

log = logging.getLogger(__name__)

T = TypeVar("T")

DEBOUNCE = timedelta(milliseconds=30)  # one act writes several entries; they are read once
RETRY = timedelta(seconds=1)


class SnapshotSource(Protocol):
    """Where snapshots come from. Called in one thread of its own; may raise anything while the database is away."""

    def companies(self) -> Sequence[str]:
        """Ids of all companies."""

    def company(self, id: str) -> CompanySnapshot | None:  # noqa: A002  # the field it names
        """The company as it is now, None when it is gone."""


class SnapshotKeeper:
    """`directory` is what is known. Changed companies are read before those that are merely due for a look.

    `ready` is set once there is something to decide calls from: everything was read, or an earlier run left it behind.
    """

    def __init__(
        self, source: SnapshotSource, store: SnapshotStore, *, debounce: timedelta = DEBOUNCE
    ) -> None:
        self.directory = Directory()
        self.ready = asyncio.Event()
        self._source = source
        self._store = store
        self._debounce = debounce
        self._changed: dict[str, None] = {}
        self._due: dict[str, None] = {}
        self._everything = False
        self._arrived = asyncio.Event()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="snapshots")

    def company_changed(self, company: str) -> None:
        """The company will be read anew."""
        self._changed[company] = None
        self._arrived.set()

    def everything_changed(self) -> None:
        """All companies will be read anew."""
        self._everything = True
        self._arrived.set()

    async def restore(self) -> None:
        """What the last run left behind is known."""
        for snapshot in await self._run(lambda: list(self._store.load())):
            self.directory = self.directory.replaced(snapshot)
        if len(self.directory):
            self.ready.set()

    async def run(self) -> None:
        """Read what changed, for ever; what could not be read is tried again."""
        while True:
            await self._arrived.wait()
            await asyncio.sleep(self._debounce.total_seconds())
            self._arrived.clear()
            try:
                await self._catch_up()
            except Exception:  # whatever fails out there must not lose a change
                log.warning("companies could not be read; calls go on from what is known", exc_info=True)
                await asyncio.sleep(RETRY.total_seconds())
                self._arrived.set()

    async def _catch_up(self) -> None:
        if self._everything:
            await self._look_at_all()
        while company := next(iter(self._changed or self._due), None):
            waiting = self._changed if company in self._changed else self._due
            del waiting[company]  # a change while it is read is read again
            try:
                await self._read(company)
            except BaseException:
                waiting[company] = None
                raise
        self.ready.set()

    async def _look_at_all(self) -> None:
        present = await self._run(self._source.companies)
        self._everything = False
        self._due = dict.fromkeys([*present, *self.directory.companies])

    async def _read(self, company: str) -> None:
        snapshot = await self._run(lambda: self._source.company(company))
        known = self.directory.companies.get(company)
        if snapshot == known:
            return
        self.directory = self.directory.replaced(snapshot) if snapshot else self.directory.without(company)
        await self._run(lambda: self._keep(known, snapshot))

    def _keep(self, known: CompanySnapshot | None, snapshot: CompanySnapshot | None) -> None:
        """Disk follows memory. A full disk costs the copy for bad days, never a change."""
        try:
            if snapshot:
                self._store.save(snapshot)
            elif known:
                self._store.remove(known)
        except OSError as fault:
            log.warning("a snapshot could not be kept on disk: %s", fault.strerror)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
