"""Supervised tasks with all that their state follows from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from gongkai.core.evidence import EvidenceState, Figure
from gongkai.core.evidence import Standing as DutyStanding
from gongkai.core.evidence import standing_of as duty_standing
from gongkai.core.organisation.models import Unit
from gongkai.duties.supervision.enums import ClosureStatus, DeadlineType, NoticeStatus, Standing, UnitRole
from gongkai.duties.supervision.models import Closure, EvidenceLink, Task
from gongkai.duties.supervision.rules.periods import Period, period_of
from gongkai.duties.supervision.rules.states import DutyToReport, Outcome, TaskFacts, outcome_of, standing_of


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task on the board: its state, the evidence of its duty, and the units by role."""

    task: Task
    outcome: Outcome
    evidence: DutyStanding | None

    @property
    def leads(self) -> list[str]:
        """Lead units as written; where none is written, the gathering unit."""
        names = [m.written for m in self.task.mentions.all() if m.role == UnitRole.LEAD]
        return names or ([str(self.task.gatherer)] if self.task.gatherer else [])

    @property
    def figure(self) -> Figure | None:
        """The first figure of the evidence that has a target, else the first."""
        figures = self.evidence.figures if self.evidence else ()
        return next((f for f in figures if f.target is not None), figures[0] if figures else None)


def supervised_tasks() -> QuerySet[Task]:
    """Tasks of confirmed plans with everything their state needs; seven queries however many."""
    return (
        Task.objects.filter(is_included=True, notice__status=NoticeStatus.CONFIRMED)
        .select_related("notice__plan", "section", "gatherer")
        .prefetch_related("mentions__units", "reports", "consolidations", "closures", "evidence")
    )


def task_rows(tasks: Iterable[Task], today: date) -> list[TaskRow]:
    """The tasks with their states; the evidence of each duty is asked once."""
    loaded = list(tasks)
    duties = {task.duty for task in loaded if task.duty}
    standings = {number: duty_standing(number, today) for number in sorted(duties)}
    return [task_row(task, standings.get(task.duty or 0), today) for task in loaded]


def task_row(task: Task, standing: DutyStanding | None, today: date) -> TaskRow:
    """One task with its state."""
    return TaskRow(task, outcome_of(facts_of(task, standing, today), today), standing)


def facts_of(task: Task, standing: DutyStanding | None, today: date) -> TaskFacts:
    """What a task's state follows from (its relations are prefetched)."""
    plan = task.notice.plan
    accepted = accepted_closure(task)
    return TaskFacts(
        deadline=task.deadline_type,
        since=plan.starts_on,
        due_on=task.due_on,
        cycle=task.cycle,
        reported=reported_periods(task),
        has_reports=bool(task.reports.all() or task.consolidations.all() or standing_evidence(task)),
        evidence=automatic_state(standing),
        missing=standing.missing if standing else (),
        closed_on=timezone.localdate(accepted.checked_at) if accepted and accepted.checked_at else None,
        opinion=accepted.opinion if accepted else "",
        cautions=tuple(accepted.cautions) if accepted else (),
        lacking=len(untold_units(task, period_of(task.cycle, today).start)),
        is_closure_asked=is_closure_asked(task),
        grace_days=plan.grace_days,
        near_days=plan.near_days,
    )


def automatic_state(standing: DutyStanding | None) -> str:
    """The state of the duty's evidence; a duty that has not started proves nothing either way."""
    if standing is None or standing.state is EvidenceState.NOT_STARTED:
        return ""
    return standing.state.value


def accepted_closure(task: Task) -> Closure | None:
    """The closure that struck the task off the list."""
    return next((c for c in task.closures.all() if c.status == ClosureStatus.ACCEPTED), None)


def is_closure_asked(task: Task) -> bool:
    """Whether a request to close waits for the office."""
    return any(closure.status == ClosureStatus.ASKED for closure in task.closures.all())


