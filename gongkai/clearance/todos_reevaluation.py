"""What of re-evaluation waits for a person, on their workbench."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from gongkai.clearance.enums_reevaluation import ItemState
from gongkai.clearance.models import ReevaluationRound
from gongkai.clearance.queries.reevaluation import (
    items_shown_to,
    open_round,
    openings_shown_to,
    openings_undone,
)
from gongkai.clearance.verbs import (
    KEEP_REGISTER,
    READ_REEVALUATION,
    REVIEW_LEGALITY,
    REVIEW_SECRECY,
    RUN_REEVALUATION,
)
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import unit_ids_worked_for
from gongkai.core.workbench import Shelf, Todo

LIMIT = 50


def reevaluation_todos(user: User, today: date) -> Iterable[Todo]:
    """Conclusions to put forward, to look at and to confirm (each counted), and what is to be opened."""
    if not may(user, READ_REEVALUATION):
        return
    turn = open_round()
    if turn is not None:
        yield from _of_round(user, turn, today)
    if may(user, KEEP_REGISTER):
        yield from _to_open(user, today)


def _of_round(user: User, turn: ReevaluationRound, today: date) -> Iterable[Todo]:
    items = items_shown_to(user, today).select_related(None).filter(round=turn.pk).order_by()
    url = f"{reverse('clearance:reevaluation')}?round={turn.pk}"
    is_late = turn.due_on < today
    lamp: dict[str, Any] = {
        "due_on": turn.due_on,
        "lamp": "red" if is_late else "amber",
        "lamp_text": "已超期" if is_late else "限期内",
    }
    if may(user, KEEP_REGISTER):
        mine = Q(unit__in=unit_ids_worked_for(user, today))
        if may(user, RUN_REEVALUATION):
            mine |= Q(unit=None)
        waiting = items.filter(mine, state=ItemState.WAITING).count()
        if waiting:
            title = f"{turn.year} 年评估：{waiting} 件待提出结论"
            note = "不公开的理由还在不在，逐件看一遍；同样情况的可以一起办。"
            yield Todo(Shelf.LATE, title, note, f"{url}&state=waiting&own=1", "去评估", **lamp)
    for verb, field, word in (
        (REVIEW_LEGALITY, "legality_by", "合法性审查"),
        (REVIEW_SECRECY, "secrecy_by", "保密审查"),
    ):
        if may(user, verb):
            left = items.filter(state=ItemState.IN_REVIEW, **{field: None}).exclude(proposed_by=user)
            if count := left.count():
                title = f"{turn.year} 年评估：{count} 件转公开待{word}"
                yield Todo(
                    Shelf.MINE, title, "保管单位认为可以公开，请审查。", f"{url}&state=in_review", "去审查"
                )
    if may(user, RUN_REEVALUATION):
        yield from _of_office(user, turn, items, url, lamp)


def _of_office(
    user: User, turn: ReevaluationRound, items: Any, url: str, lamp: dict[str, Any]
) -> Iterable[Todo]:
    ready = items.filter(state=ItemState.READY).exclude(proposed_by=user).count()
    if ready:
        title = f"{turn.year} 年评估：{ready} 件待确认结论"
        yield Todo(Shelf.MINE, title, "结论齐了，请逐件或成批确认。", f"{url}&state=ready", "去确认")
    if not turn.items.exclude(state=ItemState.CONCLUDED).exists():
        title = f"{turn.year} 年评估可以办结"
        note = "每一件都有了结论。办结后公布结果。"
        close = reverse("clearance:reevaluation_close", args=[turn.pk])
        yield Todo(Shelf.LATE, title, note, close, "去办结", **lamp)


def _to_open(user: User, today: date) -> Iterable[Todo]:
    units = unit_ids_worked_for(user, today)
    mine = Q(unit__in=units) | (Q(unit=None) if may(user, RUN_REEVALUATION) else Q(pk__in=[]))
    openings = openings_shown_to(user, today).filter(mine)
    for row in openings_undone(today, openings)[:LIMIT]:
        opening = row.opening
        yield Todo(
            Shelf.LATE,
            f"转公开：{opening.item.label}",
            f"评估决定{opening.item.conclusion_label}；{row.stage}。",
            f"{reverse('clearance:reevaluation_openings')}#opening-{opening.pk}",
            "去办理",
            due_on=opening.due_on,
            lamp="red" if row.is_late else "amber",
            lamp_text="已超期" if row.is_late else "限期内",
        )
