"""Whether a person may read the next round of a slip: what the rule needs, loaded once for act and screen."""

from __future__ import annotations

from django.utils import timezone

from gongkai.clearance.enums import SlipState
from gongkai.clearance.models.review import ReviewSlip
from gongkai.clearance.queries.deciding import changed_titles
from gongkai.clearance.queries.looked import LookedSlip, looked_on
from gongkai.clearance.queries.parameters import settings_in_force
from gongkai.clearance.queries.proofreading import texts_on
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.clearance.rules.proofreading import ReaderFacts, reasons_against_reader
from gongkai.clearance.verbs import PROOFREAD
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import works_for
from gongkai.core.reasons import Reason


def reader_facts(user: User, slip: ReviewSlip, looked: LookedSlip, *, is_unchanged: bool) -> ReaderFacts:
    """A person before the next round of a slip, today."""
    return ReaderFacts(
        user=user.pk,
        may_proofread=may(user, PROOFREAD),
        works_for_unit=works_for(user, slip.unit_id, timezone.localdate()),
        editors=looked.editors,
        submitter=slip.submitted_by_id,
        is_open=slip.state == SlipState.IN_REVIEW,
        is_unchanged=is_unchanged,
        texts=texts_on([slip])[slip.pk].texts,
        may_repeat=settings_in_force().may_repeat,
    )


def reasons_against_proofreading_for(
    user: User, slip: ReviewSlip, looked: LookedSlip | None = None
) -> list[Reason]:
    """Every reason why this person may not read the next round of a slip; shown before they try, reads no file."""
    if sealed := reasons_against_sealed(slip.items.all()):
        return sealed
    looked = looked or looked_on(slip)
    is_unchanged = not changed_titles(slip, looked, with_bytes=False)
    return reasons_against_reader(reader_facts(user, slip, looked, is_unchanged=is_unchanged))
