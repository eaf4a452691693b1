"""The spool is taken in as it grows, renamed when full, and never in half."""

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from threading import Event

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cordboard.base.configuration import Configuration
from cordboard.calls.models import CallLeg, CallRecord, SpoolPosition
from cordboard.calls.rules import call_of
from cordboard.calls.types import CallFacts, LegFacts
from cordboard.engine.names import RECORDS_FILE
from cordboard.journal.selectors import journal_page
from cordboard.processes.diagnosis import LOOKS, Grade
from cordboard.processes.health import BEAT, health_of
from cordboard.processes.worker import aside
from cordboard.processes.worker.aside import (
    AGAIN,
    KEPT,
    LONGEST_REASON,
    REJECTED_FILE,
    Rejected,
    is_reason,
    rejected_count,
    rejected_files,
    rejected_keep,
    spool_folder,
)
from cordboard.processes.worker.intake import BLOCK, Intake, node_of, spool_turn
from cordboard.tenancy.scope import all_companies
from kit.records import record_line, spool_append

pytestmark = [pytest.mark.database, pytest.mark.django_db]

_sequence = count(1)


@pytest.fixture(autouse=True)
def platform_wide() -> Iterator[None]:
    """What lies in the tables is counted for all companies."""
    with all_companies():
        yield


@pytest.fixture
def intake(tmp_path: Path) -> Intake:
    """An intake of an empty spool."""
    folder = tmp_path / "cdr-custom"
    folder.mkdir()
    return Intake(folder=folder)


def fresh_line(**more: str) -> bytes:
    """A call of its own."""
    number = str(next(_sequence))
    return record_line({"uniqueid": f"1.{number}", "linkedid": f"1.{number}", "sequence": number, **more})


def test_lines_are_taken_in_as_they_come(intake: Intake) -> None:
    spool_append(intake.folder, fresh_line())
    assert intake.stirred()
    intake.take()
    assert not intake.stirred()
    spool_append(intake.folder, fresh_line(), fresh_line())
    assert intake.stirred()
    intake.take()
    assert CallLeg.objects.count() == 3


def test_a_spool_that_is_not_there_yet_is_no_trouble(tmp_path: Path) -> None:
    intake = Intake(folder=tmp_path / "nowhere")
    assert not intake.stirred()
    intake.take()


def test_a_line_is_left_alone_until_it_is_whole(intake: Intake) -> None:
    line = fresh_line()
    spool_append(intake.folder, fresh_line(), line[:70])
    intake.take()
    assert CallLeg.objects.count() == 1
    spool_append(intake.folder, line[70:])
    intake.take()
    assert CallLeg.objects.count() == 2
    assert not (intake.folder / REJECTED_FILE).exists()


def test_the_whole_file_read_again_adds_nothing(intake: Intake) -> None:
    spool_append(intake.folder, *(fresh_line() for _ in range(20)), b"garbage\n")
    intake.take()
    SpoolPosition.objects.all().delete()
    intake._seen = ()
    intake.take()
    assert (CallLeg.objects.count(), CallRecord.objects.count()) == (20, 20)
    assert (intake.folder / REJECTED_FILE).read_bytes() == b"# put aside: no record of a call\ngarbage\n"


def test_what_can_not_be_read_is_kept_counted_and_told(intake: Intake) -> None:
    bad = fresh_line(sequence="many")
    spool_append(intake.folder, fresh_line(), b"\x00garbage\n", fresh_line(), bad, b"\xff\xfe\n")
    intake.take()
    assert CallLeg.objects.count() == 2
    assert (intake.folder / REJECTED_FILE).read_bytes() == (
        b"# put aside: no record of a call\n\x00garbage\n"
        b"# put aside: no record of a call\n\xff\xfe\n"
        b"# put aside: sequence is no whole number\n" + bad
    )
    assert rejected_count(intake.folder) == 3
    assert SpoolPosition.objects.get().rejected == 3
    alarms = [
        entry for entry in journal_page(companies=None).entries if entry.kind == "calls.records_rejected"
    ]
    assert [alarm.facts["lines"] for alarm in alarms] == ["3"]


