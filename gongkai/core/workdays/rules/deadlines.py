"""When a period ends: 民法典 201–203, and the answer when next year's holidays are not known yet.

Pure. A deadline is always counted from a day and a :class:`Duration`; only the result may be unknown.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gongkai.core.reasons import define_rule
from gongkai.core.shanghai import SHANGHAI
from gongkai.core.workdays.basis import (
    CORRESPONDING_DAY,
    HOUSE_CALENDAR,
    LAST_DAY,
    START_EXCLUDED,
    VALIDITY,
)
from gongkai.core.workdays.enums import Roll, Unit
from gongkai.core.workdays.rules.calendars import ONE_DAY, Calendar
from gongkai.core.workdays.rules.durations import Duration

START_NOT_COUNTED = define_rule(
    "workdays.start_not_counted", 0, "期间开始的当日不计入，自下一日开始计算。", START_EXCLUDED
)
SAME_DAY_OF_MONTH = define_rule(
    "workdays.corresponding_day",
    0,
    "按年、月计算的，到期月的对应日为最后一日，没有对应日的为月末日。",
    CORRESPONDING_DAY,
)
ROLLS_FORWARD = define_rule(
    "workdays.rolls_forward", 0, "最后一日是休息日的，顺延至休息日结束后的第一个工作日。", LAST_DAY
)
ENDS_AT_MIDNIGHT = define_rule("workdays.ends_at_midnight", 0, "最后一日的截止时间为二十四时。", LAST_DAY)
DEFERRED = define_rule(
    "workdays.deferred",
    0,
    "期限涉及尚无放假安排的年份的，保留起算日和时长，待安排导入后确定。",
    HOUSE_CALENDAR,
)
VALIDITY_STANDS = define_rule(
    "workdays.validity_does_not_roll", 0, "文件有效期届满日遇休息日不顺延。", VALIDITY
)


def say(day: date) -> str:
    """A day as it stands in a sentence: 2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True, slots=True)
class Settled:
    """The last day is known; the period ends at its 24:00."""

    due_on: date

    def __str__(self) -> str:
        return say(self.due_on)


@dataclass(frozen=True, slots=True)
class Deferred:
    """The last day depends on ``year``, whose table is not there; it cannot lie before ``not_before``."""

    year: int
    not_before: date

    def __str__(self) -> str:
        return f"待{self.year}年放假安排公布，不早于{say(self.not_before)}"


Outcome = Settled | Deferred


def deadline(start_on: date, duration: Duration, calendar: Calendar, *, roll: Roll = Roll.FORWARD) -> Outcome:
    """The last day of a period that starts on ``start_on``.

    ``roll`` says what a last day of rest does (民法典 203); it has no meaning for working days. The answer is
    deferred exactly when a day that has to be judged lies in a year without a table.
    """
    if duration.unit is Unit.WORKDAY:
        return _count_workdays(start_on, duration.n, calendar)
    last = last_day(start_on, duration)
    return Settled(last) if roll is Roll.NONE else _roll_forward(last, calendar)


def _count_workdays(start_on: date, n: int, calendar: Calendar) -> Outcome:
    """Walk day by day; days of unknown years count as worked, which gives the earliest possible end."""
    day, missing = start_on, 0
    while n:
        day += ONE_DAY
        if not missing and not calendar.knows(day):
            missing = day.year
        n -= calendar.may_be_worked(day)
    return Deferred(missing, day) if missing else Settled(day)


def _roll_forward(last: date, calendar: Calendar) -> Outcome:
    while calendar.knows(last) and not calendar.may_be_worked(last):
        last += ONE_DAY
    if calendar.knows(last):
        return Settled(last)
    missing = last.year
    while not calendar.may_be_worked(last):  # days that a later year's table already names
        last += ONE_DAY
    return Deferred(missing, last)


def last_day(start_on: date, duration: Duration) -> date:
    """The last day by the calendar alone (日、月、年), without rolling: 民法典 201 and 202.

    Raises ``ValueError`` for working days.
    """
    match duration.unit:
        case Unit.DAY:
            return start_on + timedelta(days=duration.n)
        case Unit.MONTH:
            return _corresponding_day(start_on, duration.n)[0]
        case Unit.YEAR:
            return _corresponding_day(start_on, duration.n * 12)[0]
    raise ValueError("working days need a calendar")


def _corresponding_day(start_on: date, months: int) -> tuple[date, bool]:
    """The same day of a later month, or that month's end; and whether the month has such a day."""
    year, month = divmod(start_on.year * 12 + start_on.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start_on.day, length)), start_on.day <= length


def last_day_in_force(in_force_from: date, duration: Duration) -> date:
    """The last day on which a document with a term of validity is in force.

    It is in force from 00:00 of its first day, so that day counts: from 2021-01-01 for five years means until
    2025-12-31. Never rolls. Where the end month has no corresponding day, its last day is the last.
    Raises ``ValueError`` for working days.
    """
    if duration.unit is Unit.WORKDAY:
        raise ValueError("validity is not counted in working days")
    if duration.unit is Unit.DAY:
        return in_force_from + timedelta(days=duration.n - 1)
    months = duration.n * (12 if duration.unit is Unit.YEAR else 1)
    day, corresponds = _corresponding_day(in_force_from, months)
    return day - ONE_DAY if corresponds else day


def notice_day(event_on: date, notice: int) -> date:
    """The last day on which something may be published that must be out ``notice`` 日 before an event."""
    return event_on - timedelta(days=notice)


def ends_at(day: date) -> datetime:
    """The instant at which a last day ends: its 24:00, the next Shanghai midnight."""
    return datetime.combine(day + ONE_DAY, time.min, SHANGHAI)


def cutoff(today: date, period: Duration) -> date:
    """The latest start whose period (日、月、年, not rolled) has wholly passed by the beginning of ``today``.

    Raises ``ValueError`` for working days.
    """
    if period.unit is Unit.WORKDAY:
        raise ValueError("working days need a calendar")
    days = {Unit.DAY: 1, Unit.MONTH: 28, Unit.YEAR: 365}[period.unit] * period.n
    start = today - timedelta(days=days)
    while last_day(start, period) >= today:
        start -= ONE_DAY
    return start
