"""How duty 13 stands: everything public is cleared, nothing is owed, nothing is stuck."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import F
from django.urls import reverse

from gongkai.clearance.enums import ScheduleStatus, SlipState
from gongkai.clearance.evidence_reevaluation import reevaluation_figures, reevaluation_missing
from gongkai.clearance.evidence_screening import screening_figures, screening_missing
from gongkai.clearance.evidence_upkeep import upkeep_figures, upkeep_missing
from gongkai.clearance.models import (
    AggregationAssessment,
    BasePage,
    OpenExit,
    ReviewSlip,
    ScheduledRelease,
)
from gongkai.clearance.queries.aggregation_sheet import exits_with_facts
from gongkai.clearance.queries.full_review import OWING
from gongkai.clearance.rules.aggregation import reasons_against_opening
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
        *screening_figures(),
        *upkeep_figures(as_of),
        *_of_aggregation(),
        *reevaluation_figures(as_of),
    )


def _of_aggregation() -> tuple[Figure, ...]:
    """Assessments that wait and that were decided; bulk exits that stand open, of those that were opened."""
    made = AggregationAssessment.objects
    opened = OpenExit.objects.filter(opened_at__isnull=False, closed_at=None)
    facts = exits_with_facts(list(opened.prefetch_related("datasets", "assessments")))
    address = reverse("clearance:assessments")
    return (
        Figure("待作汇聚评估", made.filter(decision="").count(), None, f"{address}?tab=waiting"),
        Figure("已作汇聚评估", made.exclude(decision="").count(), None, f"{address}?tab=all"),
        Figure(
            "开放的批量出口中评估有效的",
            sum(not reasons_against_opening(one) for *_, one in facts),
            len(facts),
            reverse("clearance:exits"),
        ),
    )


def missing(as_of: date) -> Sequence[str]:
    """What is owed, late or stuck."""
    found = []
    if owed := _owed(as_of):
        found.append(f"{owed} 件急件超期未补审")
    if stuck := ScheduledRelease.objects.filter(status=ScheduleStatus.FAILED, slip__released_at=None).count():
        found.append(f"{stuck} 单定时上线受阻")
    found += screening_missing()
    found += upkeep_missing(as_of)
    return [*found, *reevaluation_missing(as_of)]


def state(as_of: date, numbers: Sequence[Figure], gaps: Sequence[str]) -> EvidenceState:
    """Failing where something public is uncleared or a full review is overdue; at risk while anything else is owed."""
    if not numbers[0].target:
        return EvidenceState.NOT_STARTED
    if numbers[0].value != numbers[0].target or _owed(as_of):
        return EvidenceState.FAILING
    return EvidenceState.AT_RISK if gaps else EvidenceState.MET


register_evidence(
    EvidenceProvider(13, "clearance", "公开前审查、保密、过时内容清理", figures, missing, state)
)
