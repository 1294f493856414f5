"""Drafts under review."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from gongkai.duties.supervision.models import Notice, Task
from gongkai.duties.supervision.rules.acts import DraftTask


def tasks_under_review(notice: Notice) -> QuerySet[Task]:
    """All tasks of a notice with their names and units; four queries however many."""
    return notice.tasks.select_related("section", "gatherer").prefetch_related("mentions__units")


def draft_tasks(notice: Notice) -> list[DraftTask]:
    """What confirming looks at: the included tasks, with names that are not settled."""
    return [draft_task(task) for task in tasks_under_review(notice) if task.is_included]


def draft_task(task: Task) -> DraftTask:
    """One task as the rules see it (its mentions and units are prefetched)."""
    mentions = list(task.mentions.all())
    return DraftTask(
        number=task.number,
        title=task.title,
        deadline=task.deadline_type,
        has_date=task.due_on is not None,
        has_units=any(mention.units.all() for mention in mentions),
        has_gatherer=task.gatherer_id is not None,
        unnamed=tuple(m.written for m in mentions if not m.is_external and not m.units.all()),
        unchecked=len(unchecked_flags(task)),
        url=f"{reverse('supervision_review', args=[task.notice_id])}#task-{task.pk}",
    )


def unchecked_flags(task: Task) -> list[dict[str, Any]]:
    """What the parser was unsure of and nobody has said to have compared with the source."""
    return [flag for flag in task.flags if not flag.get("checked_by")]


def notices_with_counts() -> QuerySet[Notice]:
    """All notices, each with the number of its included tasks."""
    return Notice.objects.select_related("plan", "imported_by").annotate(
        task_count=Count("tasks", filter=Q(tasks__is_included=True))
    )
