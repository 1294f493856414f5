"""What of supervision waits for a person on the 工作台."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import unit_ids_of
from gongkai.core.workbench import Shelf, Todo, register_link, register_todos
from gongkai.duties.supervision.enums import ClosureStatus, NoticeStatus, TaskState
from gongkai.duties.supervision.models import Closure, Notice
from gongkai.duties.supervision.queries.checking import closures_to_check
from gongkai.duties.supervision.queries.standing_in import may_check, units_told_for
from gongkai.duties.supervision.queries.tasks import (
    TaskRow,
    UnitTask,
    leading_units,
    supervised_tasks,
    task_rows,
    unit_tasks,
)
from gongkai.duties.supervision.rules.states import is_near
from gongkai.duties.supervision.verbs import CHECK, IMPORT, REPORT

LIMIT = 200


def load_todos(user: User, today: date) -> list[Todo]:
    """Drafts to review, closures to check, reports owed by the units a person tells for, and what is late or near."""
    return [*_drafts(user), *_closures(user, today), *_unit(user, today)]


def _drafts(user: User) -> Iterable[Todo]:
    if may(user, IMPORT):
        for notice in Notice.objects.filter(status=NoticeStatus.DRAFT)[:LIMIT]:
            url = reverse("supervision_review", args=[notice.pk])
            yield Todo(Shelf.MINE, f"核对通知：{notice}", "确认后任务才上任务督办表", url, "去核对")


def _closures(user: User, today: date) -> Iterable[Todo]:
    if may_check(user, today):
        waiting = Closure.objects.filter(status=ClosureStatus.ASKED).select_related("task", "unit")
        for closure in closures_to_check(user, waiting.order_by("asked_at"), today)[:LIMIT]:
            url = reverse("supervision_task", args=[closure.task_id])
            yield Todo(Shelf.MINE, f"核查销号：{closure.task}", f"{closure.unit}申请", url, "去核查")


def _unit(user: User, today: date) -> Iterable[Todo]:
    tasks = {unit: unit_tasks(unit, today) for unit in _units(user, today)}
    for unit, mine in tasks.items():
        yield from _owed_by(unit, mine)
    if may(user, CHECK):
        for row in task_rows(supervised_tasks(), today):
            yield from _late(row)
        return
    own = unit_ids_of(user, today)  # not those told for in another's place: the task is still theirs
    led: dict[int, TaskRow] = {}  # told once where several of a person's units lead it
    for unit, mine in tasks.items():
        if unit.pk in own:
            led |= {one.row.task.pk: one.row for one in mine if unit in leading_units(one.row.task)}
    for row in led.values():
        yield from _late(row)


def _units(user: User, today: date) -> list[Unit]:
    return units_told_for(user, today) if may(user, REPORT) else []


def _owed_by(unit: Unit, mine: list[UnitTask]) -> Iterable[Todo]:
    owed = [one for one in mine if one.is_owed]
    if owed:
        url = f"{reverse('supervision_unit')}?unit={unit.pk}"
        note = f"{unit}：{owed[0].row.task.title}等" if len(owed) > 1 else f"{unit}：{owed[0].row.task.title}"
        yield Todo(Shelf.MINE, f"填报任务进展 {len(owed)} 项", note, url, "去填报", due_on=_due(owed))


def _due(owed: list[UnitTask]) -> date:
    """The last day for the first of the reports owed."""
    return min(one.period.end + timedelta(days=one.row.task.notice.plan.grace_days) for one in owed)


def _late(row: TaskRow) -> Iterable[Todo]:
    """A task past its date or near it: for the units that lead it, and for the office, which supervises all."""
    is_late = row.outcome.state is TaskState.OVERDUE
    if not is_late and not is_near(row.outcome, row.task.notice.plan.near_days):
        return
    yield Todo(
        Shelf.LATE,
        f"任务{'逾期' if is_late else '快到期'}：{row.task}",
        f"{'、'.join(row.leads)}牵头。{row.outcome.reasons[0]}",
        reverse("supervision_task", args=[row.task.pk]),
        "看任务",
        due_on=row.task.due_on,
        lamp="red" if is_late else "amber",
        lamp_text="逾期" if is_late else "快到期",
    )


register_todos("supervision", load_todos)
register_link("supervision", "任务督办表", lambda: reverse("supervision_board"))
