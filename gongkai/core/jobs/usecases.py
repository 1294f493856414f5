"""Queue a failed task again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.jobs.models import Retry
from gongkai.core.jobs.rules import reasons_against_retrying
from gongkai.core.jobs.verbs import RETRY_JOBS
from gongkai.core.reasons import refuse_if


@transaction.atomic
def retry_job(*, by: User, task_id: UUID) -> DBTaskResult[Any, Any]:
    """Queue a failed task again with the same arguments; the failed one stays as a record.

    Raises :class:`Refused`, also when it was queued again before, and ``DBTaskResult.DoesNotExist``.
    """
    failed = DBTaskResult.objects.select_for_update().get(pk=task_id)
    refuse_if(
        reasons_against_retrying(
            may_retry=may(by, RETRY_JOBS),
            has_failed=failed.status == TaskResultStatus.FAILED,
            was_retried=Retry.objects.filter(failed_id=failed.pk).exists(),
            task_exists=_task_exists(failed),
        ),
        act="重试后台任务",
    )
    arguments = failed.args_kwargs
    result = failed.task.enqueue(*arguments["args"], **arguments["kwargs"])
    retry = Retry.objects.create(failed_id=failed.pk, task_id=UUID(str(result.id)))
    record_event(action="jobs.retry", by=by, subject=retry, task=failed.task_path, failed=str(failed.pk))
    return DBTaskResult.objects.get(pk=retry.task_id)


def _task_exists(result: DBTaskResult[Any, Any]) -> bool:
    try:
        return result.task is not None
    except (ImportError, SuspiciousOperation):
        return False
