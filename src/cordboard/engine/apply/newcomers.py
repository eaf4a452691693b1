"""Endpoints that the engine can list: those it has yet to meet, and all of them while it starts.

When the engine meets an address of record for the first time, it goes through every endpoint it can list, to learn which
of them a registration there makes available: half a second at 6,000, for each new phone (ADR 10). So it finds endpoints
by name only in the projection, and lists only what its own database holds as newcomers: just enough to be met, and an
account whose secret lies in the projection, so that a newcomer that is nowhere else opens nothing.

Source: Asterisk 22, res_pjsip, pjsip_options.c; res_sorcery_astdb.
"""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from pathlib import Path

from cordboard.engine.apply.manager import Manager
from cordboard.engine.errors import EngineRefused
from cordboard.engine.render.node.sip import NEWCOMERS

PORTION = 5  # endpoints brought in at a time: each of them costs a look at all others of its portion
FAMILY = f"{NEWCOMERS}/endpoint"
STARTING = ("cordboard", "starting")  # family and key that say that newcomers are listed for the start
_MEET = "pjsip reload qualify aor"


def everybody_listed(home: Path) -> None:
    """The engine, which does not run, will meet every endpoint there is when it starts."""
    with closing(sqlite3.connect(home / "endpoints.sqlite3")) as projection:
        keys = [row[0] for row in projection.execute("SELECT id FROM ps_endpoints WHERE aors <> ''")]
    with closing(sqlite3.connect(home / "db" / "astdb.sqlite3")) as database, database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS astdb (key VARCHAR(256), value VARCHAR(256), PRIMARY KEY(key))"
        )
        database.execute("DELETE FROM astdb WHERE key LIKE ?", (f"/{FAMILY}/%",))
        rows = [
            (f"/{STARTING[0]}/{STARTING[1]}", "yes"),
            *((f"/{FAMILY}/{key}", _newcomer(key)) for key in keys),
        ]
        database.executemany("INSERT OR REPLACE INTO astdb VALUES (?, ?)", rows)


async def start_forget(manager: Manager) -> None:
    """Whoever was listed for the engine's start is so no more, once it has started."""
    family, key = STARTING
    with suppress(EngineRefused):  # it has no such command yet; or all this was done before
        await manager.action("DBGet", Family=family, Key=key)
        await manager.action("Command", Command=f"core show help {_MEET}")
        await manager.action("DBDel", Family=family, Key=key)
        await manager.action("DBDelTree", Family=FAMILY)


async def newcomers_list(manager: Manager, keys: Iterable[str]) -> None:
    """The engine can list these endpoints."""
    for key in keys:
        await manager.action("DBPut", Family=FAMILY, Key=key, Val=_newcomer(key))


async def newcomers_meet(manager: Manager, keys: Iterable[str]) -> None:
    """The engine knows these endpoints, and lists them no more."""
    met = list(keys)
    for key in met:
        await manager.action("Command", Command=f"{_MEET} {key}")
    for key in met:
        await manager.action("DBDel", Family=FAMILY, Key=key)


def _newcomer(key: str) -> str:
    return json.dumps({"aors": key, "auth": key})
