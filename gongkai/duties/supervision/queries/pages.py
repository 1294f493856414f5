"""One task's page: each unit's report of a period, the periods before, and what the person may do."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from gongkai.core.accounts.models import User
from gongkai.core.evidence import standing_of as duty_standing
from gongkai.core.organisation.models import Unit
from gongkai.duties.supervision.enums import ClosureStatus
from gongkai.duties.supervision.models import (
    Closure,
    Consolidation,
    EvidenceLink,
    ProgressReport,
    Task,
    Urging,
)
from gongkai.duties.supervision.queries.closing import cautions_of
from gongkai.duties.supervision.queries.standing_in import units_told_for
from gongkai.duties.supervision.queries.tasks import (
    TaskRow,
    concerned_units,
    is_closed,
    leading_units,
    reported_periods,
    task_row,
    units_of_task,
)
from gongkai.duties.supervision.rules.periods import Period, period_of, periods_between
from gongkai.duties.supervision.rules.states import CLOSABLE


@dataclass(frozen=True, slots=True)
class UnitReport:
    """A unit and what it told in the period, if anything."""

    unit: Unit
    is_gatherer: bool
    is_mine: bool
    report: ProgressReport | None
    urged: tuple[Urging, ...] = ()


@dataclass(frozen=True, slots=True)
class PastPeriod:
    """A period with its summary and reports."""

    period: Period
    is_told: bool
    consolidation: Consolidation | None
    reports: tuple[ProgressReport, ...]


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Everything that a task's page shows."""

    row: TaskRow
    period: Period
    reports: list[UnitReport]
    consolidation: Consolidation | None
    past: list[PastPeriod]
    evidence: list[EvidenceLink]
    closures: list[Closure]
    cautions: list[str]
    asked: Closure | None
    is_closed: bool
    is_closable: bool
    is_struck_off: bool
    is_mine: bool
    may_gather: bool
    may_lead: bool

    @property
    def is_lacking(self) -> bool:
        """Whether a unit still has to tell of the period."""
        met = self.row.evidence is not None and self.row.evidence.is_met
        return not met and any(one.report is None for one in self.reports)

    @property
    def told_count(self) -> int:
        return sum(1 for one in self.reports if one.report)


def task_page(task: Task, user: User, today: date, period: Period | None = None) -> TaskPage:
    """The page of a task whose relations are prefetched."""
    mine = frozenset(unit.pk for unit in units_told_for(user, today))
    row = task_row(task, duty_standing(task.duty, today) if task.duty else None, today)
    period = period or period_of(task.cycle, today)
    closures = list(task.closures.select_related("unit", "asked_by", "checked_by"))
    asked = next((c for c in closures if c.status == ClosureStatus.ASKED), None)
    return TaskPage(
        row=row,
        period=period,
        reports=_unit_reports(task, mine, period),
        consolidation=_consolidation(task, period),
        past=_past(task, period, today),
        evidence=list(task.evidence.select_related("unit", "added_by", "removed_by")),
        closures=closures,
        cautions=cautions_of(asked, task, row.evidence, today) if asked else [],
        asked=asked,
        is_closed=is_closed(task),
        is_struck_off=any(c.status == ClosureStatus.ACCEPTED for c in closures),
        is_closable=task.deadline_type in CLOSABLE,
        is_mine=any(unit.pk in mine for unit in concerned_units(task)),
        may_gather=task.gatherer_id in mine,
        may_lead=any(unit.pk in mine for unit in leading_units(task)),
    )


def _unit_reports(task: Task, mine: frozenset[int], period: Period) -> list[UnitReport]:
    units, urged = units_of_task(task), _urgings(task, period)
    told = {r.unit_id: r for r in task.reports.all() if r.period_start == period.start}
    found = [
        UnitReport(unit, pk == task.gatherer_id, pk in mine, told.get(pk), tuple(urged[pk]))
        for pk, unit in units.items()
    ]
    # What a unit told before its work went to another stays told, under its own name.
    found += [UnitReport(r.unit, False, False, r) for pk, r in told.items() if pk not in units]
    return sorted(found, key=lambda one: (not one.is_gatherer, not one.is_mine))


def _urgings(task: Task, period: Period) -> dict[int, list[Urging]]:
    """What was urged of a period, by unit, newest first."""
    found: dict[int, list[Urging]] = defaultdict(list)
    for urging in task.urgings.filter(period_start=period.start).select_related("urged_by"):
        found[urging.unit_id].append(urging)
    return found


def _consolidation(task: Task, period: Period) -> Consolidation | None:
    return next((c for c in task.consolidations.all() if c.period_start == period.start), None)


def _past(task: Task, present: Period, today: date) -> list[PastPeriod]:
    """Earlier periods since the plan began, newest first."""
    told = reported_periods(task)
    earlier = periods_between(task.cycle, task.notice.plan.starts_on, today, limit=12)
    return [
        PastPeriod(
            period,
            period.start in told,
            _consolidation(task, period),
            tuple(r for r in task.reports.all() if r.period_start == period.start),
        )
        for period in reversed(earlier)
        if period.start != present.start
    ]
