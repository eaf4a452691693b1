"""docs/coverage.csv has one line for each catalogue row, and says which test proves it."""

from collections import Counter
from pathlib import Path

import pytest

from kit.coverage import coverage_rows

pytestmark = pytest.mark.pure

# Source: the catalogue's own table of seeds.
ROWS_OF_SEED = {"EXC": 59, "VCM": 41, "USR": 86, "SCO": 190, "WDX": 201}


def test_each_catalogue_row_has_exactly_one_line() -> None:
    rows = [line["row"] for line in coverage_rows()]
    expected = [
        f"{seed}-{number:02d}" for seed, count in ROWS_OF_SEED.items() for number in range(1, count + 1)
    ]
    assert Counter(rows) == Counter(expected)


def test_states_are_the_three_known_ones() -> None:
    assert {line["state"] for line in coverage_rows()} <= {"done", "partial", "absent"}


def test_each_done_row_names_a_test_that_exists() -> None:
    for line in coverage_rows():
        if line["state"] == "done":
            path, _, name = line["proof"].partition("::")
            text = Path(path).read_text()
            assert f"def {name.partition('[')[0]}(" in text, f"{line['row']}: no test {line['proof']}"


def test_partial_rows_say_what_is_missing() -> None:
    assert [line["row"] for line in coverage_rows() if line["state"] == "partial" and not line["note"]] == []
