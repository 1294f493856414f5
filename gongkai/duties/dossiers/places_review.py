"""What becomes of the words in determinations, countersignings and reviews when what they are about is purged."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.core.finding import Find
from gongkai.core.traces import Fate, enter_place, trace_rows

LABEL = "公文卷：认定、会签、合法性审核"


def _determination(row: Any) -> Find:
    return Find(str(row), reverse("dossiers_determine", args=[row.dossier_id]), "逐项理由")


def _request(row: Any) -> Find:
    return Find(
        f"会签：{row}", reverse("dossiers_countersign", args=[row.dossier_id]), "请会签的事项、撤回原因"
    )


def _opinion(row: Any) -> Find:
    return Find(
        f"会签意见：{row}", reverse("dossiers_countersign", args=[row.request.dossier_id]), f"{row.by}"
    )


def _ruling(row: Any) -> Find:
    url = reverse("dossiers_countersign", args=[row.opinion.request.dossier_id])
    return Find("会签裁定", url, f"{row.by}")


def _review(row: Any) -> Find:
    return Find("合法性审核", reverse("dossiers_review", args=[row.dossier_id]), "送审说明、审核意见")


def _of_review(row: Any) -> Find:
    return Find("合法性审核", reverse("dossiers_review", args=[row.review.dossier_id]), str(row))


def _comment(row: Any) -> Find:
    url = reverse("dossiers_comments", args=[row.version.dossier_id])
    return Find(f"条款意见：{row.label or '全文'}", url, f"{row.by}")


trace_rows(45, LABEL, "dossiers.ClauseComment", "text answer", _comment)
trace_rows(45, LABEL, "dossiers.Determination", "answers reason", _determination)
trace_rows(45, LABEL, "dossiers.CountersignRequest", "organ note withdrawn_reason", _request)
trace_rows(45, LABEL, "dossiers.CountersignOpinion", "text", _opinion)
trace_rows(45, LABEL, "dossiers.CountersignRuling", "reason", _ruling)
trace_rows(45, LABEL, "dossiers.LegalityReview", "note urgency_reason statement competition organ", _review)
trace_rows(45, LABEL, "dossiers.LegalityPoint", "words", _of_review)
trace_rows(45, LABEL, "dossiers.LegalityPause", "lacks supplement", _of_review)
trace_rows(45, LABEL, "dossiers.LegalityConfirmation", "reason", _of_review)
enter_place(Fate.NEVER, "dossiers.ReviewTerm", "code source", "参数代码和设定依据")
enter_place(Fate.NEVER, "dossiers.ClauseComment", "anchor label", "条款的位置和名称")
