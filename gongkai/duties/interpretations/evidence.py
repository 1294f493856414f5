"""How duty 2 stands: nothing of our own goes public unexplained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from gongkai.core.denominators import denominator_on
from gongkai.core.evidence import EvidenceProvider, EvidenceState, Figure, register_evidence
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.interpretations.enums import SyncState
from gongkai.duties.interpretations.queries import OWES, debts_shown_to, documents_in, is_overdue, open_debts

_LISTED = 50


def figures(as_of: date) -> Sequence[Figure]:
    """Coverage by infographics and by interpretations of all public documents that need them; debts."""
    listing, debts = reverse("interpretations_list"), reverse("interpretations_debts")
    every = documents_in("").count()
    charts, texts = documents_in(SyncState.CHART).count(), documents_in(SyncState.TEXT).count()
    lacking = documents_in(SyncState.LACKING).count()
    return [
        Figure("图解覆盖的政策文件", charts, every, f"{listing}?state={SyncState.CHART.value}"),
        Figure("有解读的政策文件", texts, every, f"{listing}?state={SyncState.TEXT.value}"),
        Figure("缺解读或图解", lacking, None, f"{listing}?state={SyncState.LACKING.value}"),
        Figure("未补的解读欠账", open_debts().count(), None, debts),
        *_not_counted(as_of),
    ]


def _not_counted(as_of: date) -> list[Figure]:
    """By the outside register: papers to be public that are not, whose kind and so whose companions nobody knows yet."""
    outside = denominator_on(as_of)
    if outside is None:
        return []
    return [Figure("登记簿里应公开、未上线（未计入覆盖率）", outside.due - outside.online, None, outside.url)]


def missing(as_of: date) -> Sequence[str]:
    """Each public document without its companions, and each unpaid debt with its date."""
    lacking = documents_in(SyncState.LACKING).select_related("joint_release")[:_LISTED]
    told = [f"{in_title_marks(page.title)}已公开，缺解读或图解。" for page in lacking]
    for debt in debts_shown_to(None)[:_LISTED]:
        due = f"{debt.due_on:%Y-%m-%d}" if debt.due_on else "待该年放假安排公布"
        late = "，已逾期" if is_overdue(debt, as_of) else ""
        told.append(
            f"{in_title_marks(debt.policy.draft_title)}因“{debt.emergency}”先行公开，补发期限 {due}{late}。"
        )
    return told


def state(as_of: date, shown: Sequence[Figure], lacking: Sequence[str]) -> EvidenceState:
    """Not started with nothing public; failing where a document lacks its companions without an open debt in time."""
    charts, owed = shown[0], shown[3]
    if not charts.target and not owed.value:
        return EvidenceState.NOT_STARTED
    overdue = open_debts().filter(due_on__lt=as_of).count()
    if overdue or documents_in(SyncState.LACKING).exclude(OWES).exists():
        return EvidenceState.FAILING
    return EvidenceState.AT_RISK if owed.value else EvidenceState.MET


register_evidence(
    EvidenceProvider(2, "interpretations", "政策解读“三同步”、图解全覆盖", figures, missing, state)
)
