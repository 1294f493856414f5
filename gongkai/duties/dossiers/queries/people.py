"""Who may act in a dossier, and who has had a hand in its text."""

from __future__ import annotations

from datetime import date

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.verbs import RECORD


def has_edited(user: User, dossier: Dossier) -> bool:
    """Whether a person began the dossier or wrote a version of its text: nobody clears what they wrote (invariant 2)."""
    if user.pk in (dossier.drafter_id, dossier.opened_by_id):
        return True
    return dossier.versions.filter(by=user).exists()


def may_record_in(user: User, dossier: Dossier, day: date) -> bool:
    """Whether a person may write down what was done elsewhere: who drafts there, or who records for all."""
    return may(user, RECORD) or may_work_on(user, dossier, day)
