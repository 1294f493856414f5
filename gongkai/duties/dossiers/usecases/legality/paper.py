"""Take the opinion out of the system as a paper; on record."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Refused, refuse_if
from gongkai.core.typeset.press import NoFontError, typeset
from gongkai.duties.dossiers.enums_review import ReviewState
from gongkai.duties.dossiers.models import LegalityReview
from gongkai.duties.dossiers.queries.opinion import opinion_data
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.rules.legality import OPINION_FONTS, reasons_against_printing

ACT = "下载合法性审核意见书"
TEMPLATE = "duties/dossiers/typst/legality_opinion.typ"


@transaction.atomic
def print_opinion(*, by: User, review: LegalityReview) -> bytes:
    """The opinion as PDF. Raises ``Refused`` for who may not see the dossier, before it is concluded, for an outside
    review (whose paper lies in the dossier), or without a Chinese font.
    """
    seen = dossiers_seen_by(by, timezone.localdate()).filter(pk=review.dossier_id).exists()
    is_ours = review.state == ReviewState.CONCLUDED and not review.organ
    refuse_if(reasons_against_printing(may_read=seen, is_concluded=is_ours), act=ACT)
    assert review.concluded_at is not None  # a concluded review says when
    try:
        paper = typeset(TEMPLATE, opinion_data(review), drawings={}, made_at=review.concluded_at)
    except NoFontError as error:
        remedy = "请系统管理员在服务器上安装中文字体（fonts-noto-cjk）后重试；审核不受影响。"
        raise Refused([OPINION_FONTS.reason(remedy=remedy)], act=ACT) from error
    digest = hashlib.sha256(paper).hexdigest()
    record_event(
        action="dossiers.print_opinion", by=by, subject=review.dossier, review=review.pk, sha256=digest
    )
    return paper
