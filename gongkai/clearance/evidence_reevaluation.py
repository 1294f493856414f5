"""What of duty 13 is about what is not public: the register, the year's round, what is still to be opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from gongkai.clearance.enums_reevaluation import ItemState
from gongkai.clearance.models import ReevaluationRound
from gongkai.clearance.queries.reevaluation import (
    closed_documents,
    counts_of,
    open_entries,
    openings_undone,
    parameters,
)
from gongkai.core.evidence import Figure


def _newest() -> ReevaluationRound | None:
    return ReevaluationRound.objects.order_by("-year").first()


def reevaluation_figures(as_of: date) -> Sequence[Figure]:
    """What is registered as not public, how far the newest round is, what is decided and not public yet."""
    registered = open_entries().order_by().count()
    figures = [
        Figure("登记的未公开信息", registered, None, reverse("clearance:reevaluation_register")),
        Figure(
            "本系统里不公开的文件",
            closed_documents().order_by().count(),
            None,
            reverse("clearance:reevaluation_register") + "#documents",
        ),
    ]
    if (turn := _newest()) is not None:
        counts = counts_of(turn.pk)
        url = f"{reverse('clearance:reevaluation')}?round={turn.pk}"
        done = counts.get(ItemState.CONCLUDED.value, 0)
        figures.append(Figure(f"{turn.year} 年评估已确认结论", done, sum(counts.values()), url))
    undone = len(openings_undone(as_of))
    figures.append(Figure("决定公开、还没上线", undone, None, reverse("clearance:reevaluation_openings")))
    return figures


def reevaluation_missing(as_of: date) -> Sequence[str]:
    """No round this year though it is time, a round past its day, and what is decided and late."""
    turn, found = _newest(), []
    if (turn is None or turn.year < as_of.year) and as_of.month >= parameters()["start_month"]:
        found.append(f"{as_of.year} 年没有开始对不予公开信息的评估（条例第十八条）")
    if turn is not None and turn.closed_at is None and turn.due_on < as_of:
        found.append(f"{turn.year} 年评估 {turn.due_on:%Y-%m-%d} 到期，还没有办结")
    if late := sum(row.is_late for row in openings_undone(as_of)):
        found.append(f"{late} 件决定公开的信息过期没有上线")
    return found
