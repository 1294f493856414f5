"""The calendar's daily work."""

from __future__ import annotations

from django_tasks import task

from gongkai.core.jobs.registry import periodic
from gongkai.core.workdays.usecases import settle_deadlines


@periodic("workdays.settle", "确定待定期限", at="01:10")
@task()
def settle_waiting_deadlines() -> int:
    """Settle what was set with an old calendar while a year was being imported."""
    return settle_deadlines()
