"""The daily erasing of what is due."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from gongkai.core.jobs.registry import periodic
from gongkai.core.personaldata.usecases import erase_due


@periodic("personaldata.erase_due", "清除到期个人信息", at="02:10")
@task()
def erase_what_is_due() -> dict[str, int]:
    """Erase the personal data whose period has passed."""
    return erase_due(today=timezone.localdate())
