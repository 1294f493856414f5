"""Periodic work of the gate."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from gongkai.clearance.notices import remind_of_full_reviews
from gongkai.clearance.usecases.aggregation_index import refresh_index
from gongkai.clearance.usecases.scheduling import release_due
from gongkai.core.jobs.registry import periodic


@periodic("clearance.release_due", "定时上线", every=timedelta(minutes=1))
@task()
def release_what_is_due() -> None:
    """Put live the scheduled slips whose time has come."""
    release_due()


@periodic("clearance.full_reviews", "提醒急件补审", at="08:00")
@task()
def remind_of_full_reviews_due() -> int:
    """Before the daily digest, name the full reviews that are due."""
    return remind_of_full_reviews(timezone.localdate())


@periodic("clearance.public_profiles", "核对公开表格索引", at="03:10")
@task()
def refresh_public_profiles() -> int:
    """Mend the index of public tables: a restore, a rollback or a new reader of files may have left it behind."""
    return refresh_index()
