"""How duty 0, the task breakdown itself, stands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from gongkai.core.evidence import EvidenceProvider, EvidenceState, Figure, register_evidence
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.supervision.enums import NoticeStatus, TaskState
from gongkai.duties.supervision.models import Notice
from gongkai.duties.supervision.queries.tasks import TaskRow, supervised_tasks, task_rows


def _rows(as_of: date) -> list[TaskRow]:
    return task_rows(supervised_tasks(), as_of)


def figures(as_of: date) -> Sequence[Figure]:
    """Tasks on course out of all; tasks done or kept up; tasks overdue; notices waiting for review."""
    states = [row.outcome.state for row in _rows(as_of)]
    board, notices = reverse("supervision_board"), reverse("supervision_notices")
    late = states.count(TaskState.OVERDUE)
    waiting = Notice.objects.filter(status=NoticeStatus.DRAFT).count()
    return [
        Figure("按时推进的任务", len(states) - late, len(states), f"{board}?on_course=1"),
        Figure("已完成", states.count(TaskState.DONE), None, f"{board}?state=done"),
        Figure("长期坚持且本期已报", states.count(TaskState.KEPT_UP), None, f"{board}?state=kept_up"),
        Figure("逾期", late, None, f"{board}?state=overdue"),
        Figure("待核对的通知", waiting, None, f"{notices}?status=draft"),
    ]


def missing(as_of: date) -> Sequence[str]:
    """Each overdue task with its reason, and notices not yet confirmed."""
    rows = [row for row in _rows(as_of) if row.outcome.state is TaskState.OVERDUE]
    told = [f"第{row.task.number}项“{row.task.title}”：{row.outcome.reasons[0]}" for row in rows]
    drafts = Notice.objects.filter(status=NoticeStatus.DRAFT)
    return [*told, *(f"{in_title_marks(notice)}还没有核对确认。" for notice in drafts)]


def state(as_of: date, shown: Sequence[Figure], lacking: Sequence[str]) -> EvidenceState:
    """Not started without a plan; failing with anything overdue; at risk while a notice waits."""
    tasks, late, waiting = shown[0], shown[3], shown[4]
    if not tasks.target:
        return EvidenceState.NOT_STARTED
    if late.value:
        return EvidenceState.FAILING
    return EvidenceState.AT_RISK if waiting.value else EvidenceState.MET


register_evidence(EvidenceProvider(0, "supervision", "任务分解与督办", figures, missing, state))
