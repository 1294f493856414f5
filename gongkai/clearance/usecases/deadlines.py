"""Short deadlines of the gate, on the one calendar."""

from __future__ import annotations

from datetime import date

from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules.deadlines import Settled, deadline
from gongkai.core.workdays.rules.durations import workdays


def workdays_after(start_on: date, count: int) -> date | None:
    """The last day of ``count`` working days after a day; ``None`` while that year's holidays are not announced."""
    outcome = deadline(start_on, workdays(count), calendar_for())
    return outcome.due_on if isinstance(outcome, Settled) else None
