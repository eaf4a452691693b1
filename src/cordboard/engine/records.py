"""A line of the engine's call detail records: shared by who has it written and who reads it.

Every field stands in double quotes, quotes inside are doubled, and a field may hold line breaks: the number a
phone dials may (RFC 3261 section 25.1 lets any byte be escaped). So a record ends where the quotes say, not at
a line break. No text inside a field can pass for the start of a record: there, quotes come in pairs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

RECORD_COLUMNS = (
    "start(double)",
    "answer(double)",
    "end(double)",
    "clid",
    "src",
    "dst",
    "dcontext",
    "channel",
    "dstchannel",
    "lastapp",
    "disposition",
    "duration",
    "billsec",
    "accountcode",
    "uniqueid",
    "linkedid",
    "sequence",
    "peeraccount",
    "facts(uservar)",
)

LONGEST_RECORD = 32_768  # bytes; what is longer is no record
_FIELD = rb'"(?>[^"]|"")*"'
_START = rb'"[0-9]{1,11}\.[0-9]{1,9}"'
_RECORD = re.compile(_START + rb"(?:," + _FIELD + rb"){%d}\r?\n" % (len(RECORD_COLUMNS) - 1))
_BEGINNING = re.compile(_START + rb',"')
_INSIDE = re.compile(rb'"((?>[^"]|"")*)"')
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NAME = re.compile(r'"(.*)" <[^<]*>', re.DOTALL)


class RecordMalformed(ValueError):
    """A line is no call record: says which part is not as it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One leg of a call as the engine wrote it down. Texts hold no control signs; times are UTC."""

    started: datetime
    answered: datetime | None
    ended: datetime
    caller_name: str
    caller_number: str
    dialled: str
    context: str
    channel: str
    far_channel: str
    application: str
    disposition: str  # ANSWERED, NO ANSWER, BUSY, CANCEL, FAILED, CONGESTION
    account: str  # company key of the caller's endpoint
    unique_id: str
    linked_id: str
    sequence: int
    company: (
        str  # this and what follows: facts that the call server, or the plan without it, put on the record
    )
    person: str
    callee: str
    destination: str
    outcome: str
    rule: str
    cause: int | None  # Q.850; None when the engine said 0, "not defined"
    direction: str

    @property
    def endpoint(self) -> str:
        """Key of the caller's endpoint, empty when it is none of ours."""
        return endpoint_of(self.channel)

    @property
    def far_endpoint(self) -> str:
        """Key of the endpoint that was called, empty when none was."""
        return endpoint_of(self.far_channel)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpoolBlock:
    """What a piece of the file holds: whole records, what can never become one, and how many bytes that is."""

    records: tuple[bytes, ...]
    rejected: tuple[bytes, ...]
    taken: int


def endpoint_of(channel: str) -> str:
    """The endpoint in a channel's name: `e…` of `PJSIP/e…-0000002a`. Source: Asterisk, chan_pjsip."""
    kind, _, rest = channel.partition("/")
    return rest.rpartition("-")[0] if kind == "PJSIP" else ""


def facts_text(facts: Mapping[str, str]) -> str:
    """Facts as one field of a record: each one written by itself would cost the engine a message to its record keeper."""
    return urlencode(facts)


def facts_read(text: str) -> dict[str, str]:
    """The facts in a field; of one given twice the last."""
    return {name: CONTROL.sub(" ", value) for name, value in parse_qsl(text)}


def record_line_parse(line: bytes) -> RecordLine:
    """The record in a line. Raises RecordMalformed naming the field."""
    texts = [_text(field) for field in _INSIDE.findall(line)]
    if not _RECORD.fullmatch(line if line.endswith(b"\n") else line + b"\n"):
        raise RecordMalformed(f"not {len(RECORD_COLUMNS)} quoted fields that start with a time")
    fields = dict(zip((name.partition("(")[0] for name in RECORD_COLUMNS), texts, strict=True))
    facts = facts_read(fields["facts"])
    return RecordLine(
        started=_moment(fields, "start"),
        answered=_moment(fields, "answer") if _seconds(fields, "answer") else None,
        ended=_moment(fields, "end"),
        caller_name=_name(fields["clid"]),
        caller_number=fields["src"],
        dialled=fields["dst"],
        context=fields["dcontext"],
        channel=fields["channel"],
        far_channel=fields["dstchannel"],
        application=fields["lastapp"],
        disposition=fields["disposition"],
        account=fields["accountcode"],
        unique_id=_present(fields, "uniqueid"),
        linked_id=_present(fields, "linkedid"),
        sequence=_number(fields, "sequence"),
        company=facts.get("company", ""),
        person=facts.get("person", ""),
        callee=facts.get("callee", ""),
        destination=facts.get("destination", ""),
        outcome=facts.get("outcome", ""),
        rule=facts.get("rule", ""),
        cause=_cause(facts.get("cause", "")),
        direction=facts.get("direction", ""),
    )


def records_split(block: bytes, *, final: bool = False) -> SpoolBlock:
    """The records of a piece of the file; `final` when nothing will be added behind it.

    A record that is not whole yet stays where it is. Garbage is told from records by their beginnings, so a
    line cut short by a full disk costs itself only, even with the next record stuck to it.
    """
    records: list[bytes] = []
    rejected: list[bytes] = []
    place = 0
    while found := _RECORD.search(block, place):
        if found.start() > place:
            rejected.append(block[place : found.start()])
        records.append(found.group())
        place = found.end()
    end = len(block) if final else _hopeless(block, place)
    if end > place:
        rejected.append(block[place:end])
    return SpoolBlock(records=tuple(records), rejected=tuple(rejected), taken=end)


def _hopeless(block: bytes, place: int) -> int:
    """Where that part of the rest ends which can not become a record, whatever comes behind it."""
    for beginning in _BEGINNING.finditer(block, place):
        if len(block) - beginning.start() < LONGEST_RECORD:
            return beginning.start() if _open(block[beginning.start() :]) else block.rfind(b"\n", place) + 1
    if len(block) - place > LONGEST_RECORD:
        return max(block.rfind(b"\n", place) + 1, len(block) - LONGEST_RECORD)
    return max(block.rfind(b"\n", place) + 1, place)


def _open(rest: bytes) -> bool:
    """Whether a record that began is still being written: a quote is open, or its last line has no end."""
    return rest.count(b'"') % 2 == 1 or not rest.endswith(b"\n")


def _text(field: bytes) -> str:
    return CONTROL.sub(" ", field.replace(b'""', b'"').decode(errors="replace"))


def _present(fields: dict[str, str], name: str) -> str:
    if not fields[name]:
        raise RecordMalformed(f"{name} is empty")
    return fields[name]


def _number(fields: dict[str, str], name: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", fields[name]):
        raise RecordMalformed(f"{name} is no whole number")
    return int(fields[name])


def _seconds(fields: dict[str, str], name: str) -> float:
    if not re.fullmatch(r"[0-9]{1,11}(\.[0-9]{1,9})?", fields[name]):
        raise RecordMalformed(f"{name} is no time")
    return float(fields[name])


def _moment(fields: dict[str, str], name: str) -> datetime:
    return datetime.fromtimestamp(_seconds(fields, name), UTC)


def _cause(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,2}", text) and int(text) < 128 else None


def _name(caller: str) -> str:
    found = _NAME.fullmatch(caller)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else ""
