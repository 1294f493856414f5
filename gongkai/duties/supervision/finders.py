"""What the staff search finds of supervision: tasks and the notices they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.finding import Find, register_finder
from gongkai.core.traces import Sought, register_traces, rows_with, trace_rows
from gongkai.duties.supervision.enums import NoticeStatus
from gongkai.duties.supervision.models import Notice, Section, Task
from gongkai.duties.supervision.verbs import READ

_OF_TASK = {
    "supervision.Task": "title text deadline_text leaders flags",
    "supervision.UnitMention": "written",
    "supervision.ProgressReport": "text",
    "supervision.Consolidation": "text because silent",
    "supervision.EvidenceLink": "title url reference removed_because",
    "supervision.Closure": "statement opinion cautions",
}
"""What is read from a notice about a task, and what people write about it."""
TYPED = "督办任务（填报、汇总、证据、办结）"


def find_tasks(user: User, words: Sequence[str], limit: int) -> Iterable[Find]:
    """Tasks of confirmed notices whose title, text or notice holds every word."""
    if not may(user, READ):
        return []
    wanted = Q()
    for word in words:
        wanted &= (
            Q(title__icontains=word)
            | Q(text__icontains=word)
            | Q(notice__title__icontains=word)
            | Q(notice__doc_number__icontains=word)
        )
    tasks = Task.objects.filter(wanted, notice__status=NoticeStatus.CONFIRMED).select_related("notice")
    return [_found(task) for task in tasks.order_by("-notice__pk", "position")[:limit]]


def trace_texts(user: User, sought: Sought, limit: int) -> Iterable[Find]:
    """Tasks in whose reports, summaries, proofs, requests to close, own text or notice the words stand."""
    wanted = Q(pk__in=[])
    # Asked apart: joined, a task would be read once for each set of a report, a summary, a proof and a request.
    for model, fields in _OF_TASK.items():
        rows = rows_with(sought, model, fields.split())
        wanted |= Q(pk__in=rows.values("pk" if model == Task._meta.label else "task"))
    tasks = Task.objects.filter(wanted).select_related("notice").order_by("-pk")
    return [_found(task) for task in tasks[:limit]]


def _found(task: Task) -> Find:
    where = f"第{task.number}项，{task.notice.doc_number}"
    if task.notice.status == NoticeStatus.DRAFT:
        return Find(task.title, reverse("supervision_task_review", args=[task.pk]), f"{where}，待核对")
    return Find(task.title, reverse("supervision_task", args=[task.pk]), where)


def _section(row: Section) -> Find:
    return _notice(row.notice)


def _notice(row: Notice) -> Find:
    is_draft = row.status == NoticeStatus.DRAFT
    url = reverse("supervision_review", args=[row.pk]) if is_draft else reverse("supervision_notices")
    return Find(row.title, url, f"任务分解通知，{row.get_status_display()}")


register_traces("supervision.texts", 50, TYPED, trace_texts, reads=_OF_TASK)
trace_rows(50, TYPED, "supervision.Section", "title", _section)
trace_rows(50, TYPED, "supervision.Notice", "title doc_number issuer text file_name warnings", _notice)
register_finder("supervision.tasks", 35, "督办任务", find_tasks)
