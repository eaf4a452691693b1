"""Viewers of the board: each with a queue of its own, numbered messages, and an end when it cannot keep up."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from cordboard.processes.live.board import CompanyChange, CompanyState
from cordboard.processes.live.views import View

MOST_WAITING = 64  # messages; a viewer that far behind is cut off and comes back for a snapshot


class Viewer:
    """One connection. Messages are numbered from 1; a beat repeats the number of the last one."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.messages: asyncio.Queue[str] = asyncio.Queue(MOST_WAITING)
        self.too_slow = asyncio.Event()
        self._number = 0

    def tell(self, kind: str, **content: Any) -> None:
        """Queue a message, or mark the viewer as too slow."""
        if kind != "beat":
            self._number += 1
        message = {"type": kind, "seq": self._number, **content}
        try:
            self.messages.put_nowait(json.dumps(message, separators=(",", ":")))
        except asyncio.QueueFull:
            self.too_slow.set()


class Viewers:
    """All connections, and what they were told last."""

    def __init__(self) -> None:
        self._viewers: set[Viewer] = set()
        self._states: dict[str, CompanyState] = {}
        self._engine = "unreachable"

    def __len__(self) -> int:
        return len(self._viewers)

    @property
    def states(self) -> Mapping[str, CompanyState]:
        """What was told last, by company."""
        return self._states

    @property
    def engine(self) -> str:
        """`connected` or `unreachable`; while unreachable, what is shown is what was known last."""
        return self._engine

    def enter(self, view: View) -> Viewer:
        """A new viewer has a snapshot in its queue, and is told every change from then on."""
        viewer = Viewer(view)
        self._viewers.add(viewer)
        self.snapshot(viewer)
        return viewer

    def leave(self, viewer: Viewer) -> None:
        """The viewer is told nothing any more."""
        self._viewers.discard(viewer)

    def snapshot(self, viewer: Viewer) -> None:
        """The viewer is told everything (again)."""
        viewer.tell("snapshot", engine=self._engine, companies=viewer.view.snapshot(self._states))

    def tell(
        self, *, engine: str, changes: Mapping[str, CompanyChange], states: Mapping[str, CompanyState]
    ) -> None:
        """Each viewer is told what changed for it."""
        for viewer in self._viewers:
            told = viewer.view.change(self._states, changes, states)
            if told or engine != self._engine:
                viewer.tell("change", engine=engine, companies=told)
        self._states, self._engine = dict(states), engine

    def beat(self) -> None:
        """Every viewer hears that we are there."""
        for viewer in self._viewers:
            viewer.tell("beat")
