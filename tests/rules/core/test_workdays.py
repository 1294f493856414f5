"""Periods and working days: tables of known answers, and properties over any calendar."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import gongkai.core.workdays
from gongkai.core.workdays.enums import Roll, Unit
from gongkai.core.workdays.rules import (
    FIXED_HOLIDAYS,
    Calendar,
    Deferred,
    Duration,
    Settled,
    YearMissingError,
    YearTable,
    add_workdays,
    calendar_of,
    cutoff,
    days,
    deadline,
    ends_at,
    is_workday,
    last_day,
    last_day_in_force,
    months,
    notice_day,
    workdays,
    workdays_between,
    years,
)

D = date.fromisoformat
ONE = timedelta(days=1)


def _seed() -> Calendar:
    path = Path(gongkai.core.workdays.__file__).parent / "data" / "holidays.json"
    body = json.loads(path.read_text(encoding="utf-8"))["years"]
    return calendar_of(
        YearTable(
            int(year),
            table["instrument"],
            frozenset(D(day) for day, kind, _ in table["days"] if kind == "holiday"),
            frozenset(D(day) for day, kind, _ in table["days"] if kind == "makeup"),
        )
        for year, table in body.items()
    )


SEED = _seed()


@st.composite
def tables(draw: st.DrawFn, year: int) -> YearTable:
    """Any table of a year: holidays anywhere, make-up days on weekends that are no holidays."""
    numbers = st.frozensets(st.integers(0, 364), max_size=12)
    first = D(f"{year}-01-01")
    holidays = frozenset(
        first + timedelta(days=i + j) for i in draw(numbers) for j in range(3) if i + j < 365
    )
    holidays |= {date(year, month, day) for month, day in FIXED_HOLIDAYS}  # no table is imported without
    others = frozenset(first + timedelta(days=i) for i in draw(numbers)) - holidays
    return YearTable(year, "x", holidays, frozenset(day for day in others if day.weekday() > 4))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Calendars of some of the years 2025–2029, gaps included."""
    known = draw(st.frozensets(st.integers(2025, 2029)))
    return calendar_of(draw(tables(year)) for year in known)


STARTS = st.dates(D("2025-06-01"), D("2027-12-31"))
DURATIONS = st.one_of(
    st.integers(1, 120).map(workdays),
    st.integers(1, 200).map(days),
    st.integers(1, 8).map(months),
    st.integers(1, 1).map(years),
)
ROLLS = st.sampled_from(Roll)


def earliest(outcome: Settled | Deferred) -> date:
    return outcome.due_on if isinstance(outcome, Settled) else outcome.not_before


@pytest.mark.rule("workdays.workday")
@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-11-20", True),  # Friday
        ("2026-11-22", False),  # Sunday
        ("2026-10-07", False),  # Wednesday in the National Day holidays
        ("2026-10-10", True),  # Saturday made up for
        ("2026-02-28", True),  # Saturday after Spring Festival
        ("2018-12-31", False),  # named by the table of 2019
        ("2020-01-31", False),  # extension of Spring Festival 2020
        ("2020-02-03", True),
        ("2019-05-05", True),
    ],
)
def test_workday(day: str, worked: bool) -> None:
    calendar = SEED.with_table(YearTable(2018, "", frozenset(), frozenset()))
    assert is_workday(D(day), calendar) is worked


@pytest.mark.rule("workdays.year_needed")
def test_year_without_table_is_refused() -> None:
    with pytest.raises(YearMissingError, match="2027年放假安排尚未导入"):
        is_workday(D("2027-01-04"), SEED)
    with pytest.raises(YearMissingError):
        workdays_between(D("2026-12-30"), D("2027-01-02"), SEED)


@pytest.mark.rule("workdays.start_not_counted")
@pytest.mark.parametrize(
    ("start", "duration", "due"),
    [
        ("2026-11-20", days(1), "2026-11-23"),  # Saturday rolls to Monday
        ("2026-11-02", days(15), "2026-11-17"),
        ("2026-11-20", workdays(1), "2026-11-23"),
        ("2026-09-18", workdays(1), "2026-09-20"),  # Sunday made up for
        ("2026-09-24", workdays(5), "2026-10-09"),
        ("2026-02-13", workdays(2), "2026-02-24"),
        ("2026-02-13", workdays(20), "2026-03-19"),
    ],
)
def test_known_deadlines(start: str, duration: Duration, due: str) -> None:
    assert deadline(D(start), duration, SEED) == Settled(D(due))


