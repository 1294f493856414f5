"""Who may act in a dossier, and who has had a hand in its text."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.duties.dossiers.models import Dossier, DraftVersion
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.verbs import RECORD


def has_edited(user: User, dossier: Dossier) -> bool:
    """Whether a person began the dossier or wrote a version of its text: nobody clears what they wrote (invariant 2)."""
    return dossier.pk in edited_among(user, [dossier])


def edited_among(user: User, dossiers: Collection[Dossier]) -> set[int]:
    """Those of these dossiers in whose text a person had a hand (one query; none where they began each)."""
    began = {one.pk for one in dossiers if user.pk in (one.drafter_id, one.opened_by_id)}
    rest = [one.pk for one in dossiers if one.pk not in began]
    if not rest:
        return began
    wrote = DraftVersion.objects.filter(dossier__in=rest, by=user).order_by()
    return began | set(wrote.values_list("dossier", flat=True))


def writer_names(dossier: Dossier) -> frozenset[str]:
    """The names of all who had a hand in its text: a paper names its signer, not their account."""
    wrote = User.objects.filter(pk__in=dossier.versions.order_by().values("by"))
    return frozenset(str(user) for user in (dossier.drafter, dossier.opened_by, *wrote))


def may_record_in(user: User, dossier: Dossier, day: date) -> bool:
    """Whether a person may write down what was done elsewhere: who drafts there, or who records for all."""
    return may(user, RECORD) or may_work_on(user, dossier, day)
