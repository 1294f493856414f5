"""Which days people may write: those of this state, and as far ahead as anybody plans. Pure.

A house rule, in one place: a year typed short (0026) or long (9999) is a slip of the hand, and no date that can be
reckoned with: a day before the first or after the last of the calendar does not exist.
"""

from __future__ import annotations

from datetime import date

FIRST_DAY = date(1949, 10, 1)
YEARS_AHEAD = 50
LAST_YEAR_READ = 2199
"""The last year in which a date is read out of a paper, whatever day it is."""


def last_day(today: date) -> date:
    """The last day that may be written today."""
    return date(today.year + YEARS_AHEAD, 12, 31)


def is_sensible(day: date, today: date) -> bool:
    """Whether a day may be written."""
    return FIRST_DAY <= day <= last_day(today)


def against_day(day: date, today: date) -> str:
    """Why a day may not be written, in a Chinese sentence; empty where it may."""
    if is_sensible(day, today):
        return ""
    return f"日期须在 {FIRST_DAY} 至 {last_day(today)} 之间，请核对年份。"
