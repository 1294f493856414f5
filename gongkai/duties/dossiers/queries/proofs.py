"""What a paper of a dossier proves: steps, signatures, reviews and opinions that stand on it."""

from __future__ import annotations

from django.db.models import Q

from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.models import (
    CountersignOpinion,
    Dossier,
    HistoryWording,
    LegalityReview,
    Paper,
    SignOff,
    StepRecord,
)


def proving_in(dossier: Dossier) -> set[int]:
    """Keys of the papers of a dossier on which something stands; five queries."""
    records = StepRecord.objects.filter(dossier=dossier, overtaken_at__isnull=True).values_list("paper")
    standing = SignOff.objects.filter(dossier=dossier, overtaken_at__isnull=True)
    signed = standing.values_list("scan", "confirmation")
    reviews = LegalityReview.objects.filter(dossier=dossier).values_list("paper", "counsel")
    opinions = CountersignOpinion.objects.filter(request__dossier=dossier).values_list("paper")
    corrected = HistoryWording.objects.filter(dossier=dossier).values_list("paper")
    found = [*records, *signed, *reviews, *opinions, *corrected]
    return {key for row in found for key in row if key is not None}


def proved_by(paper: Paper) -> str:
    """The Chinese name of the first thing that stands on a paper; empty where nothing does."""
    record = StepRecord.objects.filter(paper=paper, overtaken_at__isnull=True).first()
    if record is not None:
        return str(Step(record.step).label)
    signed = SignOff.objects.filter(Q(scan=paper) | Q(confirmation=paper), overtaken_at__isnull=True)
    if signed.exists():
        return "签发"
    if HistoryWording.objects.filter(paper=paper).exists():
        return "更正"
    if LegalityReview.objects.filter(Q(paper=paper) | Q(counsel=paper)).exists():
        return "合法性审核"
    return "会签" if CountersignOpinion.objects.filter(paper=paper).exists() else ""
