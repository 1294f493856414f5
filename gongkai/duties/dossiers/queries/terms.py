"""The parameters in force."""

from __future__ import annotations

from gongkai.duties.dossiers.models import ReviewTerm
from gongkai.duties.dossiers.rules.terms import PARAMETERS


def terms_in_force() -> dict[str, int]:
    """Working days by code of the parameter: what the department set, over the defaults (one query)."""
    own = dict(ReviewTerm.objects.values_list("code", "days"))
    return {code: own.get(code, term.default) for code, term in PARAMETERS.items()}
