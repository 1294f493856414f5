"""What the paper 合法性审核意见书 says, as plain data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from gongkai.duties.dossiers.enums_review import Conclusion
from gongkai.duties.dossiers.models import LegalityReview
from gongkai.duties.dossiers.official.blocks import date_in_words
from gongkai.duties.dossiers.queries.issuing import unit_of_signer


def _minute(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment is not None else ""


def opinion_data(review: LegalityReview) -> dict[str, Any]:
    """Everything on the paper of a concluded review of our own."""
    dossier = review.dossier
    assert review.concluded_at is not None  # a concluded review says when
    assert review.concluded_by is not None  # and who
    day = timezone.localdate(review.concluded_at)
    papers = dossier.papers.filter(void_at__isnull=True, added_at__lte=review.concluded_at)
    return {
        "code": dossier.code,
        "title": dossier.title,
        "unit": str(dossier.unit),
        "kind": dossier.get_kind_display(),
        "signature": dossier.get_signature_display(),
        "version": str(review.version),
        "digest": review.version.digest,
        "sender": str(review.sent_by),
        "sent_at": _minute(review.sent_at),
        "accepter": str(review.accepted_by or ""),
        "accepted_at": _minute(review.accepted_at),
        "materials": "\n".join(f"{paper.get_kind_display()}：{paper.title}" for paper in papers) or "—",
        "points": [
            {"label": one.get_point_display(), "verdict": one.get_verdict_display(), "words": one.words}
            for one in review.points.all()
        ],
        "competition": review.competition,
        "statement": review.statement,
        "counsel": str(review.counsel or ""),
        "outcomes": [{"label": one.label, "on": one == review.conclusion} for one in Conclusion],
        "reviewer": str(review.concluded_by),
        "concluded_at": _minute(review.concluded_at),
        "organ": unit_of_signer(review.concluded_by, day),
        "dated": date_in_words(day),
        "confirmations": [
            {"version": str(one.version), "reason": one.reason, "by": str(one.by), "at": _minute(one.at)}
            for one in review.confirmations.select_related("version", "by").defer("version__data")
        ],
    }
