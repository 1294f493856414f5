"""What of supervision hangs on a unit: open tasks written with its name, and those it gathers."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from gongkai.core.organisation.holdings import Group
from gongkai.core.organisation.holdings_fields import hold_by_field, hold_by_relation
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.supervision.enums import ClosureStatus, NoticeStatus
from gongkai.duties.supervision.models import Task, UnitMention

UNCONFIRMED = "尚未确认为任务计划。责任单位先改为承接单位，以免确认后落在原单位名下。"


def _open_tasks(day: date) -> QuerySet[Task]:
    """Tasks not struck off the list, notice by notice.

    Those of a notice still under review go along: its units are read as of its own day, so a plan confirmed after the
    change would otherwise lie with units that are no more.
    """
    live = Task.objects.filter(is_included=True).exclude(notice__status=NoticeStatus.DISCARDED)
    open_ones = live.exclude(closures__status=ClosureStatus.ACCEPTED)
    return open_ones.select_related("notice").order_by("notice__status", "notice", "position", "pk")


def _open_mentions(day: date) -> QuerySet[UnitMention]:
    found = UnitMention.objects.filter(task__in=_open_tasks(day).order_by()).select_related("task__notice")
    return found.order_by("task__notice__status", "task__notice", "task__position", "position", "pk")


def _mention_label(mention: UnitMention) -> str:
    return f"{mention.task}（{mention.get_role_display()}）"


def _notice_of(task: Task) -> Group:
    """The notice by title and number, and why its tasks go along where it is no plan yet."""
    notice = task.notice
    name = f"{in_title_marks(str(notice))}（{notice.doc_number or '无文号'}）"
    is_plan = notice.status == NoticeStatus.CONFIRMED
    return Group(name, "" if is_plan else UNCONFIRMED)


hold_by_field("supervision.gathered", "汇总的任务", _open_tasks, "gatherer", group_of=_notice_of)
hold_by_relation(
    "supervision.tasks",
    "承担的任务",
    _open_mentions,
    "units",
    _mention_label,
    group_of=lambda mention: _notice_of(mention.task),
)
