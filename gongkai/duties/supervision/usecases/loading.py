"""Tasks as use cases hold them."""

from __future__ import annotations

from django.utils import timezone

from gongkai.duties.supervision.models import Task
from gongkai.duties.supervision.queries.tasks import supervised_tasks
from gongkai.duties.supervision.rules.periods import Period


def hold_task(task: Task) -> Task:
    """The task as it is now and stays until the end, with what the rules look at; only of confirmed plans."""
    Task.objects.select_for_update().get(pk=task.pk)
    return supervised_tasks().get(pk=task.pk)


def is_open(task: Task, period: Period) -> bool:
    """Whether a period has begun and lies in the plan."""
    return period.start <= timezone.localdate() and period.end >= task.notice.plan.starts_on
