"""When digests are built and sent."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from gongkai.core.jobs.registry import periodic
from gongkai.core.notify.usecases import build_digests, send_due_deliveries


@periodic("notify.digest", "汇总每人每日提醒", at="08:30")
@task()
def build_daily_digests() -> int:
    """One digest for each person with something new."""
    return build_digests(timezone.localdate())


@periodic("notify.deliver", "发送提醒", every=timedelta(minutes=1))
@task()
def deliver_digests() -> list[int]:
    """Send what is due; failures are tried again with growing pauses."""
    return list(send_due_deliveries())
