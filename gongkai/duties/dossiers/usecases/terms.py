"""Set a parameter of countersigning, of the review of legality or of filing."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.models import ReviewTerm
from gongkai.duties.dossiers.queries.terms import terms_in_force
from gongkai.duties.dossiers.rules.terms import Term, TermFacts, reasons_against_term
from gongkai.duties.dossiers.verbs import SET_TERMS

SET = "设定办理天数"


def set_review_term(*, by: User, term: Term, days: int | None, source: str) -> ReviewTerm:
    """Set how many days a step is given; counts for what begins (is published) from today on. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("依据", source, "source")], act=SET)
    with transaction.atomic():
        before = terms_in_force()
        refuse_if(
            reasons_against_term(TermFacts(may(by, SET_TERMS), term.code, days, source, before)), act=SET
        )
        row = ReviewTerm.objects.create(
            code=term.code, days=days, source=source.strip(), set_by=by, set_at=timezone.now()
        )
        record_event(
            action="dossiers.set_term",
            by=by,
            subject=row,
            code=term.code,
            before=before[term.code],
            after=days,
        )
        return row