def test_a_full_file_is_renamed_and_gone_once_nobody_writes_to_it(intake: Intake) -> None:
    intake.rotate_at, intake.grace_s = 1000, 0.05
    spool_append(intake.folder, *(fresh_line() for _ in range(5)))
    intake.take()
    (renamed,) = intake.folder.glob(f"{RECORDS_FILE}.*")
    with renamed.open("ab") as late:  # a writer that had the file open when it was renamed
        late.write(fresh_line())
    spool_append(intake.folder, fresh_line())
    intake.take()
    assert CallLeg.objects.count() == 7
    renamed.touch()
    assert _until_finished(intake)
    assert not renamed.exists()
    assert CallLeg.objects.count() == 7
    assert [row.inode for row in SpoolPosition.objects.all()] == [
        str((intake.folder / RECORDS_FILE).stat().st_ino)
    ]


def test_a_spool_turned_over_goes_once_it_is_read_and_an_empty_one_stays(intake: Intake) -> None:
    intake.grace_s = 0.05
    spool = spool_append(intake.folder, fresh_line(), fresh_line())
    spool_turn(intake.folder)
    assert not spool.exists()
    assert _until_finished(intake)
    assert CallLeg.objects.count() == 2
    spool_turn(intake.folder)
    spool.touch()
    spool_turn(intake.folder)
    assert spool.exists()


def test_a_renamed_file_keeps_its_place_and_half_a_line_at_its_end_is_rejected(intake: Intake) -> None:
    intake.grace_s = 0.05
    spool_append(intake.folder, fresh_line(), fresh_line()[:50])
    intake.take()
    (intake.folder / RECORDS_FILE).rename(intake.folder / f"{RECORDS_FILE}.1700000000000")
    assert _until_finished(intake)
    assert CallLeg.objects.count() == 1
    assert (intake.folder / REJECTED_FILE).read_bytes().splitlines()[1].startswith(b'"1700000000.250000"')


def _until_finished(intake: Intake) -> bool:
    """Take until no renamed file is left, half a second at most."""
    for _ in range(10):
        intake.take()
        if not list(intake.folder.glob(f"{RECORDS_FILE}.*")):
            return True
        Event().wait(0.05)
    return False


def test_a_new_file_that_was_given_an_old_ones_inode_is_read_from_its_beginning(intake: Intake) -> None:
    spool = spool_append(intake.folder, fresh_line(), fresh_line())
    intake.take()
    spool.write_bytes(fresh_line(clid='"Someone else" <9>') + fresh_line() + fresh_line())  # same inode
    intake.take()
    assert CallLeg.objects.count() == 5


def test_a_file_cut_back_is_read_from_its_beginning(intake: Intake) -> None:
    spool = spool_append(intake.folder, fresh_line(), fresh_line())
    intake.take()
    spool.write_bytes(fresh_line())
    intake.take()
    assert CallLeg.objects.count() == 3