def standing_evidence(task: Task) -> list[EvidenceLink]:
    """What was entered to prove a task and was not removed."""
    return [row for row in task.evidence.all() if row.removed_at is None]


def is_closed(task: Task) -> bool:
    """Whether nothing more is to be told; a task to be done and then kept up goes on after its date."""
    return accepted_closure(task) is not None and task.deadline_type != DeadlineType.FIXED_CONTINUOUS


def reported_periods(task: Task) -> frozenset[date]:
    """First days of the periods that are told: consolidated, or reported by the only unit there is."""
    told = {row.period_start for row in task.consolidations.all()}
    if units_of_task(task).keys() <= {task.gatherer_id}:
        told |= {row.period_start for row in task.reports.all()}
    return frozenset(told)


def units_of_task(task: Task) -> dict[int, Unit]:
    """The units inside this system that have to do with a task, in the order written."""
    return {unit.pk: unit for mention in task.mentions.all() for unit in mention.units.all()}


def silent_units(task: Task, period_start: date, today: date) -> list[Unit]:
    """Units that have to tell of a period and have not; none where the system's own evidence tells it."""
    standing = task_rows(supervised_tasks().filter(pk=task.pk), today)[0].evidence
    if standing is not None and standing.is_met:
        return []
    return untold_units(task, period_start)


def untold_units(task: Task, period_start: date) -> list[Unit]:
    """Units without a report of a period, whatever else proves it."""
    told = {report.unit_id for report in task.reports.all() if report.period_start == period_start}
    return [unit for pk, unit in units_of_task(task).items() if pk not in told]


def concerned_units(task: Task) -> list[Unit]:
    """Who may add to a task: the gathering unit, then the others, each once."""
    return _once([*_gathering(task), *units_of_task(task).values()])


def leading_units(task: Task) -> list[Unit]:
    """Who may ask to close a task: the gathering unit, then the leading ones, each once."""
    leading = [mention for mention in task.mentions.all() if mention.role == UnitRole.LEAD]
    return _once([*_gathering(task), *(unit for mention in leading for unit in mention.units.all())])


def role_of(task: Task, unit: Unit) -> UnitRole:
    """What a unit is in a task of its own: after a merger it may stand there as several, of which leading comes first."""
    roles = {UnitRole(mention.role) for mention in task.mentions.all() if unit in mention.units.all()}
    return min(roles, key=list(UnitRole).index)


def _gathering(task: Task) -> list[Unit]:
    return [task.gatherer] if task.gatherer else []


def _once(units: Iterable[Unit]) -> list[Unit]:
    return list(dict.fromkeys(units))


@dataclass(frozen=True, slots=True)
class UnitTask:
    """A task in a unit's own list: what the unit is in it, and whether it owes a report now."""

    row: TaskRow
    role: str
    period: Period
    standing: Standing

    @property
    def is_owed(self) -> bool:
        return self.standing is Standing.OWED


def unit_tasks(unit: Unit, today: date) -> list[UnitTask]:
    """A unit's own list, what it owes first."""
    tasks = supervised_tasks().filter(pk__in=Task.objects.filter(mentions__units=unit).values("pk"))
    found = [_unit_task(row, unit, today) for row in task_rows(tasks, today)]
    return sorted(found, key=lambda one: (not one.is_owed, one.row.task.notice_id, one.row.task.position))


def _unit_task(row: TaskRow, unit: Unit, today: date) -> UnitTask:
    period = period_of(row.task.cycle, today)
    reports = [r for r in row.task.reports.all() if r.unit_id == unit.pk and r.period_start == period.start]
    duty = DutyToReport(
        evidence=automatic_state(row.evidence),
        is_closed=is_closed(row.task),
        has_report=bool(reports),
        is_nil=bool(reports) and reports[0].is_nil,
    )
    return UnitTask(row, role_of(row.task, unit).label, period, standing_of(duty))