@pytest.mark.rule("workdays.corresponding_day")
@pytest.mark.parametrize(
    ("start", "duration", "last"),
    [
        ("2023-01-31", months(1), "2023-02-28"),
        ("2024-01-31", months(1), "2024-02-29"),
        ("2024-02-29", years(1), "2025-02-28"),
        ("2024-02-29", years(4), "2028-02-29"),
        ("2023-02-28", months(1), "2023-03-28"),
        ("2023-12-15", months(1), "2024-01-15"),
        ("2023-08-31", months(6), "2024-02-29"),
        ("2023-08-02", years(2), "2025-08-02"),
    ],
)
def test_corresponding_day(start: str, duration: Duration, last: str) -> None:
    assert last_day(D(start), duration) == D(last)


@pytest.mark.rule("workdays.rolls_forward")
@pytest.mark.parametrize(
    ("start", "duration", "roll", "due"),
    [
        ("2026-09-01", months(1), Roll.FORWARD, "2026-10-08"),  # 10-01 to 10-07 are holidays
        ("2026-09-01", months(1), Roll.NONE, "2026-10-01"),
        ("2026-10-05", days(5), Roll.FORWARD, "2026-10-10"),  # a Saturday that is worked
        ("2026-11-06", days(15), Roll.FORWARD, "2026-11-23"),
    ],
)
def test_last_day_of_rest(start: str, duration: Duration, roll: Roll, due: str) -> None:
    assert deadline(D(start), duration, SEED, roll=roll) == Settled(D(due))


@pytest.mark.rule("workdays.deferred")
def test_deferred_says_what_it_waits_for() -> None:
    found = deadline(D("2026-12-20"), workdays(20), SEED)
    assert found == Deferred(2027, D("2027-01-12"))
    assert str(found) == "待2027年放假安排公布，不早于2027年1月12日"


@pytest.mark.rule("workdays.deferred")
def test_last_workday_of_the_known_year_is_settled() -> None:
    assert deadline(D("2026-12-30"), workdays(1), SEED) == Settled(D("2026-12-31"))
    assert deadline(D("2026-12-30"), workdays(2), SEED) == Deferred(2027, D("2027-01-02"))
    assert deadline(D("2026-12-01"), days(90), SEED, roll=Roll.NONE) == Settled(D("2027-03-01"))


