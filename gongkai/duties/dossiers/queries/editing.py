"""Whether a paper is one of a dossier's own that counts."""

from __future__ import annotations

from gongkai.duties.dossiers.enums import PaperKind
from gongkai.duties.dossiers.models import Dossier, Paper


def is_paper_of(paper: Paper | None, dossier: Dossier, kind: PaperKind) -> bool:
    """Whether a paper lies in a dossier, is of a kind and was not made void."""
    return (
        paper is not None and paper.dossier_id == dossier.pk and paper.kind == kind and paper.void_at is None
    )
