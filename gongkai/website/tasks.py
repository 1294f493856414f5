"""Background work of the website."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from gongkai.core.jobs.registry import periodic
from gongkai.website.usecases import remind_of_resting_columns


@periodic("website.resting_columns", "提醒超过更新时限的栏目", at="08:20")
@task()
def remind_of_columns() -> int:
    """Once a day; a second run within a week stores nothing again."""
    return remind_of_resting_columns(today=timezone.localdate())
