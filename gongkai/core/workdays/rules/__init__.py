"""Periods, working days and the tables they stand on. Pure: no clock, no settings, no database."""

from gongkai.core.workdays.rules.calendars import (
    FIXED_HOLIDAYS,
    Calendar,
    YearMissingError,
    YearTable,
    add_workdays,
    calendar_of,
    is_workday,
    workdays_between,
)
from gongkai.core.workdays.rules.deadlines import (
    Deferred,
    Outcome,
    Settled,
    cutoff,
    deadline,
    ends_at,
    last_day,
    last_day_in_force,
    notice_day,
    say,
)
from gongkai.core.workdays.rules.durations import Duration, days, months, workdays, years
from gongkai.core.workdays.rules.notices import looks_like_notice, read_notice
from gongkai.core.workdays.rules.tables import Draft, Entry, Fault, reasons_against_table

__all__ = [
    "FIXED_HOLIDAYS",
    "Calendar",
    "Deferred",
    "Draft",
    "Duration",
    "Entry",
    "Fault",
    "Outcome",
    "Settled",
    "YearMissingError",
    "YearTable",
    "add_workdays",
    "calendar_of",
    "cutoff",
    "days",
    "deadline",
    "ends_at",
    "is_workday",
    "last_day",
    "last_day_in_force",
    "looks_like_notice",
    "months",
    "notice_day",
    "read_notice",
    "reasons_against_table",
    "say",
    "workdays",
    "workdays_between",
    "years",
]
