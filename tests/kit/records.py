"""Lines of call records as the engine writes them, and spools that hold them."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from cordboard.engine.names import RECORDS_FILE
from cordboard.engine.records import RECORD_COLUMNS, facts_text

if TYPE_CHECKING:
    from kit.companies import Side

PLAIN = {
    "start": "1700000000.250000",
    "answer": "1700000003.500000",
    "end": "1700000063.750000",
    "clid": '"Adam Aurora" <101>',
    "src": "101",
    "dst": "102",
    "dcontext": "phones",
    "channel": "PJSIP/e2222222222222222-00000001",
    "dstchannel": "PJSIP/e3333333333333333-00000002",
    "lastapp": "Dial",
    "disposition": "ANSWERED",
    "duration": "63",
    "billsec": "60",
    "uniqueid": "1700000000.1",
    "linkedid": "1700000000.1",
    "sequence": "1",
}
FACTS = ("company", "direction", "person", "callee", "destination", "outcome", "rule", "cause")
UNANSWERED = {"answer": "0.000000", "disposition": "NO ANSWER", "end": "1700000020.000000"}


def record_line(changes: Mapping[str, str] | None = None, /, **more: str) -> bytes:
    """One line: a call of a minute from 101 to 102, with these fields changed."""
    fields = {**PLAIN, **(changes or {}), **more}
    facts = {name: fields.pop(name) for name in FACTS if name in fields}
    fields = {"facts": facts_text(facts), **fields}
    names = [column.partition("(")[0] for column in RECORD_COLUMNS]
    assert set(fields) <= set(names), f"no such field: {set(fields) - set(names)}"
    return (",".join(_quoted(fields.get(name, "")) for name in names) + "\n").encode()


def record_line_at(started: datetime, number: int, **more: str) -> bytes:
    """A call of its own: the `number`th of that moment, one minute long."""
    begin = started.timestamp()
    own = f"{int(begin)}.{number}"
    times = {"start": f"{begin:.6f}", "answer": f"{begin + 3:.6f}", "end": f"{begin + 63:.6f}"}
    return record_line({**times, "uniqueid": own, "linkedid": own, "sequence": str(number), **more})


def spool_append(folder: Path, *lines: bytes) -> Path:
    """The lines are in the spool, each by a write of its own, as the engine does it."""
    folder.mkdir(parents=True, exist_ok=True)
    spool = folder / RECORDS_FILE
    for line in lines:
        with spool.open("ab", buffering=0) as file:
            file.write(line)
    return spool


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def call_make(side: "Side") -> UUID:
    """A call from the side's user to its administrator is on record; the same one however often this is asked."""
    from cordboard.calls.selectors import CallWindow, calls_page
    from cordboard.calls.services import records_take
    from cordboard.calls.types import CallFilter, SpoolPiece
    from cordboard.engine.records import record_line_parse

    line = record_line(call_fields(side), uniqueid=side.company.key, linkedid=side.company.key)
    piece = SpoolPiece(node="test", inode=side.company.key, start=0, end=1, head="")
    records_take(piece=piece, lines=[record_line_parse(line)])
    wanted = CallFilter(person=side.user.person.id)
    return (
        calls_page(company=side.company.id, wanted=wanted, window=CallWindow(newest_first=False)).rows[0].id
    )


def call_fields(side: "Side", **more: str) -> dict[str, str]:
    """The fields of a call from the side's user (102) to its administrator (101)."""
    return {
        "accountcode": side.company.key,
        "company": side.company.key,
        "direction": "internal",
        "channel": f"PJSIP/{side.user.device.key}-00000001",
        "dstchannel": f"PJSIP/{side.admin.device.key}-00000002",
        "src": "102",
        "dst": "101",
        "person": str(side.user.person.id),
        "callee": str(side.admin.person.id),
        **more,
    }
