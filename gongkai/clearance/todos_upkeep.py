"""What of 内容清理 waits for a person, on their workbench."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from gongkai.clearance.enums_upkeep import ProposalState
from gongkai.clearance.queries.upkeep import motions_waiting, proposals_of_units_of
from gongkai.clearance.queries.upkeep_dates import due_rows, rows_shown_to
from gongkai.clearance.verbs import DECIDE_UPKEEP, PROPOSE_UPKEEP
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import unit_ids_of
from gongkai.core.workbench import Shelf, Todo

LIMIT = 50


def upkeep_todos(user: User, today: date) -> Iterable[Todo]:
    """Motions to decide, content to mend by a day, proposals and pages past their review date (counted)."""
    if may(user, DECIDE_UPKEEP):
        yield from _to_decide(user)
    if may(user, PROPOSE_UPKEEP):
        yield from _to_mend(user, today)
        yield from _counted(user, today)


def _to_decide(user: User) -> Iterable[Todo]:
    waiting = motions_waiting(user).exclude(asked_by=user).select_related("page", "asked_unit")
    for motion in waiting[:LIMIT]:
        url = f"{reverse('clearance:upkeep_motions')}#motion-{motion.pk}"
        note = f"{motion.asked_unit or '未任职'}提请，{motion.reason[:40]}"
        yield Todo(Shelf.MINE, f"决定{motion.get_act_display()}：{motion.page.title}", note, url, "去决定")


def _to_mend(user: User, today: date) -> Iterable[Todo]:
    sent_back = proposals_of_units_of(user, today).filter(state=ProposalState.SENT_BACK)
    for proposal in sent_back.select_related("page").order_by("due_on", "pk")[:LIMIT]:
        is_late = proposal.due_on is not None and proposal.due_on < today
        yield Todo(
            Shelf.LATE,
            f"改正公开内容：{proposal.page.title}",
            proposal.answer[:60],
            f"{reverse('clearance:upkeep')}?state=sent_back&page={proposal.page_id}",
            "去改正",
            due_on=proposal.due_on,
            lamp="red" if is_late else "amber",
            lamp_text="已超期" if is_late else "限期内",
        )


def _counted(user: User, today: date) -> Iterable[Todo]:
    """One line for all of it: nobody is helped by two hundred lines of the same sort."""
    mine = unit_ids_of(user, today)
    rows = rows_shown_to(user, due_rows(today))
    late = sum(row.unit_id in mine and row.standing(today) == "late" for row in rows)
    if late:
        url = f"{reverse('clearance:upkeep_dates')}?standing=late&own=1"
        note = "看一遍：仍然有效的点确认，过时的提请清理。"
        yield Todo(
            Shelf.LATE,
            f"复核公开内容：{late} 件过了日期",
            note,
            url,
            "去复核",
            lamp="amber",
            lamp_text="该复核",
        )
    waiting = proposals_of_units_of(user, today).filter(state=ProposalState.OPEN, page__unit__in=mine).count()
    if waiting:
        url = f"{reverse('clearance:upkeep')}?own=1"
        yield Todo(
            Shelf.MINE, f"清理建议：{waiting} 条待处理", "系统从公开内容里算出，由您判断。", url, "去看"
        )