def test_a_file_longer_than_a_block_is_taken_in_whole(intake: Intake) -> None:
    lines = [fresh_line(rule="x" * 2000) for _ in range(3 * BLOCK // 2200)]
    spool_append(intake.folder, b"".join(lines))
    intake.take()
    assert CallLeg.objects.count() == len(lines)


def test_told_to_stop_it_ends_after_the_block_in_hand_and_goes_on_later(intake: Intake) -> None:
    lines = [fresh_line(rule="x" * 2000) for _ in range(3 * BLOCK // 2200)]
    spool_append(intake.folder, b"".join(lines))
    intake.take(enough=lambda: True)
    assert 0 < CallLeg.objects.count() < len(lines)
    assert intake.stirred()
    intake.take()
    assert CallLeg.objects.count() == len(lines)


def test_a_spool_keeps_its_name(intake: Intake) -> None:
    name = node_of(intake.folder)
    assert name.startswith("n")
    assert node_of(intake.folder) == name


def test_what_a_crash_cut_short_wherever_is_written_again_and_once(tmp_path: Path) -> None:
    file = tmp_path / REJECTED_FILE
    rejected = [
        Rejected(piece=piece, reason="bad") for piece in (b"one\n", b'"two\nin two lines"', b"three\n")
    ]
    whole = b"".join(one.entry for one in rejected)
    for cut in range(len(whole) + 1):
        file.write_bytes(whole[:cut])
        rejected_keep(file, [*rejected, rejected[0]])
        assert file.read_bytes() == whole


@pytest.mark.parametrize("left", [b"mended,by,hand", b"# put aside: mine", b"# put aside: bad\nhalf", b"#"])
def test_a_last_line_that_somebody_left_without_a_line_break_is_kept(tmp_path: Path, left: bytes) -> None:
    file = tmp_path / REJECTED_FILE
    file.write_bytes(b"first\n" + left)
    entry = Rejected(piece=b"new\n", reason="worse" if left == b"#" else "other")
    rejected_keep(file, [entry])
    rejected_keep(file, [entry])
    mended = b"" if left == b"#" else left + b"\n"  # that may be our own, cut short
    assert file.read_bytes() == b"first\n" + mended + entry.entry


def test_the_file_begins_anew_when_it_is_large_and_the_oldest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside, "LARGE", 100)
    file = tmp_path / REJECTED_FILE
    pieces = [b"%03d%s\n" % (number, b"x" * 60) for number in range(20)]
    for piece in pieces:
        for _ in range(2):  # as after a crash: also when the file began anew in between
            rejected_keep(file, [Rejected(piece=piece, reason="bad")])
    files = rejected_files(tmp_path)
    assert [one.name for one in files] == [
        REJECTED_FILE,
        *(f"calls.rejected.{age}.csv" for age in range(1, KEPT + 1)),
    ]
    kept = [line for one in reversed(files) for line in one.read_bytes().splitlines(keepends=True)]
    newest = pieces[-rejected_count(tmp_path) :]
    assert [line for line in kept if not is_reason(line)] == newest
    assert rejected_count(tmp_path) == 2 * (KEPT + 1)
    assert all(one.stat().st_size < 2 * aside.LARGE for one in files)


def test_what_lies_aside_in_the_file_before_does_not_come_in_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One block puts aside twice: what is garbage, and what spoils it. A crash behind the second repeats the first."""
    monkeypatch.setattr(aside, "LARGE", 50)
    file = tmp_path / REJECTED_FILE
    garbage, spoiling = Rejected(piece=b"x" * 50, reason="garbage"), Rejected(piece=b"y", reason="spoils")
    for _ in range(3):
        rejected_keep(file, [garbage])
        rejected_keep(file, [spoiling])
    assert rejected_count(tmp_path) == 2


def test_a_reason_is_one_line_of_bounded_length() -> None:
    entry = Rejected(piece=b"x", reason="bad\n# put aside: \x1b[2J" + "é" * 1000).entry
    first, piece = entry.decode().splitlines()
    assert first.isprintable()
    assert len(first) < LONGEST_REASON + 20
    assert piece == "x"


@pytest.fixture
def poison() -> str:
    """A number that the table refuses, as if it knew a rule that the program does not."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE calls_callleg ADD CONSTRAINT refused CHECK (dialled <> 'poison')")
    return "poison"


def test_one_line_that_spoils_its_block_is_put_aside_with_its_reason_and_the_rest_is_in(
    intake: Intake, poison: str
) -> None:
    bad = fresh_line(dst=poison)
    spool_append(intake.folder, fresh_line(), bad, fresh_line(), b"garbage\n", fresh_line())
    intake.take()
    assert CallLeg.objects.count() == CallRecord.objects.count() == 3
    kept = (intake.folder / REJECTED_FILE).read_bytes()
    assert bad in kept
    assert b"# put aside: IntegrityError: " in kept
    assert rejected_count(intake.folder) == 2
    position = SpoolPosition.objects.get()
    assert (position.records, position.rejected) == (3, 2)
    alarms = [
        entry for entry in journal_page(companies=None).entries if entry.kind == "calls.records_rejected"
    ]
    assert [alarm.facts["lines"] for alarm in alarms] == ["2"]
    intake.take()
    assert CallLeg.objects.count() == 3


def test_a_line_on_which_the_program_fails_is_put_aside_too(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(legs: Iterable[LegFacts]) -> CallFacts:
        known = list(legs)
        if any(leg.dialled == "666" for leg in known):
            raise KeyError("a case nobody thought of")
        return call_of(known)

    monkeypatch.setattr("cordboard.calls.services.intake.call_of", stumble)
    spool_append(intake.folder, fresh_line(), fresh_line(dst="666"), fresh_line())
    intake.take()
    assert CallLeg.objects.count() == 2
    assert b"KeyError: 'a case nobody thought of'" in (intake.folder / REJECTED_FILE).read_bytes()


def test_a_database_of_another_version_puts_nothing_aside(intake: Intake) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE calls_callleg RENAME COLUMN dialled TO called")
    spool_append(intake.folder, fresh_line())
    with pytest.raises(ProgrammingError), transaction.atomic():
        intake.take()
    assert rejected_count(intake.folder) == 0
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE calls_callleg RENAME COLUMN called TO dialled")
    intake.take()
    assert CallLeg.objects.count() == 1


def test_what_was_put_aside_is_taken_in_once_it_is_mended_and_named_like_a_spool(
    intake: Intake, poison: str
) -> None:
    intake.grace_s = 0.05
    spool_append(intake.folder, fresh_line(), fresh_line(dst=poison), fresh_line(dst=poison))
    intake.take()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE calls_callleg DROP CONSTRAINT refused")
    (intake.folder / REJECTED_FILE).rename(intake.folder / f"{RECORDS_FILE}.{AGAIN}")
    assert _until_finished(intake)
    assert CallLeg.objects.count() == 3
    assert rejected_count(intake.folder) == 0


def test_doctor_and_health_tell_of_what_was_put_aside(tmp_path: Path) -> None:
    configuration = Configuration(data=tmp_path)
    beat = tmp_path / BEAT
    beat.parent.mkdir()
    beat.touch()
    (good,) = LOOKS["call records"]("call records", configuration)
    assert good.grade is Grade.GOOD
    assert health_of("worker", configuration).detail == "takes jobs"
    spool_folder(tmp_path).mkdir(parents=True)
    rejected_keep(spool_folder(tmp_path) / REJECTED_FILE, [Rejected(piece=b"x", reason="bad")])
    (note,) = LOOKS["call records"]("call records", configuration)
    assert (note.grade, note.seen[:11]) == (Grade.NOTE, "1 put aside")
    assert str(spool_folder(tmp_path)) in note.seen
    assert health_of("worker", configuration).detail == "takes jobs; 1 call records put aside"
    (spool_folder(tmp_path) / "calls.rejected.1.csv").write_bytes(Rejected(piece=b"y", reason="bad").entry)
    assert health_of("worker", configuration).detail.endswith(
        "2 call records put aside in 2 files, of 5 that are kept"
    )
    (note,) = LOOKS["call records"]("call records", configuration)
    assert "calls.rejected.1.csv" in note.seen


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_portions_the_file_grows_in_each_record_comes_in_once(
    tmp_path: Path, data: st.DataObject
) -> None:
    CallRecord.objects.all().delete()
    SpoolPosition.objects.all().delete()
    texts = data.draw(st.lists(st.text(max_size=20), min_size=1, max_size=6))
    whole = b"".join(fresh_line(dst=text, clid=f'"{text}" <1>', rule=text) for text in texts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=5)))
    folder = tmp_path / str(next(_sequence))
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        spool_append(folder, whole[start:end])
        Intake(folder=folder).take()  # a new one each time, as after a restart
    assert CallLeg.objects.count() == len(texts)
    assert not (folder / REJECTED_FILE).exists()
