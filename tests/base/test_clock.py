"""Months are counted as people count them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cordboard.base.clock import months_before

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2024, 2, 29), 12, (2023, 2, 28)),
        ((2026, 1, 15), 1, (2025, 12, 15)),
        ((2026, 12, 1), 24, (2024, 12, 1)),
    ],
)
def test_the_same_day_or_the_last_of_a_shorter_month(
    moment: tuple[int, int, int], months: int, before: tuple[int, int, int]
) -> None:
    assert months_before(datetime(*moment, 5, 6, tzinfo=UTC), months) == datetime(*before, 5, 6, tzinfo=UTC)


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1)), st.integers(1, 1200))  # noqa: DTZ001
def test_so_many_months_are_about_so_many_days(moment: datetime, months: int) -> None:
    assert abs((moment - months_before(moment, months)).days - months * 30.436875) < 4
