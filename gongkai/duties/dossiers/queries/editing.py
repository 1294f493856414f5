"""Who wrote a dossier's text, and whether a paper is one of its own that counts."""

from __future__ import annotations

from gongkai.core.accounts.models import User
from gongkai.duties.dossiers.enums import PaperKind
from gongkai.duties.dossiers.models import Dossier, Paper


def is_editor(user: User, dossier: Dossier) -> bool:
    """Whether a person drafts the dossier or put in one of its versions."""
    return user.pk == dossier.drafter_id or dossier.versions.filter(by=user).exists()


def is_paper_of(paper: Paper | None, dossier: Dossier, kind: PaperKind) -> bool:
    """Whether a paper lies in a dossier, is of a kind and was not made void."""
    return (
        paper is not None and paper.dossier_id == dossier.pk and paper.kind == kind and paper.void_at is None
    )
