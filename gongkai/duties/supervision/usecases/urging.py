"""Urge units that have not told their progress (催报)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import refuse_if
from gongkai.duties.supervision.models import Task, Urging
from gongkai.duties.supervision.notices import tell_of_urging
from gongkai.duties.supervision.queries.standing_in import unit_to_report_for
from gongkai.duties.supervision.queries.tasks import is_closed, silent_units
from gongkai.duties.supervision.queries.urging import Reach, reach_of
from gongkai.duties.supervision.rules.periods import Period, period_of
from gongkai.duties.supervision.rules.urging import UrgingFacts, reasons_against_urging
from gongkai.duties.supervision.usecases.loading import hold_task, is_open
from gongkai.duties.supervision.usecases.rights import without_right
from gongkai.duties.supervision.verbs import CHECK, REPORT


def urge_reports(*, by: User, task: Task, period_start: date) -> list[Urging]:
    """Ask the people of each silent unit for its progress of a period, once a day; answers what was urged now.

    Units in which nobody may report are left out. Raises ``Refused``, also where nobody is left to be urged.
    """
    with transaction.atomic():
        task, period, today = hold_task(task), period_of(task.cycle, period_start), timezone.localdate()
        is_office = may(by, CHECK)
        own, acted_for = unit_to_report_for(by, [task.gatherer] if task.gatherer else [], today)
        silent = silent_units(task, period.start, today)
        reach = reach_of(task, silent, period.start, today)
        facts = UrgingFacts(
            is_gatherer=own is not None,
            is_office=is_office,
            is_closed=is_closed(task),
            is_period_open=is_open(task, period),
            silent=len(silent),
            waiting=len(reach.reached) + len(reach.unreached),
            unreached=[str(unit) for unit in reach.unreached],
        )
        right = [] if is_office else without_right(by, REPORT)
        refuse_if([*right, *reasons_against_urging(facts)], act="催报")
        rows = _urge(by, task, period, reach)
        record_event(
            action="supervision.urge",
            by=by,
            subject=task,
            period=period.label,
            units=[row.unit_id for row in rows],
            acted_for=acted_for.pk if acted_for and not is_office else None,
        )
    return rows


def _urge(by: User, task: Task, period: Period, reach: Reach) -> list[Urging]:
    rows = [_row(by, task, period, unit, len(people)) for unit, people in reach.reached]
    for unit, people in reach.reached:
        tell_of_urging(task, unit, period, people)
    return Urging.objects.bulk_create(rows)


def _row(by: User, task: Task, period: Period, unit: Unit, told: int) -> Urging:
    return Urging(
        task=task,
        unit=unit,
        period_start=period.start,
        period_label=period.label,
        day=timezone.localdate(),
        told=told,
        urged_by=by,
        urged_at=timezone.now(),
    )
