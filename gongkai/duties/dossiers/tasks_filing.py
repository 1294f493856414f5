"""Each morning before the daily digest: remind of filings."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from gongkai.core.jobs.registry import periodic
from gongkai.duties.dossiers.notices_filing import remind_of_filings
from gongkai.duties.dossiers.queries.filing import running_filings


@periodic("dossiers.filing", "提醒备案期限", at="08:05")
@task()
def remind_of_filings_due() -> int:
    """Answers how many notices."""
    return remind_of_filings(running_filings(), timezone.localdate())
