"""The socket of the live process: who gets in, what is asked there, who is shown the door."""

import asyncio
import json
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, unix_connect
from websockets.exceptions import ConnectionClosed

from cordboard.base.tickets import live_ticket_make
from cordboard.processes.live import server as server_module
from cordboard.processes.live.board import CompanyChange, CompanyState
from cordboard.processes.live.facts import Registration
from cordboard.processes.live.server import TICKET_REFUSED, TOO_SLOW, LiveServer
from cordboard.processes.live.status import LiveSilent, live_status, socket_path
from cordboard.processes.live.viewers import Viewers
from kit.eventually import eventually

pytestmark = pytest.mark.system

KEY = "the key of this installation"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    data: Path
    viewers: Viewers

    def connect(self, **options: Any) -> unix_connect:
        return unix_connect(str(socket_path(self.data)), "ws://live/", **options)


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(tmp_path) as served:
        yield served


@asynccontextmanager
async def serving(data: Path) -> AsyncIterator[Served]:
    viewers = Viewers()
    async with LiveServer(viewers, key=KEY, clock=lambda: NOW).serving(socket_path(data)):
        yield Served(data=data, viewers=viewers)


def ticket(*companies: str, key: str = KEY) -> str:
    return json.dumps({"ticket": live_ticket_make(key=key, moment=NOW, companies=frozenset(companies))})


async def told(connection: ClientConnection) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(await asyncio.wait_for(connection.recv(), 5))
    return plain


async def closed(connection: ClientConnection) -> tuple[int, str]:
    """Code and reason of the end; whatever was told before is read over."""
    with pytest.raises(ConnectionClosed) as end:  # noqa: PT012  # reading over what was told is the point
        async with asyncio.timeout(10):
            while True:
                await connection.recv()
    assert end.value.rcvd is not None
    return end.value.rcvd.code, end.value.rcvd.reason


def company(*endpoints: str) -> CompanyState:
    return CompanyState(
        registrations={
            one: Registration(id=one, company="ta", endpoint=one, uri="", status="Reachable")
            for one in endpoints
        }
    )


async def test_a_ticket_opens_a_snapshot_and_another_one_on_demand(served: Served) -> None:
    served.viewers.tell(engine="connected", changes={}, states={"ta": company("ea1"), "tb": company("eb1")})
    async with served.connect() as connection:
        await connection.send(ticket("ta"))
        first = await told(connection)
        assert (first["type"], first["seq"], set(first["companies"])) == ("snapshot", 1, {"ta"})
        await connection.send('{"type": "snapshot"}')
        again = await told(connection)
        assert again == {**first, "seq": 2}


async def test_what_a_viewer_babbles_is_ignored(served: Served) -> None:
    async with served.connect() as connection:
        await connection.send(ticket("ta"))
        await told(connection)
        for babble in ("", "[]", "{", '{"type": "status"}', ticket("tb"), b"\x00\xff"):
            await connection.send(babble)
        await connection.send('{"type": "snapshot"}')
        assert set((await told(connection))["companies"]) == {"ta"}


@pytest.mark.parametrize(
    "first",
    ["", "{}", "[1]", '{"ticket": 7}', '{"ticket": "a.b"}', ticket("ta", key="another's"), b"\xff\x00"],
)
async def test_without_a_ticket_of_ours_nothing_is_told(served: Served, first: str | bytes) -> None:
    async with served.connect() as connection:
        await connection.send(first)
        assert await closed(connection) == (TICKET_REFUSED, "the ticket is not from this installation")
    assert len(served.viewers) == 0


async def test_whoever_says_nothing_is_shown_the_door(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "FIRST_MESSAGE_S", 0.1)
    async with served.connect() as connection:
        assert (await closed(connection))[1] == "the ticket did not come in time"


async def test_the_status_is_for_the_socket_s_owner(served: Served) -> None:
    assert stat.S_IMODE(socket_path(served.data).stat().st_mode) == 0o600
    served.viewers.tell(engine="connected", changes={}, states={"ta": company("ea1", "ea2")})
    assert await asyncio.to_thread(live_status, served.data) == {
        "type": "status",
        "engine": "connected",
        "viewers": 0,
        "calls": 0,
        "registrations": 2,
        "companies": {"ta": {"calls": 0, "registrations": 2}},
    }


async def test_a_check_of_health_that_only_looks_in_does_no_harm(served: Served) -> None:
    for _ in range(3):
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(socket_path(served.data)))
    assert (await asyncio.to_thread(live_status, served.data))["viewers"] == 0


async def test_a_viewer_that_stops_reading_is_cut_and_the_others_go_on(served: Served) -> None:
    large = company(*(f"e{number}" for number in range(2000)))
    change = {"ta": CompanyChange(registrations=large.registrations)}
    async with served.connect(max_size=None, max_queue=1) as slow, served.connect(max_size=None) as quick:
        await slow.send(ticket("ta"))
        await quick.send(ticket("ta"))
        await eventually(lambda: len(served.viewers) == 2)
        for number in range(80):
            served.viewers.tell(engine="connected", changes=change, states={"ta": large})
            assert (await told(quick))["seq"] == number + 1
        await eventually(lambda: len(served.viewers) == 1, 10, "the slow viewer is still there")
        code, reason = await closed(slow)
        assert (code, reason) == (TOO_SLOW, "too slow: ask again for a snapshot")


async def test_a_viewer_that_never_reads_again_is_cut_without_a_last_word(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "LAST_WORD_S", 0.1)
    large = company(*(f"e{number}" for number in range(2000)))
    change = {"ta": CompanyChange(registrations=large.registrations)}
    async with served.connect(max_size=None, max_queue=1, close_timeout=0.1) as dead:
        await dead.send(ticket("ta"))
        await eventually(lambda: len(served.viewers) == 1)
        for _ in range(80):
            served.viewers.tell(engine="connected", changes=change, states={"ta": large})
            await asyncio.sleep(0)
        await eventually(lambda: len(served.viewers) == 0)


async def test_two_live_processes_do_not_share_a_folder(served: Served) -> None:
    with pytest.raises(ValueError, match="another live process answers"):
        async with serving(served.data):
            pass
    assert (await asyncio.to_thread(live_status, served.data))["type"] == "status"


async def test_a_socket_left_over_by_a_crash_is_taken_over(tmp_path: Path) -> None:
    socket_path(tmp_path).parent.mkdir()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(socket_path(tmp_path)))
    with pytest.raises(LiveSilent, match="does not answer"):
        live_status(tmp_path)
    async with serving(tmp_path) as served:
        assert (await asyncio.to_thread(live_status, served.data))["engine"] == "unreachable"


async def test_a_path_too_long_for_a_socket_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="choose a data folder with a shorter path"):
        async with serving(tmp_path / ("x" * 100)):
            pass
