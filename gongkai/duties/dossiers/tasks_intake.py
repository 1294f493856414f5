"""Every minute: take in what OA has put into its folder."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from gongkai.core.jobs.registry import periodic
from gongkai.duties.dossiers.notices_intake import tell_of_not_taken
from gongkai.duties.dossiers.usecases.intake.folder import Round, take_in_folder


@periodic("dossiers.oa_intake", "接收 OA 交换目录", every=timedelta(minutes=1))
@task()
def take_in_oa_folder() -> dict[str, int]:
    """One round; answers how many by outcome."""
    return dict(take_in_and_tell().counts)


def take_in_and_tell() -> Round:
    """One round, and the office told of what was not taken."""
    done = take_in_folder(now=timezone.now())
    counts = done.counts
    tell_of_not_taken(refused=counts["refused"], removed=counts["removed"], failed=counts["failed"])
    return done
