"""What of supervision hangs on a unit: open tasks written with its name, and those it gathers."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from gongkai.core.organisation.holdings_fields import hold_by_field, hold_by_relation
from gongkai.duties.supervision.enums import ClosureStatus, NoticeStatus
from gongkai.duties.supervision.models import Task, UnitMention


def _open_tasks(day: date) -> QuerySet[Task]:
    live = Task.objects.filter(is_included=True).exclude(notice__status=NoticeStatus.DISCARDED)
    return live.exclude(closures__status=ClosureStatus.ACCEPTED).select_related("notice")


def _open_mentions(day: date) -> QuerySet[UnitMention]:
    return UnitMention.objects.filter(task__in=_open_tasks(day)).select_related("task")


def _mention_label(mention: UnitMention) -> str:
    return f"{mention.task}（{mention.get_role_display()}）"


hold_by_field("supervision.gathered", "汇总的任务", _open_tasks, "gatherer")
hold_by_relation("supervision.tasks", "承担的任务", _open_mentions, "units", _mention_label)
