"""What speaks against a request to close, as the office reads it."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from gongkai.core.evidence import Standing as DutyStanding
from gongkai.duties.supervision.models import Closure, Task
from gongkai.duties.supervision.queries.tasks import automatic_state, units_of_task, untold_units
from gongkai.duties.supervision.rules.cautions import CautionFacts, cautions_about_closing
from gongkai.duties.supervision.rules.periods import Period, period_before, period_of


def _judged_period(task: Task, asked_on: date, today: date) -> Period:
    """The period whose reports a request is weighed by: that of the day it was asked, or the one before while reports of
    that one may still come.
    """
    period = period_of(task.cycle, asked_on)
    may_still_come = today <= period.end + timedelta(days=task.notice.plan.grace_days)
    earlier = period_before(task.cycle, period)
    return earlier if may_still_come and earlier.end >= task.notice.plan.starts_on else period


def cautions_of(closure: Closure, task: Task, standing: DutyStanding | None, today: date) -> list[str]:
    """Warnings about a request on a day; ``task`` has its relations prefetched, ``standing`` is its duty's."""
    period = _judged_period(task, timezone.localdate(closure.asked_at), today)
    is_met = standing is not None and standing.is_met
    facts = CautionFacts(
        asked_on=timezone.localdate(closure.asked_at),
        due_on=task.due_on,
        evidence=automatic_state(standing),
        missing=standing.missing if standing else (),
        period=period.label,
        silent=0 if is_met else len(untold_units(task, period.start)),
        units=len(units_of_task(task)),
    )
    return cautions_about_closing(facts)
