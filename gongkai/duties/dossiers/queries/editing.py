"""Whether a paper is one of a dossier's own that counts."""

from __future__ import annotations

from django.db.models import Q

from gongkai.duties.dossiers.enums import PaperKind
from gongkai.duties.dossiers.models import Dossier, DraftVersion, Paper, SignOff, StepRecord


def is_paper_of(paper: Paper | None, dossier: Dossier, kind: PaperKind) -> bool:
    """Whether a paper lies in a dossier, is of a kind and was not made void, as it stands now."""
    if paper is None:
        return False
    return dossier.papers.filter(pk=paper.pk, kind=kind, void_at__isnull=True).exists()


def has_proved_before(paper: Paper | None) -> bool:
    """Whether a step that was sent back since rests on a paper: what is done anew has a proof of its own."""
    return paper is not None and StepRecord.objects.filter(paper=paper, overtaken_at__isnull=False).exists()


def has_signed_other(paper: Paper | None, version: DraftVersion | None) -> bool:
    """Whether a paper is the slip, or the confirmation, of a signature under another version."""
    if paper is None or version is None:
        return False
    signed = SignOff.objects.filter(Q(scan=paper) | Q(confirmation=paper))
    return signed.exclude(version=version).exists()
