"""A line of call records is read as the engine wrote it, and nothing a caller sends can pass for one."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cordboard.engine.causes import CAUSES, UNASSIGNED, cause_text
from cordboard.engine.records import (
    CONTROL,
    LONGEST_RECORD,
    RECORD_COLUMNS,
    RecordMalformed,
    endpoint_of,
    facts_read,
    facts_text,
    record_line_parse,
    records_split,
)
from kit.records import FACTS, record_line

pytestmark = pytest.mark.pure

TEXT_COLUMNS = ("clid", "src", "dst", "company", "person", "callee", "rule", "direction")
# Written by Asterisk 22.10 for a call to `sip:99%0A%22foo%22,%0D…`, before the dialplan refused such numbers.
FROM_THE_ENGINE = (
    b'"1795380909.087183","0.000000","1795380914.028149","""Anna, \\\\\\""A\\\\\\""; x"" <101>","101","99\n""foo"",\r",'
    b'"phones","PJSIP/e2222222222222222-00000007","","Hangup","FAILED","4","0","t2222222222222222","1795380909.12",'
    b'"1795380909.12","9","","company=t2222222222222222&direction=internal&outcome=refused&rule=number+unknown&cause=1"\n'
)


def test_a_line_tells_times_ends_and_notes() -> None:
    line = record_line_parse(record_line(cause="16", outcome="answered", rule="extension"))
    assert line.started == datetime(2023, 11, 14, 22, 13, 20, 250000, tzinfo=UTC)
    assert line.answered == datetime(2023, 11, 14, 22, 13, 23, 500000, tzinfo=UTC)
    assert (line.caller_name, line.caller_number, line.dialled) == ("Adam Aurora", "101", "102")
    assert (line.endpoint, line.far_endpoint) == ("e2222222222222222", "e3333333333333333")
    assert (line.cause, line.outcome, line.rule, line.sequence) == (16, "answered", "extension", 1)


def test_a_line_the_engine_really_wrote_is_one_record_in_spite_of_its_line_break() -> None:
    found = records_split(FROM_THE_ENGINE * 2)
    assert (len(found.records), found.rejected) == (2, ())
    line = record_line_parse(found.records[0])
    assert line.dialled == '99 "foo", '
    assert line.caller_name == 'Anna, \\"A\\"; x'
    assert line.answered is None


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("start", ""), ("start", "yesterday"), ("end", "-1"), ("sequence", "one"), ("sequence", "9" * 30),
        ("uniqueid", ""), ("linkedid", ""), ("answer", "1e9"), ("answer", "²"),
    ],
)  # fmt: skip
def test_a_line_that_makes_no_sense_names_its_field(field: str, text: str) -> None:
    with pytest.raises(RecordMalformed, match=f"{field} |start with a time"):
        record_line_parse(record_line({field: text}))


@pytest.mark.parametrize(
    ("text", "cause"), [("0", None), ("", None), ("128", None), ("x", None), ("127", 127)]
)
def test_a_cause_is_a_number_of_the_table_or_none(text: str, cause: int | None) -> None:
    assert record_line_parse(record_line(cause=text)).cause == cause


@pytest.mark.parametrize(
    ("channel", "endpoint"),
    [
        ("PJSIP/e22-00000001", "e22"),
        ("PJSIP/a-b-00000001", "a-b"),
        ("Local/1@x-1;2", ""),
        ("", ""),
        ("PJSIP/", ""),
    ],
)
def test_an_endpoint_is_read_from_its_channel(channel: str, endpoint: str) -> None:
    assert endpoint_of(channel) == endpoint


@given(st.lists(st.dictionaries(st.sampled_from(TEXT_COLUMNS), st.text(max_size=60)), max_size=4))
@example([{"dst": '"\n"1700000000.250000","'}, {"src": '1"\n' + '"1700000000.0",' * 30}])
def test_whatever_people_dial_each_record_stays_one_record(records: list[dict[str, str]]) -> None:
    written = [record_line(fields) for fields in records]
    found = records_split(b"".join(written))
    assert list(found.records) == written
    assert found.rejected == ()
    for record in found.records:
        line = record_line_parse(record)
        assert not any(sign < " " for sign in line.dialled + line.caller_name)


