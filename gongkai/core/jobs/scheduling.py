"""Queue what is due, and take back what a dead worker held."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.core.jobs.models import JobRun, Worker
from gongkai.core.jobs.notices import tell_of_failed_job
from gongkai.core.jobs.registry import PERIODIC, PeriodicJob

DEAD_AFTER = timedelta(minutes=3)
"""A worker without a heartbeat for so long is dead; it beats every 15 seconds, in long tasks too."""
MAX_ATTEMPTS = 3
"""A task that took its worker down with it this often is not given to another."""


def queue_due_jobs(now: datetime | None = None) -> list[str]:
    """Queue each periodic job whose latest due run is not registered yet; answers the names."""
    now = now or timezone.now()
    known = set(JobRun.objects.filter(due_at__gte=now - timedelta(days=8)).values_list("name", "due_at"))
    due = [(job, job.schedule.last_due(now)) for job in PERIODIC.values()]
    return [job.name for job, due_at in due if (job.name, due_at) not in known and _queue(job, due_at)]


def _queue(job: PeriodicJob, due_at: datetime) -> bool:
    with transaction.atomic():
        run, is_new = JobRun.objects.get_or_create(name=job.name, due_at=due_at)
        if is_new:
            run.task_id = job.task.enqueue().id
            run.save(update_fields=["task_id"])
    return is_new


def take_back_orphans(*, only_worker: str | None = None) -> int:
    """Give tasks of dead workers back to the queue; answers how many.

    ``only_worker`` is the single process of a SQLite installation: every running task that is not its own is
    an orphan. Elsewhere a worker is dead when its heartbeat is old.
    """
    count = 0
    with transaction.atomic():
        alive = {only_worker} if only_worker else _alive_workers()
        running = DBTaskResult.objects.select_for_update().filter(status=TaskResultStatus.RUNNING)
        for result in running:
            if result.worker_ids and result.worker_ids[-1] in alive:
                continue
            if not only_worker and result.started_at and result.started_at > timezone.now() - DEAD_AFTER:
                continue
            _give_back(result)
            count += 1
    return count


def _alive_workers() -> set[str]:
    limit = timezone.now() - DEAD_AFTER
    return set(Worker.objects.filter(seen_at__gte=limit).values_list("pk", flat=True))


def _give_back(result: DBTaskResult[Any, Any]) -> None:
    if len(result.worker_ids) >= MAX_ATTEMPTS:
        result.status = TaskResultStatus.FAILED
        result.finished_at = timezone.now()
        result.exception_class_path = "gongkai.core.jobs.scheduling.WorkerDiedError"
        result.traceback = f"运行它的后台进程先后 {len(result.worker_ids)} 次中断，不再自动重试。"
        tell_of_failed_job(result.task_path)
    else:
        result.status = TaskResultStatus.READY
        result.started_at = None
    result.save(update_fields=["status", "started_at", "finished_at", "exception_class_path", "traceback"])


class WorkerDiedError(Exception):
    """Named in the result of a task whose workers died; never raised."""
