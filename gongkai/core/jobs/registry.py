"""Background work: queue it with the act, or have it done again and again.

    enqueue_after_commit(rebuild_index, page_id)          # inside the use case's transaction

    @periodic("audit.seal", "封存审计事件", every=timedelta(minutes=1))
    @task()
    def seal() -> None: ...

A task may run twice (a worker died after the work and before its note): write it so that the second time does
no harm. Arguments are ids, never personal data: they are stored as JSON and shown on the staff page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from django.db import connection, transaction
from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend

from gongkai.core.jobs.rules import DailyAt, Every, Schedule


@dataclass(frozen=True, slots=True)
class PeriodicJob:
    """A task with its schedule; ``name`` is stored with each run and must not change."""

    name: str
    label: str
    schedule: Schedule
    task: Task[Any, Any]


PERIODIC: dict[str, PeriodicJob] = {}
LABELS: dict[str, str] = {}
"""Task path → Chinese name, for the staff page."""


def periodic(
    name: str, label: str, *, every: timedelta | None = None, at: time | str | None = None
) -> Callable[[Task[Any, Any]], Task[Any, Any]]:
    """Run a task ``every`` so often, or once a day ``at`` a Shanghai time such as ``"03:20"``.

    After a pause only the latest missed run is made up for. Raises ``ValueError`` when the name is taken or
    the schedule is not exactly one of the two.
    """
    if (every is None) == (at is None):
        raise ValueError("periodic needs either every or at")
    at = time.fromisoformat(at) if isinstance(at, str) else at
    schedule: Schedule = Every(every) if every is not None else DailyAt(at or time())

    def register(task: Task[Any, Any]) -> Task[Any, Any]:
        job = PeriodicJob(name, label, schedule, task)
        if PERIODIC.setdefault(name, job).task.module_path != task.module_path:
            raise ValueError(f"periodic job {name!r} is defined twice")
        define_job(task, label)
        return task

    return register


def define_job(task: Task[Any, Any], label: str) -> Task[Any, Any]:
    """Give a task its Chinese name for the staff page."""
    LABELS[task.module_path] = label
    return task


def label_of(path: str) -> str:
    """The Chinese name of a task; the name of its function where it has none."""
    return LABELS.get(path, path.rsplit(".", 1)[-1])


def enqueue_after_commit(task: Task[Any, Any], *args: Any, **kwargs: Any) -> None:
    """Queue a task so that it runs if, and only if, the running transaction commits.

    With the database backend the queue's row belongs to the transaction itself: no crash between commit and
    queue can lose it, and no worker sees it before. Another backend gets it in ``transaction.on_commit``.
    """
    if isinstance(task.get_backend(), DatabaseBackend) or not connection.in_atomic_block:
        task.enqueue(*args, **kwargs)
    else:
        transaction.on_commit(lambda: task.enqueue(*args, **kwargs))
