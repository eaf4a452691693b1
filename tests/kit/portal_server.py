"""The portal as `web` serves it, over TLS and with live updates, on a free port of this machine and the test's database."""

import asyncio
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import uvicorn
from django.conf import settings

from cordboard.base.clock import now
from cordboard.processes.browsers import LiveBridge
from cordboard.processes.live.board import CompanyChange, CompanyState
from cordboard.processes.live.server import LiveServer
from cordboard.processes.live.viewers import Viewers
from cordboard.processes.pages import PagesHandler
from cordboard.processes.setup.account import account_ensure
from cordboard.processes.setup.certificate import certificate_ensure

PATIENCE_S = 20
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalServer:
    """A portal that answers, and the live process beside it."""

    address: str
    viewers: Viewers
    loop: asyncio.AbstractEventLoop

    def tell(self, company: str, state: CompanyState, *, engine: str = "connected") -> None:
        """Browsers hear what goes on in the company (its key) now."""

        def told() -> None:
            change = CompanyChange(
                calls=_change(before.calls, state.calls),
                registrations=_change(before.registrations, state.registrations),
            )
            self.viewers.tell(engine=engine, changes={company: change}, states={company: state})

        before = self.viewers.states.get(company, CompanyState())
        self.loop.call_soon_threadsafe(told)


@contextmanager
def portal_server(folder: Path) -> Iterator[PortalServer]:
    """The portal answers for as long as this lasts; `folder` is short, for the sake of its unix socket."""
    certificate_ensure(folder / "tls", names=("localhost", "127.0.0.1"), account=account_ensure("cordboard"))
    listening = socket.create_server(("127.0.0.1", 0))
    viewers, ready, loop = Viewers(), threading.Event(), asyncio.new_event_loop()
    server = _Announced(_config(folder), ready)
    serving = threading.Thread(
        target=lambda: loop.run_until_complete(_serve(server, listening, folder, viewers)), daemon=True
    )
    serving.start()
    assert ready.wait(PATIENCE_S), "the portal does not answer"
    try:
        yield PortalServer(
            address=f"https://localhost:{listening.getsockname()[1]}", viewers=viewers, loop=loop
        )
    finally:
        server.should_exit = True
        serving.join(PATIENCE_S)


class _Announced(uvicorn.Server):
    """A server that says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: threading.Event) -> None:
        super().__init__(config)
        self.ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


async def _serve(server: uvicorn.Server, listening: socket.socket, folder: Path, viewers: Viewers) -> None:
    live = LiveServer(viewers, key=settings.CORDBOARD_SECRETS.live_key, clock=now)
    async with live.serving(folder / "live.sock"):
        await server.serve(sockets=[listening])


def _config(folder: Path) -> uvicorn.Config:
    pages = PagesHandler()
    bridge = LiveBridge(pages, socket=lambda: folder / "live.sock")

    async def application(scope: dict[str, object], receive: object, send: object) -> None:
        serve = bridge if scope["type"] == "websocket" else pages
        await serve(scope, receive, send)  # type: ignore[arg-type]

    return uvicorn.Config(
        application,
        ssl_certfile=str(folder / "tls" / "server.crt"),
        ssl_keyfile=str(folder / "tls" / "server.key"),
        lifespan="off",
        log_config=None,
        timeout_graceful_shutdown=1,
    )


def _change(before: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, Value | None]:
    gone: dict[str, Value | None] = dict.fromkeys(before)
    return {**gone, **after}
