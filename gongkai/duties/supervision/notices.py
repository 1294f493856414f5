"""Who is told of supervision; no titles, for notices leave the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all, settle_notices
from gongkai.core.organisation.models import Unit
from gongkai.duties.supervision.models import Task
from gongkai.duties.supervision.rules.periods import Period, period_of

URGED = define_kind("supervision.urged", "催报", is_duty=True)


def tell_of_urging(task: Task, unit: Unit, period: Period, people: Iterable[User]) -> int:
    """Ask a unit's people for its progress of a period, by the task's number and the last day; answers how many."""
    due = period.end + timedelta(days=task.notice.plan.grace_days)
    is_over = due < timezone.localdate()
    when = f"已过 {due:%Y-%m-%d} 的期限，请尽快补报" if is_over else f"请在 {due:%Y-%m-%d} 前填报"
    text = f"任务分解通知第 {task.number} 项 {period.label}的进展还没有填报，{when}。"
    return notify_all(users=people, kind=URGED, subject_url=_url(task, unit, period), text=text)


def call_off_urging(task: Task, unit: Unit, period: Period) -> None:
    """A unit has told its progress of a period: nobody is reminded of it any more."""
    settle_notices(kind=URGED, subject_url=_url(task, unit, period))


def call_off_all_urging(task: Task) -> None:
    """A task is struck off the list: nobody is reminded of any of its reports."""
    for urging in task.urgings.select_related("unit"):
        call_off_urging(task, urging.unit, period_of(task.cycle, urging.period_start))


def _url(task: Task, unit: Unit, period: Period) -> str:
    return f"{reverse('supervision_report', args=[task.pk, unit.pk])}?period={period.start:%Y-%m-%d}"
