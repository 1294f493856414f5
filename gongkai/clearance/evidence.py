"""How duty 13 stands: everything public is cleared, nothing is owed, nothing is stuck."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import F
from django.urls import reverse

from gongkai.clearance.enums import ScheduleStatus, SlipState
from gongkai.clearance.evidence_reevaluation import reevaluation_figures, reevaluation_missing
from gongkai.clearance.evidence_upkeep import upkeep_figures, upkeep_missing
from gongkai.clearance.models import BasePage, ReviewSlip, ScheduledRelease
from gongkai.clearance.queries.full_review import OWING
from gongkai.core.evidence import EvidenceProvider, EvidenceState, Figure, register_evidence


def _owed(as_of: date) -> int:
    """Urgent papers whose full review is overdue."""
    return ReviewSlip.objects.filter(OWING, full_review_due_on__lt=as_of).count()


def figures(as_of: date) -> Sequence[Figure]:
    """Public pages and how many of them are cleared; slips in review."""
    pages = BasePage.objects.filter(live=True, depth__gt=1)
    board = reverse("clearance:board")
    return (
        Figure(
            "公开内容中经审定的",
            pages.filter(cleared_revision=F("live_revision")).count(),
            pages.count(),
            reverse("wagtailadmin_reports:site_history"),
        ),
        Figure(
            "正在审查", ReviewSlip.objects.filter(state=SlipState.IN_REVIEW).count(), None, f"{board}?tab=all"
        ),
        Figure(
            "待上线",
            ReviewSlip.objects.filter(state=SlipState.GRANTED, released_at=None).count(),
            None,
            f"{board}?tab=granted",
        ),
        *upkeep_figures(as_of),
        *reevaluation_figures(as_of),
    )


def missing(as_of: date) -> Sequence[str]:
    """What is owed or stuck; the parts of the duty that are still to be built are named too."""
    found = []
    if owed := _owed(as_of):
        found.append(f"{owed} 件急件超期未补审")
    if stuck := ScheduledRelease.objects.filter(status=ScheduleStatus.FAILED, slip__released_at=None).count():
        found.append(f"{stuck} 单定时上线受阻")
    found += upkeep_missing(as_of)
    found += reevaluation_missing(as_of)
    found.append("个人信息、隐藏数据筛查的功能尚未建成")
    return found


def state(as_of: date, numbers: Sequence[Figure], gaps: Sequence[str]) -> EvidenceState:
    """Failing where something public is uncleared or a full review is overdue; never met while parts are missing."""
    if not numbers[0].target:
        return EvidenceState.NOT_STARTED
    if numbers[0].value != numbers[0].target or _owed(as_of):
        return EvidenceState.FAILING
    return EvidenceState.AT_RISK


register_evidence(
    EvidenceProvider(13, "clearance", "公开前审查、保密、过时内容清理", figures, missing, state)
)
