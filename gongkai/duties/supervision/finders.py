"""What the staff search finds of supervision: tasks and the notices they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.finding import Find, register_finder
from gongkai.core.traces import Sought, register_traces
from gongkai.duties.supervision.enums import NoticeStatus
from gongkai.duties.supervision.models import Closure, Consolidation, EvidenceLink, ProgressReport, Task
from gongkai.duties.supervision.verbs import READ

_WRITTEN = (
    (ProgressReport, ("text",)),
    (Consolidation, ("text", "because")),
    (EvidenceLink, ("title", "reference", "removed_because")),
    (Closure, ("statement", "opinion")),
)
"""What people write about a task."""


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
    """Tasks in whose reports, summaries, proofs, requests to close or own text the words stand."""
    wanted = sought.stands_in("title", "text", "notice__title", "notice__doc_number")
    for model, fields in _WRITTEN:
        # Asked apart: joined, a task would be read once for each set of a report, a summary, a proof and a request.
        wanted |= Q(pk__in=model._default_manager.filter(sought.stands_in(*fields)).values("task"))
    tasks = Task.objects.filter(wanted).select_related("notice").order_by("-pk")
    return [_found(task) for task in tasks[:limit]]


def _found(task: Task) -> Find:
    where = f"第{task.number}项，{task.notice.doc_number}"
    return Find(task.title, reverse("supervision_task", args=[task.pk]), where)


register_traces("supervision.texts", 50, "督办任务（填报、汇总、证据、办结）", trace_texts)
register_finder("supervision.tasks", 35, "督办任务", find_tasks)