@pytest.mark.rule("workdays.ends_at_midnight")
def test_last_day_ends_at_its_midnight_in_shanghai() -> None:
    end = ends_at(D("2026-12-31"))
    assert end == datetime(2027, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert end.astimezone(ZoneInfo("UTC")).isoformat() == "2026-12-31T16:00:00+00:00"


@pytest.mark.rule("workdays.validity_does_not_roll")
@pytest.mark.parametrize(
    ("start", "duration", "last"),
    [
        ("2021-01-01", years(5), "2025-12-31"),
        ("2023-09-01", years(5), "2028-08-31"),
        ("2024-02-29", years(1), "2025-02-28"),
        ("2024-02-29", years(4), "2028-02-28"),
        ("2023-01-31", months(1), "2023-02-28"),
        ("2022-10-02", years(1), "2023-10-01"),  # a holiday: stands
        ("2026-11-02", days(30), "2026-12-01"),
    ],
)
def test_validity(start: str, duration: Duration, last: str) -> None:
    assert last_day_in_force(D(start), duration) == D(last)


def test_notice_day_counts_backwards() -> None:
    assert notice_day(D("2026-03-01"), 30) == D("2026-01-30")


@pytest.mark.parametrize("n", [0, -1, True, 1.5, 10_000])
def test_durations_are_whole_and_bounded(n: int) -> None:
    with pytest.raises(ValueError):
        Duration(n, Unit.WORKDAY)


def test_durations_of_two_units_are_never_mixed() -> None:
    with pytest.raises(ValueError):
        workdays(5) + days(5)
    assert str(workdays(15) + workdays(5)) == "20个工作日"
    for unusable in (last_day, last_day_in_force, cutoff):
        with pytest.raises(ValueError):
            unusable(D("2026-01-01"), workdays(1))


@given(calendars(), STARTS, DURATIONS, ROLLS, st.integers(1, 30))
def test_deadline_is_monotone_in_its_start(
    calendar: Calendar, start: date, duration: Duration, roll: Roll, later: int
) -> None:
    first = earliest(deadline(start, duration, calendar, roll=roll))
    second = earliest(deadline(start + timedelta(days=later), duration, calendar, roll=roll))
    assert second >= first


@given(calendars(), STARTS, DURATIONS, st.integers(1, 30), ROLLS)
def test_extension_never_shortens(
    calendar: Calendar, start: date, duration: Duration, more: int, roll: Roll
) -> None:
    longer = duration + Duration(more, duration.unit)
    assert earliest(deadline(start, longer, calendar, roll=roll)) >= earliest(
        deadline(start, duration, calendar, roll=roll)
    )


@given(calendars(), STARTS, DURATIONS, st.dates(D("2025-01-01"), D("2029-12-31")))
def test_one_more_holiday_never_makes_it_earlier(
    calendar: Calendar, start: date, duration: Duration, holiday: date
) -> None:
    assume(holiday.year in calendar.years)
    table = next(t for t in calendar.tables if t.year == holiday.year)
    more = YearTable(table.year, "", table.holidays | {holiday}, table.makeups - {holiday})
    before, after = deadline(start, duration, calendar), deadline(start, duration, calendar.with_table(more))
    assert earliest(after) >= earliest(before)


def _naive_outcome(start: date, duration: Duration, calendar: Calendar, roll: Roll) -> date | None:
    """Day by day with no cleverness; nothing when a day has to be judged whose year has no table."""
    holidays = {day for table in calendar.tables for day in table.holidays}
    makeups = {day for table in calendar.tables for day in table.makeups}
    known = {table.year for table in calendar.tables}

    def worked(day: date) -> bool:
        return day in makeups or (day.weekday() not in (5, 6) and day not in holidays)

    if duration.unit is Unit.WORKDAY:
        found, day = 0, start
        while found < duration.n:
            day = day + ONE
            if day.year not in known:
                return None
            if worked(day):
                found += 1
        return day
    day = last_day(start, duration)
    if roll is Roll.NONE:
        return day
    while True:
        if day.year not in known:
            return None
        if worked(day):
            return day
        day = day + ONE


@given(calendars(), STARTS, DURATIONS, ROLLS)
def test_agrees_with_a_naive_walk_and_is_deferred_exactly_when_a_year_is_missing(
    calendar: Calendar, start: date, duration: Duration, roll: Roll
) -> None:
    naive = _naive_outcome(start, duration, calendar, roll)
    found = deadline(start, duration, calendar, roll=roll)
    if naive is None:
        assert isinstance(found, Deferred)
        assert found.year not in calendar.years
    else:
        assert found == Settled(naive)


@given(calendars(), st.data(), STARTS, DURATIONS, ROLLS)
def test_not_before_holds_whatever_is_published(
    calendar: Calendar, data: st.DataObject, start: date, duration: Duration, roll: Roll
) -> None:
    found = deadline(start, duration, calendar, roll=roll)
    assume(isinstance(found, Deferred))
    bound = found.not_before
    while isinstance(found, Deferred) and found.year < 2030:
        calendar = calendar.with_table(data.draw(tables(found.year)))
        found = deadline(start, duration, calendar, roll=roll)
        assert earliest(found) >= bound


@given(st.tuples(*map(tables, range(2025, 2029))), STARTS, st.integers(1, 60))
def test_adding_and_counting_workdays_are_inverse(known: tuple[YearTable, ...], start: date, n: int) -> None:
    calendar = calendar_of(known)
    end = add_workdays(start, n, calendar)
    assert workdays_between(start, end, calendar) == n
    assert is_workday(end, calendar)
    assert add_workdays(end + ONE, -1, calendar) == end


@given(st.dates(D("2000-01-01"), D("2060-12-31")), DURATIONS.filter(lambda d: d.unit is not Unit.WORKDAY))
def test_cutoff_is_the_latest_start_whose_period_is_over(today: date, period: Duration) -> None:
    start = cutoff(today, period)
    assert last_day(start, period) < today <= last_day(start + ONE, period)
