"""What of supervision waits for a person on the 工作台."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import units_of
from gongkai.core.workbench import Shelf, Todo, register_link, register_todos
from gongkai.duties.supervision.enums import ClosureStatus, NoticeStatus, TaskState
from gongkai.duties.supervision.models import Closure, Notice
from gongkai.duties.supervision.queries.tasks import TaskRow, UnitTask, unit_tasks
from gongkai.duties.supervision.verbs import CHECK, IMPORT, REPORT

LIMIT = 20


def load_todos(user: User, today: date) -> list[Todo]:
    """Drafts to review, closures to check, reports owed by the person's first unit and its late tasks."""
    return [*_drafts(user), *_closures(user), *_unit(user, today)]


def _drafts(user: User) -> Iterable[Todo]:
    if may(user, IMPORT):
        for notice in Notice.objects.filter(status=NoticeStatus.DRAFT)[:LIMIT]:
            url = reverse("supervision_review", args=[notice.pk])
            yield Todo(Shelf.MINE, f"核对通知：{notice}", "确认后任务才上督查表", url, "去核对")


def _closures(user: User) -> Iterable[Todo]:
    if may(user, CHECK):
        waiting = Closure.objects.filter(status=ClosureStatus.ASKED).exclude(asked_by=user)
        for closure in waiting.select_related("task", "unit")[:LIMIT]:
            url = reverse("supervision_task", args=[closure.task_id])
            yield Todo(Shelf.MINE, f"核查销号：{closure.task}", f"{closure.unit}申请", url, "去核查")


def _unit(user: User, today: date) -> Iterable[Todo]:
    unit = units_of(user, today).first() if may(user, REPORT) else None
    if unit is None:
        return
    mine = unit_tasks(unit, today)
    owed = [one for one in mine if one.is_owed]
    if owed:
        url = f"{reverse('supervision_unit')}?unit={unit.pk}"
        note = f"{unit}：{owed[0].row.task.title}等" if len(owed) > 1 else f"{unit}：{owed[0].row.task.title}"
        yield Todo(Shelf.MINE, f"填报任务进展 {len(owed)} 项", note, url, "去填报", due_on=_due(owed))
    for one in mine:
        if one.row.outcome.state is TaskState.OVERDUE and one.row.task.gatherer_id == unit.pk:
            yield _late(one.row)


def _due(owed: list[UnitTask]) -> date:
    """The last day for the first of the reports owed."""
    return min(one.period.end + timedelta(days=one.row.task.notice.plan.grace_days) for one in owed)


def _late(row: TaskRow) -> Todo:
    url = reverse("supervision_task", args=[row.task.pk])
    return Todo(
        Shelf.LATE,
        f"任务逾期：{row.task}",
        row.outcome.reasons[0],
        url,
        "看任务",
        due_on=row.task.due_on,
        lamp="red",
        lamp_text="逾期",
    )


register_todos("supervision", load_todos)
register_link("supervision", "任务督办表", lambda: reverse("supervision_board"))
