"""What of the chain waits for a person on the 工作台."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.workbench import Shelf, Todo, register_todos
from gongkai.duties.dossiers import todos_review
from gongkai.duties.dossiers.doings import Doing, doings_among
from gongkai.duties.dossiers.enums import Route, SigningMedium, Step
from gongkai.duties.dossiers.models import Dossier, Exemption, SignOff
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by, may_work_on
from gongkai.duties.dossiers.queries.standing import Standing, standings_of
from gongkai.duties.dossiers.rules.filing import FilingClock
from gongkai.duties.dossiers.verbs import ARCHIVE, EXEMPT, READ, RECORD, RECORD_SIGNATURE

__all__ = ["load_todos", "todos_review"]
LIMIT = 200


def load_todos(user: User, today: date) -> list[Todo]:
    """Dossiers in which the next step is this person's, exemptions to decide, words of mouth to confirm."""
    if not may(user, READ):
        return []
    seen = dossiers_seen_by(user, today).filter(ending="").exclude(route=Route.HISTORY)
    seen = seen.select_related("unit__supervised_by", "archive")
    found = [*_exemptions(user, today), *_confirmations(user, today)]
    standings = standings_of(list(seen.order_by("-pk")[:LIMIT]))
    doings = doings_among(user, standings, today)
    for standing in standings:
        found += _next(user, standing, doings[standing.dossier.pk], today)
    return found


def _next(user: User, standing: Standing, doings: Iterable[Doing], today: date) -> Iterable[Todo]:
    """One line for each dossier: the first thing that this person can do; nothing for who merely could stand in."""
    if standing.filing is not None and standing.filing.is_running:
        yield from _to_file(user, standing, standing.filing, today)
        return
    if standing.waiting and not _is_asked(user, standing.dossier, standing):
        return
    if not standing.waiting:
        yield from _to_archive(user, standing.dossier)
        return
    main = [one for one in doings if one.is_main]
    if main:
        url = reverse("dossiers_show", args=[standing.dossier.pk])
        note = f"{standing.now}，已 {standing.days} 天" if standing.days else standing.now
        yield Todo(Shelf.MINE, standing.dossier.title, note, url, main[0].words)


def _to_file(user: User, standing: Standing, clock: FilingClock, today: date) -> Iterable[Todo]:
    """What is public and waits for nothing but its filing: before who drafted it, and who records for all."""
    dossier, lamp = standing.dossier, clock.lamp(today)
    if not (may(user, RECORD) or (dossier.drafter_id == user.pk and may_work_on(user, dossier, today))):
        return
    yield Todo(
        Shelf.LATE if lamp else Shelf.MINE,
        f"备案：{dossier.title}",
        f"{clock.published_on:%Y-%m-%d} 公布，{clock.words(today)}",
        reverse("dossiers_record", args=[dossier.pk, Step.FILING.value]),
        "登记备案",
        due_on=clock.due_on,
        lamp=lamp,
        lamp_text={"red": "已超期", "amber": "快到期"}.get(lamp, ""),
    )


def _to_archive(user: User, dossier: Dossier) -> Iterable[Todo]:
    """What is done with, before the office: to be closed, or to be handed over to the archive."""
    if not may(user, ARCHIVE):
        return
    is_closed = hasattr(dossier, "archive")
    yield Todo(
        Shelf.MINE,
        f"归档：{dossier.title}",
        "已立卷，待移交档案室" if is_closed else "各步都已办完",
        reverse("dossiers_archive", args=[dossier.pk]),
        "去移交" if is_closed else "立卷",
    )


def _is_asked(user: User, dossier: Dossier, standing: Standing) -> bool:
    """The drafter of what is in their hands; of what is before the office or a leader, those."""
    steps = {one.step for one in standing.waiting}
    before_office = {Step.DELIBERATION, Step.SIGNING, Step.NUMBERING, Step.FILING}
    if dossier.drafter_id == user.pk:
        return bool(steps - before_office - {Step.LEGALITY, Step.COUNTERSIGN})
    return bool(steps & before_office)


def _exemptions(user: User, today: date) -> Iterable[Todo]:
    if not may(user, EXEMPT):
        return
    waiting = Exemption.objects.filter(
        is_granted__isnull=True, overtaken_at__isnull=True, dossier__in=dossiers_seen_by(user, today)
    )
    for row in waiting.exclude(asked_by=user).select_related("dossier", "asked_by")[:LIMIT]:
        url = reverse("dossiers_exemption", args=[row.dossier_id, row.pk])
        yield Todo(Shelf.MINE, f"{row}：{row.dossier.title}", f"{row.asked_by}申请", url, "去审批")


def _confirmations(user: User, today: date) -> Iterable[Todo]:
    if not may(user, RECORD_SIGNATURE):
        return
    owed = SignOff.objects.filter(
        medium=SigningMedium.ORAL, confirmed_at__isnull=True, overtaken_at__isnull=True
    ).filter(dossier__in=dossiers_seen_by(user, today))
    for row in owed.select_related("dossier")[:LIMIT]:
        is_late = row.due_on is not None and row.due_on < timezone.localdate()
        url = reverse("dossiers_confirm", args=[row.dossier_id, row.pk])
        yield Todo(
            Shelf.LATE,
            f"补书面确认：{row.dossier.title}",
            f"{row.leader_name}口头同意",
            url,
            "去补",
            due_on=row.due_on,
            lamp="red" if is_late else "amber",
            lamp_text="已超期" if is_late else "1 个工作日内",
        )


register_todos("dossiers", load_todos)
