"""Short deadlines of the gate, on the one calendar."""

from __future__ import annotations

from datetime import date

from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules.deadlines import Settled, deadline
from gongkai.core.workdays.rules.durations import workdays


def workdays_after(start_on: date, count: int) -> date:
    """The last day of ``count`` working days after a day.

    While the next year's holidays are not announced it is the earliest day that it can be: these short deadlines are
    reminders of what is owed, and too early is the safe side.
    """
    outcome = deadline(start_on, workdays(count), calendar_for())
    return outcome.due_on if isinstance(outcome, Settled) else outcome.not_before
