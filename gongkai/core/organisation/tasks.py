"""What the organisation tells of when a day begins."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from gongkai.core.jobs.registry import periodic
from gongkai.core.organisation.usecases.delegations import tell_of_delegations_run_out


@periodic("organisation.delegations_run_out", "告知到期结束的授权", at="00:10")
@task()
def tell_of_ended_delegations() -> int:
    """Both sides of each delegation whose last day has passed."""
    return tell_of_delegations_run_out(today=timezone.localdate())
