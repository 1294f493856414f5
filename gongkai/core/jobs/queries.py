"""How background work stands, as a reader sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.core.jobs.models import JobRun, Retry, Worker
from gongkai.core.jobs.registry import PERIODIC, label_of
from gongkai.core.jobs.scheduling import DEAD_AFTER

STATES = {
    TaskResultStatus.READY: ("等待运行", "grey"),
    TaskResultStatus.RUNNING: ("正在运行", "amber"),
    TaskResultStatus.FAILED: ("失败", "red"),
    TaskResultStatus.SUCCESSFUL: ("完成", "green"),
}
LONG_RUN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task for the list; ``light`` is the colour of its lamp, ``seconds`` how long it ran."""

    id: UUID
    label: str
    path: str
    state: str
    light: str
    queued_at: datetime
    started_at: datetime | None
    seconds: float | None
    attempts: int
    error: str
    is_failed: bool
    retried_as: UUID | None


@dataclass(frozen=True, slots=True)
class PeriodicRow:
    """One periodic job with its latest run."""

    name: str
    label: str
    schedule: str
    due_at: datetime | None
    task: TaskRow | None


def task_rows(results: Iterable[DBTaskResult[Any, Any]]) -> list[TaskRow]:
    """Rows for a page of tasks, with one query for the retries."""
    results = list(results)
    retries = dict(
        Retry.objects.filter(failed_id__in=[r.pk for r in results]).values_list("failed_id", "task_id")
    )
    return [_row(result, retries.get(result.pk)) for result in results]


def periodic_rows() -> list[PeriodicRow]:
    """All periodic jobs in order of name, each with its latest registered run."""
    latest: dict[str, JobRun] = {}
    for run in JobRun.objects.filter(due_at__gte=timezone.now() - timedelta(days=8)).order_by("due_at"):
        latest[run.name] = run
    results = DBTaskResult.objects.filter(pk__in=[r.task_id for r in latest.values() if r.task_id])
    rows = {row.id: row for row in task_rows(results)}
    return [
        PeriodicRow(
            job.name,
            job.label,
            str(job.schedule),
            latest[job.name].due_at if job.name in latest else None,
            rows.get(task_id) if job.name in latest and (task_id := latest[job.name].task_id) else None,
        )
        for job in sorted(PERIODIC.values(), key=lambda job: job.name)
    ]


def open_failures() -> int:
    """Failed tasks of the last week that nobody has queued again."""
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=timezone.now() - timedelta(days=7))
    return failed.exclude(pk__in=Retry.objects.values("failed_id")).count()


def live_workers() -> list[Worker]:
    """Workers with a fresh heartbeat."""
    return list(Worker.objects.filter(seen_at__gte=timezone.now() - DEAD_AFTER).order_by("host", "pid"))


def _row(result: DBTaskResult[Any, Any], retried_as: UUID | None) -> TaskRow:
    status = TaskResultStatus(result.status)
    state, light = STATES[status]
    end = result.finished_at or (timezone.now() if status == TaskResultStatus.RUNNING else None)
    seconds = (end - result.started_at).total_seconds() if end and result.started_at else None
    if status == TaskResultStatus.RUNNING and seconds and seconds > LONG_RUN.total_seconds():
        state = "运行超过 1 小时"
    return TaskRow(
        id=result.pk,
        label=label_of(result.task_path),
        path=result.task_path,
        state=state,
        light=light,
        queued_at=result.enqueued_at,
        started_at=result.started_at,
        seconds=seconds,
        attempts=len(result.worker_ids),
        error=result.exception_class_path.rsplit(".", 1)[-1],
        is_failed=status == TaskResultStatus.FAILED,
        retried_as=retried_as,
    )
