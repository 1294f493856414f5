"""Which days people may write."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.days import FIRST_DAY, against_day, is_sensible, last_day
from gongkai.core.organisation.rules.roster import _day
from gongkai.duties.supervision.rules.dates import find_date, month_end, safe_date

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("day", "is_meant"),
    [
        (date.min, False),
        (date(26, 11, 27), False),
        (date(1949, 9, 30), False),
        (date(1949, 10, 1), True),
        (TODAY, True),
        (date(2076, 12, 31), True),
        (date(2077, 1, 1), False),
        (date.max, False),
    ],
)
def test_days_of_this_state_and_as_far_as_anybody_plans(day: date, is_meant: bool) -> None:
    assert is_sensible(day, TODAY) is is_meant
    assert bool(against_day(day, TODAY)) is not is_meant
    if not is_meant:
        assert "1949-10-01 至 2076-12-31" in against_day(day, TODAY)


@given(st.dates())
def test_a_day_that_may_be_written_can_be_reckoned_with(day: date) -> None:
    if is_sensible(day, TODAY):
        assert FIRST_DAY <= day <= last_day(TODAY)


@pytest.mark.parametrize("year", [1, 1948, 2200, 9999])
def test_no_such_year_is_read_out_of_a_paper(year: int) -> None:
    assert safe_date(year, 12, 31) is None
    assert month_end(year, 12) is None
    assert find_date(f"{year:04}年12月31日") is None
    assert _day(f"{year:04}-12-31") is None
