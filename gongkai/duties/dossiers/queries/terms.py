"""The parameters in force."""

from __future__ import annotations

from django.utils import timezone

from gongkai.duties.dossiers.models import ReviewTerm
from gongkai.duties.dossiers.rules.terms import FILING_DAYS, PARAMETERS, TermSet


def terms_in_force() -> dict[str, int]:
    """Days by code of the parameter: what the department set last, over the defaults (one query)."""
    own = dict(ReviewTerm.objects.order_by("pk").values_list("code", "days"))
    return {code: own.get(code, term.default) for code, term in PARAMETERS.items()}


def filing_settings() -> list[TermSet]:
    """Every time that the term of filing was set, oldest first (one query)."""
    rows = ReviewTerm.objects.filter(code=FILING_DAYS).order_by("pk")
    return [TermSet(timezone.localdate(row.set_at), row.days, row.source) for row in rows]
