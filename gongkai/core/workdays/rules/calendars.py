"""The calendar as a value: which days are worked, in the years for which the State Council has said so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from gongkai.core.reasons import define_rule
from gongkai.core.workdays.basis import HOUSE_CALENDAR, YEARLY_ARRANGEMENT

WORKDAY = define_rule(
    "workdays.workday",
    0,
    "工作日为周一至周五，扣除当年放假安排中的放假日，加上调休上班日。",
    YEARLY_ARRANGEMENT,
)
YEAR_NEEDED = define_rule(
    "workdays.year_needed", 0, "没有当年放假安排的，不推算该年的工作日。", HOUSE_CALENDAR
)

SATURDAY = 5
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)})
"""Month and day of the statutory holidays whose date never moves (放假办法第二条); no table may leave them out."""
ONE_DAY = timedelta(days=1)


class YearMissingError(LookupError):
    """A working day was asked for in a ``year`` whose table of holidays has not been imported."""

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(f"{year}年放假安排尚未导入")


@dataclass(frozen=True, slots=True)
class YearTable:
    """One year's arrangement with its source. It may reach into the last days of the December before."""

    year: int
    source: str
    holidays: frozenset[date]
    makeups: frozenset[date]

    @property
    def days(self) -> frozenset[date]:
        """Every day that this table speaks about."""
        return self.holidays | self.makeups


@dataclass(frozen=True)
class Calendar:
    """Tables of several years as one value; equal tables make equal calendars."""

    tables: tuple[YearTable, ...] = ()
    years: frozenset[int] = field(init=False, repr=False, compare=False)
    holidays: frozenset[date] = field(init=False, repr=False, compare=False)
    makeups: frozenset[date] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        tables = tuple(sorted(self.tables, key=lambda table: table.year))
        object.__setattr__(self, "tables", tables)
        object.__setattr__(self, "years", frozenset(table.year for table in tables))
        object.__setattr__(self, "holidays", frozenset().union(*(table.holidays for table in tables)))
        object.__setattr__(self, "makeups", frozenset().union(*(table.makeups for table in tables)))
        if len(self.years) != len(tables):
            raise ValueError("a calendar holds one table for each year")

    def with_table(self, table: YearTable) -> Calendar:
        """The same calendar with this year's table put in or exchanged."""
        return Calendar((*(t for t in self.tables if t.year != table.year), table))

    def knows(self, day: date) -> bool:
        """Whether the day's own year has a table."""
        return day.year in self.years

    def may_be_worked(self, day: date) -> bool:
        """Whether the day is, or in a year without a table could turn out to be, a working day.

        Any day of an unknown year could be worked, since a 调休 day may fall on any weekend, but for the
        statutory holidays of fixed date.
        """
        if day in self.makeups:
            return True
        if day in self.holidays:
            return False
        if not self.knows(day):
            return (day.month, day.day) not in FIXED_HOLIDAYS
        return day.weekday() < SATURDAY


def calendar_of(tables: Iterable[YearTable]) -> Calendar:
    """A calendar from tables in any order."""
    return Calendar(tuple(tables))


def is_workday(day: date, calendar: Calendar) -> bool:
    """Whether offices work on a day. Raises :class:`YearMissingError` when that year's table is not there."""
    if not calendar.knows(day):
        raise YearMissingError(day.year)
    return calendar.may_be_worked(day)


def add_workdays(start_on: date, n: int, calendar: Calendar) -> date:
    """The ``n``-th working day after (or, negative, before) a day, the day itself not counted.

    Raises :class:`YearMissingError` when it reaches a year without a table, ``ValueError`` for nought.
    """
    if n == 0:
        raise ValueError("nought working days is no period")
    step = ONE_DAY if n > 0 else -ONE_DAY
    day, left = start_on, abs(n)
    while left:
        day += step
        left -= is_workday(day, calendar)
    return day


def workdays_between(start_on: date, end_on: date, calendar: Calendar) -> int:
    """Working days after ``start_on`` up to and including ``end_on``; negative when it lies before.

    Raises :class:`YearMissingError`. This is 「还剩几个工作日」 with today as the start.
    """
    first, last = sorted((start_on, end_on))
    span = (last - first).days
    count = sum(is_workday(first + timedelta(days=i), calendar) for i in range(1, span + 1))
    return count if start_on <= end_on else -count
