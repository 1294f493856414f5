"""Periodic work of the gate."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from gongkai.clearance.notices import remind_of_full_reviews
from gongkai.clearance.notices_reevaluation import remind_of_openings, remind_of_reevaluation
from gongkai.clearance.notices_upkeep import remind_of_looks
from gongkai.clearance.queries.reevaluation import open_round, openings_undone
from gongkai.clearance.queries.upkeep_dates import due_rows
from gongkai.clearance.usecases.scheduling import release_due
from gongkai.clearance.usecases.upkeep_finding import compute_proposals
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


@periodic("clearance.upkeep_proposals", "算出内容清理建议", at="03:40")
@task()
def compute_upkeep_proposals() -> dict[str, int]:
    """At night, when nobody waits: ask every finder what of the public content should come down or be mended."""
    return compute_proposals(as_of=timezone.localdate()).seen


@periodic("clearance.upkeep_looks", "提醒复核公开内容", at="08:10")
@task()
def remind_of_looks_due() -> int:
    """Before the daily digest, tell whose pages are past their review date."""
    today = timezone.localdate()
    return remind_of_looks((row for row in due_rows(today) if row.standing(today) == "late"), today)


@periodic("clearance.reevaluation", "提醒年度评估和转公开", at="08:15")
@task()
def remind_of_what_is_to_be_opened() -> int:
    """Before the daily digest: conclusions owed in the last week of a round, and what should be public by now."""
    today, turn = timezone.localdate(), open_round()
    told = remind_of_reevaluation(turn, today) if turn is not None else 0
    return told + remind_of_openings((row.opening for row in openings_undone(today) if row.is_late), today)
