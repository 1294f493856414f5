"""Who is told when background work fails."""

from __future__ import annotations

import logging

from django.db import DatabaseError, transaction
from django.urls import reverse

from gongkai.core.accounts.queries import people_with
from gongkai.core.jobs.registry import label_of
from gongkai.core.jobs.verbs import RETRY_JOBS
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all

JOB_FAILED = define_kind("jobs.failed", "后台任务失败", is_duty=True)
logger = logging.getLogger("gongkai.jobs")


def tell_of_failed_job(path: str) -> int:
    """Tell those who may queue it again, once while they have not read it; answers how many were told.

    Only the task's name goes out: errors and arguments stay in the house. The worker lives on where the database
    cannot be written.
    """
    text = f"后台任务“{label_of(path)[:40]}”失败。请看原因，处理后重试。"
    try:
        with transaction.atomic():
            return notify_all(
                users=people_with(RETRY_JOBS),
                kind=JOB_FAILED,
                subject_url=reverse("jobs_index"),
                text=text,
                once=True,
            )
    except DatabaseError:
        logger.exception("the failure of %s could not be told", path)
        return 0
