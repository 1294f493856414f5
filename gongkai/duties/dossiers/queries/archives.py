"""Archives as their screens ask for them: who may take a package, what waits, how the making of one stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet, Sum
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.clearance.suppression import suppressed
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries.responsible import unit_ids_worked_for
from gongkai.duties.dossiers.enums import NumberState
from gongkai.duties.dossiers.models import Archive, ArchivePackage, Dossier, IssuedNumber
from gongkai.duties.dossiers.packing.writing import holds_any
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.verbs import READ_ALL

WAITING, RECEIVED = "waiting", "received"
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class AskedArchives:
    """What the list was asked for; empty means everything."""

    words: str = ""
    state: str = ""
    year: str = ""
    retention: str = ""


def may_take(user: User, dossier: Dossier, day: date) -> bool:
    """Whether a person may take the package away: who reads all dossiers, or works for the unit that drafted it.

    A unit that was asked to countersign reads the dossier; the package is not its to take.
    """
    return may(user, READ_ALL) or dossier.unit_id in unit_ids_worked_for(user, day)


def is_purged(package: ArchivePackage) -> bool:
    """Whether a package holds a paper that was purged since: it is not handed out any more."""
    return holds_any(package.holds, suppressed()[1])


def weight_of(dossier: Dossier) -> int:
    """Bytes of the papers of a dossier."""
    return dossier.papers.aggregate(sum=Sum("size"))["sum"] or 0


def archives_asked(user: User, day: date, asked: AskedArchives) -> QuerySet[Archive]:
    """Archives of the dossiers that a person may open, with number and newest package at hand (three queries)."""
    rows = Archive.objects.filter(dossier__in=dossiers_seen_by(user, day))
    for word in asked.words.split():
        rows = rows.filter(Q(dossier__title__icontains=word) | Q(dossier__code__icontains=word))
    if asked.state:
        rows = rows.filter(received_at__isnull=asked.state == WAITING)
    if asked.year:
        rows = rows.filter(year=int(asked.year))
    if asked.retention:
        rows = rows.filter(retention=asked.retention)
    given = IssuedNumber.objects.filter(state=NumberState.ISSUED)
    return rows.select_related("dossier__unit", "closed_by").prefetch_related(
        Prefetch("dossier__numbers", queryset=given, to_attr="given"), "packages"
    )


def packing_of(archive: Archive, path: str) -> str:
    """How the making of a package aside stands, in Chinese; empty where none is under way and the last one came to an end.

    ``path`` is that of the task.
    """
    for row in DBTaskResult.objects.filter(task_path=path).order_by("-enqueued_at")[:_LOOKED_AT]:
        if row.args_kwargs["args"][:1] != [archive.pk]:
            continue
        if row.status == TaskResultStatus.FAILED:
            return "没有做成，请重做；再不行的，请系统管理员查看后台任务。"
        if row.status == TaskResultStatus.SUCCESSFUL:
            return str(row.return_value or "")
        is_running = row.status == TaskResultStatus.RUNNING
        return "正在制作，请稍后刷新本页。" if is_running else "已排队，请稍后刷新本页。"
    return ""