@given(text=st.text(max_size=200), place=st.sampled_from(TEXT_COLUMNS))
def test_a_whole_forged_record_inside_a_field_is_text(text: str, place: str) -> None:
    forged = record_line(src="666", uniqueid="1.666").decode()
    found = records_split(record_line({place: text + forged}))
    assert len(found.records) == 1
    assert record_line_parse(found.records[0]).unique_id == "1700000000.1"


@given(cut=st.integers(1, 400), whole=st.integers(0, 2))
def test_a_record_that_is_not_whole_yet_waits_for_its_rest(cut: int, whole: int) -> None:
    line = record_line(dst="1\n2")
    cut = min(cut, len(line) - 1)
    found = records_split(line * whole + line[:cut])
    assert (len(found.records), found.rejected, found.taken) == (whole, (), len(line) * whole)
    assert len(records_split(line * whole + line).records) == whole + 1


@pytest.mark.parametrize("glue", [b"", b"\n"])
def test_a_line_cut_short_costs_itself_only(glue: bytes) -> None:
    line = record_line()
    for cut in range(1, len(line) - 1):  # a whole line without its end is no stump
        stump = line[:cut]
        found = records_split(stump + glue + line)
        assert found.records == (line,)
        assert b"".join(found.rejected) == stump + glue


@pytest.mark.parametrize(
    "garbage", [b"garbage\n", b"\n", b'"1.0","half\n', b"\x00\xff\n", b'""","\n', b"a,b,c\nd\n"]
)
def test_garbage_between_records_is_rejected_and_nothing_else(garbage: bytes) -> None:
    line = record_line()
    found = records_split(line + garbage + line)
    assert found.records == (line, line)
    assert b"".join(found.rejected) == garbage


@pytest.mark.parametrize("garbage", [b"garbage\n", b"\n", b"\x00\xff\n", b'""","\n', b'"1.0","two fields"\n'])
def test_garbage_at_the_end_is_rejected_at_once(garbage: bytes) -> None:
    found = records_split(record_line() + garbage)
    assert b"".join(found.rejected) == garbage
    assert found.taken == len(record_line() + garbage)


def test_a_finished_file_leaves_nothing_waiting() -> None:
    found = records_split(record_line() + record_line()[:50], final=True)
    assert found.rejected == (record_line()[:50],)


def test_an_endless_line_does_not_hold_up_what_comes_behind_it() -> None:
    flood = b"x" * (LONGEST_RECORD * 3)
    found = records_split(flood)
    assert found.taken >= LONGEST_RECORD
    assert records_split(flood[found.taken :] + b"\n" + record_line()).records == (record_line(),)


@given(st.binary(max_size=300))
def test_any_bytes_are_split_into_what_they_are(block: bytes) -> None:
    found = records_split(block, final=True)
    assert b"".join(found.rejected) == block
    assert records_split(block).taken <= len(block)


def test_columns_have_names_of_their_own() -> None:
    names = [column.partition("(")[0] for column in RECORD_COLUMNS]
    assert len(set(names)) == len(names)


def test_every_cause_of_the_standard_has_its_words() -> None:
    assert cause_text(16) == "Normal call clearing"
    assert cause_text(17) == "User busy"
    assert cause_text(60) == UNASSIGNED
    assert len(CAUSES) == 71
    assert len(set(CAUSES.values())) == len(CAUSES)


@given(st.dictionaries(st.sampled_from(FACTS), st.text(max_size=120), min_size=1))
def test_facts_are_read_as_they_were_written(facts: dict[str, str]) -> None:
    read = facts_read(facts_text(facts))

    assert read == {name: shown for name, value in facts.items() if (shown := CONTROL.sub(" ", value))}


def test_of_a_fact_that_the_engine_added_later_the_last_counts() -> None:
    line = record_line_parse(record_line(facts="company=t1&rule=extension&rule=fallback"))

    assert (line.company, line.rule, line.outcome) == ("t1", "fallback", "")
