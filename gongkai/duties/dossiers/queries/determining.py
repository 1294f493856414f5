"""What counts of a dossier's determinations."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.duties.dossiers.enums_review import DeterminationResult
from gongkai.duties.dossiers.models import Determination, Dossier


@dataclass(frozen=True, slots=True)
class Determined:
    """The newest word: what it says and whether the legality office said it."""

    result: DeterminationResult
    is_decided: bool
    row: Determination


def determined(dossier: Dossier) -> Determined | None:
    """The newest row counts, whoever wrote it: a proposal after a decision opens the question again (one query)."""
    row = dossier.determinations.select_related("by", "proposal__by").order_by("-pk").first()
    if row is None:
        return None
    return Determined(DeterminationResult(row.result), row.is_decision, row)
