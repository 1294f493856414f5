"""Periodic work of the gate."""

from datetime import timedelta

from django_tasks import task

from gongkai.clearance.usecases.scheduling import release_due
from gongkai.core.jobs.registry import periodic


@periodic("clearance.release_due", "定时上线", every=timedelta(minutes=1))
@task()
def release_what_is_due() -> None:
    """Put live the scheduled slips whose time has come."""
    release_due()
