"""What of duty 13 is about old content: figures that open their records, and what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse

from gongkai.clearance.enums_upkeep import ProposalState
from gongkai.clearance.models import Proposal
from gongkai.clearance.queries.upkeep_dates import due_rows
from gongkai.core.evidence import Figure

DEAD_LINKS = "publishing.dead_links"
"""Code of the finder that looks for dead links, entered by the publisher."""


def upkeep_figures(as_of: date) -> Sequence[Figure]:
    """Pages past their review date, proposals waiting, pages with dead links."""
    late = sum(row.standing(as_of) == "late" for row in due_rows(as_of))
    counts = Proposal.objects.filter(page__live=True, state=ProposalState.OPEN).aggregate(
        all=Count("pk"), dead=Count("pk", filter=Q(finder=DEAD_LINKS))
    )
    return (
        Figure("超过复核日期的公开内容", late, None, f"{reverse('clearance:upkeep_dates')}?standing=late"),
        Figure("待处理的清理建议", counts["all"], None, reverse("clearance:upkeep")),
        Figure("有坏链的页面", counts["dead"], None, f"{reverse('clearance:upkeep')}?finder={DEAD_LINKS}"),
    )


def upkeep_missing(as_of: date) -> Sequence[str]:
    """What was sent back and is overdue."""
    overdue = Proposal.objects.filter(
        page__live=True, state=ProposalState.SENT_BACK, due_on__lt=as_of
    ).count()
    return [f"{overdue} 件退回改正的内容超过期限"] if overdue else []
