"""Lines of call records as the engine writes them, and spools that hold them."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from cordboard.engine.names import RECORDS_FILE
from cordboard.engine.records import RECORD_COLUMNS

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
UNANSWERED = {"answer": "0.000000", "disposition": "NO ANSWER", "end": "1700000020.000000"}


def record_line(changes: Mapping[str, str] | None = None, /, **more: str) -> bytes:
    """One line: a call of a minute from 101 to 102, with these fields changed."""
    fields = {**PLAIN, **(changes or {}), **more}
    names = [column.partition("(")[0] for column in RECORD_COLUMNS]
    assert set(fields) <= set(names), f"no such field: {set(fields) - set(names)}"
    return (",".join(_quoted(fields.get(name, "")) for name in names) + "\n").encode()


def record_line_at(started: datetime, number: int, **more: str) -> bytes:
    """A call of its own: the `number`th of that moment, one minute long."""
    begin = started.timestamp()
    own = f"{int(begin)}.{number}"
    times = {"start": f"{begin:.6f}", "answer": f"{begin + 3:.6f}", "end": f"{begin + 63:.6f}"}
    return record_line({**times, "uniqueid": own, "linkedid": own, "sequence": str(number)}, **more)


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
