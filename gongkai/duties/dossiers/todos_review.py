"""What of determination, countersigning, comments and the review of legality waits for a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Max, Q
from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries.responsible import unit_ids_worked_for
from gongkai.core.workbench import Shelf, Todo, register_todos
from gongkai.duties.dossiers.enums_review import Conclusion, ReviewState
from gongkai.duties.dossiers.models import ClauseComment, CountersignRequest, Determination, LegalityReview
from gongkai.duties.dossiers.queries.countersigning import last_return, signed_for
from gongkai.duties.dossiers.queries.legality import queue
from gongkai.duties.dossiers.verbs import OPEN, READ, REVIEW_LEGALITY

LIMIT = 100


def _to_countersign(user: User, today: date) -> Iterable[Todo]:
    """Requests for which this person signs and that nobody answered on the newest version."""
    units = signed_for(user, today)
    if not units:
        return
    rows = CountersignRequest.objects.filter(
        unit__in=units, withdrawn_at__isnull=True, dossier__ending=""
    ).annotate(
        seen=Max("opinions__version__number"),
        newest=Max("dossier__versions__number"),
        said_at=Max("opinions__at"),
        back_at=last_return(),
    )
    rows = rows.filter(Q(seen__isnull=True) | Q(seen__lt=F("newest")) | Q(said_at__lte=F("back_at")))
    rows = rows.select_related("dossier", "unit")
    for row in rows.order_by("due_on", "pk")[:LIMIT]:
        is_late = row.seen is None and row.is_overdue(today)
        note = f"{row.unit}，第 {row.newest} 稿"
        if row.seen is not None:
            is_back = row.back_at is not None and row.said_at <= row.back_at
            note = (
                f"{note}，退回后请重新会签"
                if is_back
                else f"{row.unit}，文稿已改到第 {row.newest} 稿，请确认"
            )
        yield Todo(
            Shelf.LATE if is_late else Shelf.MINE,
            f"会签：{row.dossier.title}",
            note,
            reverse("dossiers_countersign", args=[row.dossier_id]),
            "签意见",
            due_on=row.due_on if row.seen is None else None,
            lamp="red" if is_late else "",
            lamp_text="已超时" if is_late else "",
        )


def _to_review(user: User, today: date) -> Iterable[Todo]:
    if not may(user, REVIEW_LEGALITY):
        return
    waiting = queue().exclude(state=ReviewState.LACKING).exclude(sent_by=user).exclude(dossier__drafter=user)
    for row in waiting[:LIMIT]:
        is_late = row.is_late(today)
        yield Todo(
            Shelf.LATE if is_late else Shelf.MINE,
            f"合法性审核：{row.dossier.title}",
            f"{row.dossier.unit}，{row.get_state_display()}",
            reverse("dossiers_review", args=[row.dossier_id]),
            "受理" if row.state == ReviewState.SENT else "审核",
            due_on=row.due_on,
            lamp="red" if is_late else "",
            lamp_text="已超时" if is_late else "",
        )


def _to_determine(user: User) -> Iterable[Todo]:
    if not may(user, REVIEW_LEGALITY):
        return
    newest = Determination.objects.values("dossier").annotate(last=Max("pk")).values("last")
    rows = Determination.objects.filter(pk__in=newest, proposal__isnull=True, dossier__ending="")
    rows = rows.exclude(by=user).exclude(dossier__drafter=user).select_related("dossier__unit")
    for row in rows.order_by("pk")[:LIMIT]:
        note = f"{row.dossier.unit}提出：{row.get_result_display()}"
        url = reverse("dossiers_determine", args=[row.dossier_id])
        yield Todo(Shelf.MINE, f"确认认定：{row.dossier.title}", note, url, "确认")


def _back_with_drafters(user: User, today: date) -> Iterable[Todo]:
    """Files handed back, opinions that do not let the document go on, and comments without an answer."""
    units = unit_ids_worked_for(user, today)
    newest = LegalityReview.objects.values("dossier").annotate(last=Max("pk")).values("last")
    rows = LegalityReview.objects.filter(
        Q(state=ReviewState.LACKING)
        | Q(state=ReviewState.CONCLUDED, conclusion__in=[Conclusion.AMEND, Conclusion.UNLAWFUL]),
        pk__in=newest,
        dossier__unit__in=units,
        dossier__ending="",
    ).select_related("dossier")
    for row in rows.order_by("pk")[:LIMIT]:
        is_lacking = row.state == ReviewState.LACKING
        yield Todo(
            Shelf.BLOCKED,
            f"{'补正' if is_lacking else '修改'}：{row.dossier.title}",
            "法制机构退回补正送审材料。" if is_lacking else f"合法性审核意见：{row.get_conclusion_display()}",
            reverse("dossiers_review", args=[row.dossier_id]),
            "去补正" if is_lacking else "看意见",
        )
    yield from _to_answer(user, units)


def _to_answer(user: User, units: Iterable[int]) -> Iterable[Todo]:
    open_ones = ClauseComment.objects.filter(
        outcome="", version__dossier__unit__in=units, version__dossier__ending=""
    ).exclude(by=user)
    seen: dict[int, list[str]] = {}
    for key, title in open_ones.values_list("version__dossier", "version__dossier__title")[:LIMIT]:
        seen.setdefault(key, []).append(title)
    for key, titles in seen.items():
        url = reverse("dossiers_comments", args=[key])
        yield Todo(Shelf.MINE, f"答复条款意见：{titles[0]}", f"{len(titles)} 条没有答复", url, "去答复")


def load_review_todos(user: User, today: date) -> list[Todo]:
    """Opinions to give, reviews to do, determinations to confirm, and what came back to the drafters."""
    found = []
    if may(user, READ):
        found = [*_to_countersign(user, today), *_to_review(user, today), *_to_determine(user)]
    if may(user, OPEN):
        found += _back_with_drafters(user, today)
    return found


register_todos("dossiers.review", load_review_todos)
