"""What of the tasks hangs on a unit: tasks not struck off, where it is named or gathers."""

from datetime import date

from django.db.models import QuerySet

from gongkai.core.organisation.holdings_fields import hold_by_field, hold_by_relation
from gongkai.duties.supervision.models import Task, UnitMention


def open_tasks(day: date) -> QuerySet[Task]:
    """Tasks of the plan that are not struck off."""
    return Task.objects.filter(is_included=True).exclude(closures__status="accepted")


hold_by_relation(
    "supervision.mentions",
    "督办任务（牵头、责任、配合单位）",
    lambda day: UnitMention.objects.filter(task__in=open_tasks(day)).select_related("task"),
    "units",
    lambda row: f"{row.task}（{row.get_role_display()}）",
)
hold_by_field("supervision.gatherers", "督办任务（汇总单位）", open_tasks, "gatherer")
